import { z } from 'zod';
import { apiUrl, text } from '../settings.ts';

export const knowlaritySettings = z.object({
  apiUrl: apiUrl('https://kpi.knowlarity.com'),
  /** Part of every path of the API. */
  channel: z
    .string()
    .trim()
    .regex(/^[\w-]{1,50}$/, 'letters, digits, - and _')
    .default('Basic'),
  accessKey: text(),
  streamUrl: apiUrl('https://konnect.knowlarity.com:8100'),
  streamKey: text(),
  /** The account's number: `k_number` of click to call. */
  srNumber: text(),
  callerId: text(),
});
export type KnowlaritySettings = z.infer<typeof knowlaritySettings>;

/** Of stamps without offset; others bring theirs, two of them in one body (vendors.md 4.4). */
export const knowlarityZone = 'Asia/Kolkata';
