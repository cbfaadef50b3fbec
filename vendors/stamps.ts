import type { EpochMs } from '../domain/ids.ts';
import { plausible } from '../domain/time/plausible.ts';
import type { Stamps } from '../domain/time/plausible.ts';
import { parseStamp } from '../domain/time/stamp.ts';

/**
 * A report's stamps as far as they can be true. One that was sent and is not kept, unreadable or
 * implausible, gives the flag; one that was not sent (null) does not.
 * @param zone Of stamps without offset, an IANA name.
 */
export const readStamps = (
  sent: { readonly start: string | null; readonly end: string | null },
  zone: string,
  receivedAt: EpochMs,
): Stamps & { readonly flags: readonly 'time_implausible'[] } => {
  const { startedAt, endedAt } = plausible(
    { startedAt: parseStamp(sent.start, zone), endedAt: parseStamp(sent.end, zone) },
    receivedAt,
  );
  const lost = (sent.start !== null && startedAt === null) || (sent.end !== null && endedAt === null);
  return { startedAt, endedAt, flags: lost ? ['time_implausible'] : [] };
};
