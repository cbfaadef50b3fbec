import type { Client } from '@temporalio/client';
import { tendStream } from '../calls/stream-workflows.ts';
import type { Logger } from '../config/log.ts';
import type { Pool } from '../db/pool.ts';
import { untendedStreams } from '../db/vendor-streams.ts';
import type { EpochMs } from '../domain/ids.ts';
import { adapterFor, allAdapters } from '../vendors/registry.ts';
import { runRounds, type Rounds } from './rounds.ts';

export interface StreamKeeperDeps {
  readonly pool: Pool;
  readonly client: Client;
  readonly log: Logger;
  readonly now: () => EpochMs;
  /** How long Temporal may take to be told, in ms. */
  readonly withinMs: number;
}

const PAUSE_MS = 2000;
/** A stream that stands is looked after every five seconds. */
const ORPHANED_MS = 45_000;
/** One that waits is its workflow's, for longer than that ever pauses. */
const FORGOTTEN_MS = 10 * 60_000;

/**
 * Has live events read wherever they are wanted: accounts that were enabled or changed, by whichever process, and those
 * whose workflow Temporal has lost. One that is switched off its reader leaves by itself.
 */
export function startStreamKeeper({ pool, client, log, now, withinMs }: StreamKeeperDeps): Rounds {
  const vendors = allAdapters.flatMap(({ slug, stream }) => (stream ? [slug] : []));
  return runRounds({ name: 'streams', pauseMs: PAUSE_MS, log }, async () => {
    const at = now();
    const untended = await untendedStreams(pool, {
      vendors,
      orphanedBefore: at - ORPHANED_MS,
      forgottenBefore: at - FORGOTTEN_MS,
    });
    const wanted = untended.filter(({ vendor, credentials }) => adapterFor(vendor)?.stream?.canOpen(credentials));
    await Promise.all(
      wanted.map(async (account) => {
        await tendStream(client, account, withinMs).catch((error: unknown) => {
          // Still untended: it is tried again with the next round.
          log.warn(
            { err: error, institute: account.instituteId, vendor: account.vendor },
            'a stream’s workflow could not be told',
          );
        });
      }),
    );
    return 'done';
  });
}
