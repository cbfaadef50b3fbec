import { proxyActivities, sleep } from '@temporalio/workflow';
import type { VendorActivities } from '../activities/contract.ts';
import { HEARTBEAT_TIMEOUT, vendorQueue } from '../domain/call/messages.ts';
import type { SweepInput } from '../domain/call/sweep-messages.ts';

/** Between two tries of a part; doubles. In all about a day: by then the next one is to be compared. */
const PAUSES = { firstMs: 60_000, longestMs: 60 * 60_000 };
const MOST_TRIES = 30;
/** More calls than any account has in a day: a list that never ends is not gone on with for ever. */
const MOST_PARTS = 1000;

/** A day compared with the vendor's own list of calls, part by part. Where it stands is in the database. */
export async function sweep({ institute, vendor, day }: SweepInput): Promise<void> {
  const { sweepPart } = proxyActivities<VendorActivities>({
    taskQueue: vendorQueue(vendor),
    // The client gives up after half a minute by itself; then what was listed is taken in.
    startToCloseTimeout: '5 minutes',
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    retry: { initialInterval: '10 seconds', maximumInterval: '5 minutes' },
    summary: 'Compare with the vendor’s list',
  });
  let tries = 0;
  for (let parts = 0; parts < MOST_PARTS && tries < MOST_TRIES;) {
    const swept = await sweepPart({ institute, vendor, day });
    if (swept.result === 'done') return;
    if (swept.result === 'more') {
      parts += 1;
      tries = 0;
      continue;
    }
    const pause = Math.min(PAUSES.firstMs * 2 ** tries, PAUSES.longestMs);
    tries += 1;
    await sleep(Math.max(pause, (swept.retryAt ?? 0) - Date.now()));
  }
}
