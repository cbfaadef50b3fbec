import { z } from 'zod';
import type { VendorAdapter } from '../adapter.ts';
import { apiUrl, text } from '../settings.ts';

/** MyOperator, by the classic dialect so far. The authentication key is its API key. */
export const myoperator: VendorAdapter = {
  slug: 'myoperator',
  name: 'MyOperator',
  zone: 'UTC',
  settingsSchema: z.object({
    apiUrl: apiUrl('https://obd-api.myoperator.co'),
    logsUrl: apiUrl('https://developers.myoperator.co'),
    companyId: text(),
    secretToken: text(),
    publicIvrId: text(),
    dialMethod: z.enum(['user', 'number']).default('user'),
    callerId: text(),
  }),
  secretFields: ['secretToken'],
  endpoints: [],
  expectedEvents: ['routing_question', 'popup_request', 'call_back'],
  canPull: () => false,
  client: () => null,
};
