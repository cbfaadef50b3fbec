import { z } from 'zod';
import { apiUrl, text } from '../settings.ts';

export const tatatelSettings = z.object({
  apiUrl: apiUrl('https://api-smartflo.tatateleservices.com'),
  /** An e-mail address or a log-in id. */
  email: text(),
  password: text(),
  callerId: text(),
  /** An agent who is on a call already is passed over when a DID is routed by us. */
  skipActive: z.boolean().default(true),
});
export type TatatelSettings = z.infer<typeof tatatelSettings>;

/** All stamps of the API and of its limits are wall clock here, without offset (vendors.md 1.1, 1.5). */
export const tatatelZone = 'Asia/Kolkata';
