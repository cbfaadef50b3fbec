import { z } from 'zod';
import type { VendorAdapter } from '../adapter.ts';
import { apiUrl, text } from '../settings.ts';

/** Exotel, by the classic dialect so far. The authentication key is its API token. */
export const exotel: VendorAdapter = {
  slug: 'exotel',
  name: 'Exotel',
  zone: 'Asia/Kolkata',
  settingsSchema: z.object({ apiUrl: apiUrl('https://api.exotel.com'), accountSid: text(), apiKey: text(), callerId: text() }),
  secretFields: ['apiKey'],
  endpoints: [],
  expectedEvents: ['routing_question', 'popup_request', 'call_back'],
  canPull: () => false,
  client: () => null,
};
