import { z } from 'zod';

const days = (least: number, most = 3650) => {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};

/**
 * How many days an institute keeps what; null keeps it for ever. The least are as long as the product itself still needs
 * it: streams that come back, corrections that come late, deliveries that are tried again.
 */
export const retentionSettings = z.strictObject({
  /** What vendors sent and were answered, word for word. */
  requestDays: days(1).nullable().default(90),
  /** Messages to counsellors; whoever was away for longer gets a snapshot. */
  feedDays: days(1, 90).default(7),
  /** Outgoing events with what became of them. */
  eventDays: days(4, 365).default(30),
  /** Addresses of recordings, counted from the call's end. */
  recordingDays: days(30).nullable().default(365),
  /** Students' numbers on calls; a lead's own stay with the lead. */
  numberDays: days(30).nullable().default(null),
  /** What calls were made of; the calls stay, and are not made anew any more. */
  factDays: days(30).nullable().default(null),
});

export type RetentionSettings = z.infer<typeof retentionSettings>;

/** Stored settings with the defaults laid under; null: nothing was set. */
export const readRetention = (stored: unknown): RetentionSettings => retentionSettings.parse(stored ?? {});
