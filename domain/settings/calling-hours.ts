import { DateTime } from 'luxon';
import { z } from 'zod';
import type { EpochMs } from '../ids.ts';

/** Days as ISO 8601 counts them: the first is Monday. */
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Written as a word or as ISO 8601 numbers it (1 is Monday); kept and read back as a word. */
const day = z
  .union([z.enum(DAYS), z.int().min(1).max(7)])
  .transform((written) => (typeof written === 'number' ? DAYS[written - 1] : written))
  .pipe(z.enum(DAYS));

const time = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day like 09:30');

/** When an institute calls students: any of these spans, in its own zone. None: never. A span ends before midnight or at 24:00. */
export const callingHours = z
  .array(
    z
      .strictObject({
        days: z
          .array(day)
          .min(1)
          .max(7)
          .refine((days) => new Set(days).size === days.length, 'the same day twice'),
        from: time,
        to: time,
      })
      .refine(({ from, to }) => from < to, {
        path: ['to'],
        error: 'must be later than from; hours over midnight are two entries',
      }),
  )
  .max(50);

export type CallingHours = z.infer<typeof callingHours>;

/**
 * Whether a moment lies within the calling hours; without any (null) it always does.
 *
 * @param timeZone the institute's, an IANA name
 */
export const isWithinCallingHours = (hours: CallingHours | null, at: EpochMs, timeZone: string): boolean => {
  if (hours === null) return true;
  const local = DateTime.fromMillis(at, { zone: timeZone });
  const today = DAYS[local.weekday - 1];
  const clock = local.toFormat('HH:mm');
  return hours.some(({ days, from, to }) => days.some((one) => one === today) && from <= clock && clock < to);
};
