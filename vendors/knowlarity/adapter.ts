import { z } from 'zod';
import type { VendorAdapter } from '../adapter.ts';
import { apiUrl, text } from '../settings.ts';

/** Knowlarity, by the classic dialect so far. The authentication key is its Authorization key. */
export const knowlarity: VendorAdapter = {
  slug: 'knowlarity',
  name: 'Knowlarity',
  zone: 'Asia/Kolkata',
  settingsSchema: z.object({
    apiUrl: apiUrl('https://kpi.knowlarity.com'),
    channel: z.string().trim().min(1).max(50).default('Basic'),
    accessKey: text(),
    streamUrl: apiUrl('https://konnect.knowlarity.com:8100'),
    streamKey: text(),
    srNumber: text(),
    callerId: text(),
  }),
  secretFields: ['accessKey', 'streamKey'],
  endpoints: [],
  expectedEvents: ['routing_question', 'popup_request', 'call_back'],
  canPull: () => false,
  client: () => null,
};
