import { tellAvailability, type AvailabilityDeps } from '../calls/availability.ts';
import { claimUntold } from '../db/vendor-availability.ts';
import type { EpochMs } from '../domain/ids.ts';
import { allAdapters } from '../vendors/registry.ts';
import { runRounds, type Rounds } from './rounds.ts';

const PAUSE_MS = 2000;
/** Counsellors of one round. */
const BATCH = 10;
/** Longer than a vendor may take. */
const CLAIM_MS = 60_000;

/** Tells vendors who takes calls and who does not, wherever that was changed, and again until they know (product 8). */
export function startAvailabilityRelay(deps: AvailabilityDeps & { readonly now: () => EpochMs }): Rounds {
  const { pool, log, now } = deps;
  const vendors = allAdapters.flatMap(({ slug, canTellAvailability }) => (canTellAvailability ? [slug] : []));
  return runRounds({ name: 'availability', pauseMs: PAUSE_MS, log }, async (signal) => {
    const at = now();
    const untold = await claimUntold(pool, { vendors, now: at, claimedUntil: at + CLAIM_MS, limit: BATCH });
    await Promise.all(untold.map(async (one) => await tellAvailability(deps, one, signal)));
    return untold.length === BATCH ? 'more' : 'done';
  });
}
