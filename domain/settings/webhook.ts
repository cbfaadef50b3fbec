import { z } from 'zod';
import { EVENT_TYPES } from '../outgoing/events.ts';

const isDistinct = (events: readonly string[]): boolean => new Set(events).size === events.length;

/** Where an institute wants to be told of what, as it is written. Whether the address may be reached is looked at apart. */
export const webhookSettings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'an https address' })
    .max(2000)
    .refine((url) => URL.parse(url)?.username === '' && URL.parse(url)?.password === '', 'without user and password'),
  events: z.array(z.enum(EVENT_TYPES)).min(1).refine(isDistinct, 'the same event twice'),
  fullNumbers: z.boolean().default(false),
  enabled: z.boolean().default(true),
});

export type WebhookSettings = z.infer<typeof webhookSettings>;
