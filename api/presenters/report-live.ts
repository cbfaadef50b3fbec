import { z } from 'zod';
import type { PresenceRow, WaitingRow } from '../../db/report-live.ts';
import type { HourOfDay } from '../../domain/reports/hours.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { personSchema } from './person.ts';
import { iso, isoOrNull } from './time.ts';

export const liveSchema = z.object({
  at: z.iso.datetime(),
  counsellors: z.array(
    z.object({
      counsellor: personSchema,
      state: z.enum(['talking', 'ringing', 'wrapping_up', 'available', 'away']),
      since: z.iso.datetime().nullable(),
      callId: z.string().nullable(),
    }),
  ),
  waiting: z
    .array(
      z.object({
        callId: z.string(),
        direction: z.enum(['inbound', 'outbound', 'campaign']),
        campaign: z.string().nullable(),
        since: z.iso.datetime(),
        ringing: z.array(personSchema),
      }),
    )
    .meta({ description: 'Calls nobody has answered yet, the longest waiting first.' }),
  today: z.object({ day: z.iso.date(), calls: z.int(), answered: z.int(), missed: z.int() }),
});

interface Board {
  readonly now: EpochMs;
  readonly counsellors: readonly PresenceRow[];
  readonly waiting: readonly WaitingRow[];
  readonly day: string;
  readonly hours: readonly HourOfDay[];
}

/** The board at one moment. */
export const presentLive = ({ now, counsellors, waiting, day, hours }: Board): z.infer<typeof liveSchema> => {
  const sum = (measure: 'calls' | 'answered' | 'missed') => hours.reduce((total, hour) => total + hour[measure], 0);
  return {
    at: iso(now),
    counsellors: counsellors.map(({ id, name, state, since, callId }) => ({
      counsellor: { id, name },
      state,
      since: isoOrNull(since),
      callId,
    })),
    waiting: waiting.map((call) => ({ ...call, since: iso(call.since) })),
    today: { day, calls: sum('calls'), answered: sum('answered'), missed: sum('missed') },
  };
};
