import type { Logger } from '../config/log.ts';
import { noteTold, noteUntold, type Untold } from '../db/vendor-availability.ts';
import type { Pool } from '../db/pool.ts';
import type { AvailabilityTold } from '../vendors/adapter.ts';
import { openVendorClient, type ClientDeps } from './vendor-client.ts';

export interface AvailabilityDeps extends ClientDeps {
  readonly pool: Pool;
  readonly log: Logger;
}

const PAUSES = { firstMs: 5000, longestMs: 10 * 60_000 };

/** Nobody to tell: no account, no credentials, or some that no key opens any more. */
const UNSET: AvailabilityTold = { result: 'unreachable', reason: 'credentials_refused', retryAt: null };

/**
 * Tells a vendor whether a counsellor takes calls, outside any transaction. One that can't be told, or not of this
 * counsellor, is not asked again; one that could not be reached is, after longer and longer pauses.
 */
export async function tellAvailability(
  { pool, log, ...deps }: AvailabilityDeps,
  untold: Untold,
  signal: AbortSignal,
): Promise<void> {
  const { instituteId, counsellorId, vendor, country, takingCalls, attempts, ...user } = untold;
  const client = await openVendorClient(pool, deps, { instituteId, vendor, country });
  const told =
    client === null
      ? UNSET
      : ((await client.setTakingCalls?.(user, takingCalls, signal)) ?? { result: 'unsupported' as const });
  const which = { instituteId, counsellorId, vendor };
  if (told.result !== 'unreachable') {
    await noteTold(pool, { ...which, takingCalls, problem: told.result === 'done' ? null : 'unsupported' });
    return;
  }
  log.warn(
    { institute: instituteId, vendor, counsellorId, problem: told.reason },
    'a vendor could not be told who takes calls',
  );
  const pause = Math.min(PAUSES.firstMs * 2 ** attempts, PAUSES.longestMs);
  const retryAt = Math.max(deps.tools.now() + pause, told.retryAt ?? 0);
  await noteUntold(pool, { ...which, problem: told.reason, retryAt });
}
