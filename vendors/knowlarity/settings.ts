import { z } from 'zod';
import { apiUrl, CALLER_ID, text } from '../settings.ts';

export const knowlaritySettings = z.object({
  apiUrl: apiUrl('https://kpi.knowlarity.com'),
  /** Part of every path of the API. */
  channel: z
    .string()
    .trim()
    .regex(/^[\w-]{1,50}$/, 'letters, digits, - and _')
    .default('Basic')
    .meta({
      title: 'Channel',
      description: 'Part of the API’s addresses: Basic, unless Knowlarity named another one.',
    }),
  accessKey: text({ title: 'Access key', description: 'Sent as x-api-key with every request.' }),
  streamUrl: apiUrl('https://konnect.knowlarity.com:8100', {
    title: 'Event stream address',
    description: 'Where we read who is being rung.',
  }),
  streamKey: text({
    title: 'Event stream key',
    description: 'The SR API key, by which we read who is being rung.',
  }),
  srNumber: text({
    title: 'SuperReceptionist number',
    description: 'The account’s number, by which calls are dialled.',
  }),
  callerId: text(CALLER_ID),
});
export type KnowlaritySettings = z.infer<typeof knowlaritySettings>;

/** Of stamps without offset; others bring theirs, two of them in one body (vendors.md 4.4). */
export const knowlarityZone = 'Asia/Kolkata';
