import type { Client } from '@temporalio/client';
import { startSweep } from '../calls/daily-sweep-workflows.ts';
import type { Logger } from '../config/log.ts';
import type { Pool } from '../db/pool.ts';
import { dueSweeps } from '../db/vendor-sweeps.ts';
import type { EpochMs } from '../domain/ids.ts';
import { adapterFor, allAdapters } from '../vendors/registry.ts';
import { runRounds, type Rounds } from './rounds.ts';

export interface SweepStarterDeps {
  readonly pool: Pool;
  readonly client: Client;
  readonly log: Logger;
  readonly now: () => EpochMs;
  /** How long Temporal may take to be told, in ms. */
  readonly withinMs: number;
}

const PAUSE_MS = 60_000;
/** A call may go on past midnight, and vendors' lists are complete some time later. */
const AFTER_HOURS = 3;

/** Has every account's yesterday compared with its vendor's list of calls, once today is three hours old where the institute is. */
export function startDailySweeps({ pool, client, log, now, withinMs }: SweepStarterDeps): Rounds {
  const vendors = allAdapters.map(({ slug }) => slug);
  return runRounds({ name: 'daily sweeps', pauseMs: PAUSE_MS, log }, async () => {
    const due = await dueSweeps(pool, { vendors, hours: AFTER_HOURS, now: now() });
    for (const sweep of due.filter(({ vendor, credentials }) => adapterFor(vendor)?.canPull(credentials))) {
      await startSweep(client, sweep, withinMs).catch((error: unknown) => {
        // Still due: it is tried again with the next round.
        log.warn(
          { err: error, institute: sweep.instituteId, vendor: sweep.vendor },
          'a daily comparison could not be started',
        );
      });
    }
    return 'done';
  });
}
