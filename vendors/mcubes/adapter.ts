import { z } from 'zod';
import type { VendorAdapter } from '../adapter.ts';
import { apiUrl, text } from '../settings.ts';

/** MCube, by the classic dialect so far. The authentication key is its API key (classic) or token (soft phone). */
export const mcubes: VendorAdapter = {
  slug: 'mcubes',
  name: 'MCube',
  zone: 'Asia/Kolkata',
  settingsSchema: z.object({ apiUrl: apiUrl('https://api.mcube.com'), mode: z.enum(['classic', 'softphone']).default('classic'), did: text() }),
  secretFields: [],
  endpoints: [],
  expectedEvents: ['routing_question', 'popup_request', 'call_back'],
  canPull: () => false,
  client: () => null,
};
