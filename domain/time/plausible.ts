import type { EpochMs } from '../ids.ts';
import { earliest } from './stamp.ts';

const aheadMs = 10 * 60_000;
const longestMs = 24 * 3_600_000;

export interface Stamps {
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
}

/**
 * The stamps that can be true of a request that arrived at `receivedAt` (contract 1.1): from 2000
 * to 10 minutes after arrival, the end not before the start, at most 24 hours apart. A stamp that
 * is wrong by itself is dropped alone; of two that contradict each other neither is kept, since
 * nothing says which one is wrong. Anything dropped gives the flag `time_implausible`.
 */
export const plausible = (
  stamps: Stamps,
  receivedAt: EpochMs,
): Stamps & { readonly flags: readonly 'time_implausible'[] } => {
  const possible = (at: EpochMs | null): EpochMs | null =>
    at !== null && at >= earliest && at <= receivedAt + aheadMs ? at : null;
  let startedAt = possible(stamps.startedAt);
  let endedAt = possible(stamps.endedAt);
  if (startedAt !== null && endedAt !== null) {
    const span = endedAt - startedAt;
    if (span < 0 || span > longestMs) startedAt = endedAt = null;
  }
  const dropped = startedAt !== stamps.startedAt || endedAt !== stamps.endedAt;
  return { startedAt, endedAt, flags: dropped ? ['time_implausible'] : [] };
};
