import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { StreamActivities } from '../activities/contract.ts';
import { HEARTBEAT_TIMEOUT } from '../domain/call/messages.ts';
import { streamQueue, TEND_SIGNAL, type AccountInput, type StreamEnd } from '../domain/call/stream-messages.ts';

const tend = defineSignal(TEND_SIGNAL);

/** Between two tries to open a stream; doubles, and begins anew for one that had stood. */
const PAUSES = { firstMs: 1000, longestMs: 60_000, hopelessMs: 5 * 60_000 };
const STOOD_MS = 60_000;

/**
 * An account's live events, for as long as they are wanted. What is read, and how far, stands in the database: a reader
 * that dies is replaced by another, and a lost history by a new run.
 *
 * @param failures opened in vain, or broken soon, one after the other
 */
export async function stream(input: AccountInput, failures = 0): Promise<void> {
  const { readStream } = proxyActivities<StreamActivities>({
    taskQueue: streamQueue(input.vendor),
    startToCloseTimeout: '7 days',
    // A reader that died is noticed by its silence.
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
    summary: 'Read live events',
  });
  let isTended = false;
  setHandler(tend, () => {
    isTended = true;
  });
  let failed = failures;
  for (;;) {
    isTended = false;
    const end = await readStream(input);
    // The handler only marks: an account that was enabled meanwhile is not missed.
    if (end.result === 'off' && !isTended) return;
    if (end.result === 'ended') {
      failed = end.stoodMs >= STOOD_MS ? 1 : failed + 1;
      const pauseMs = pauseAfter(end, failed);
      setCurrentDetails(`Not open, tried ${failed} times; again in ${Math.round(pauseMs / 1000)} s`);
      await condition(() => isTended, pauseMs);
    } else failed = 0;
    setCurrentDetails('');
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof stream>(input, failed);
  }
}

/** Spread a little, so that streams cut together do not come back together. */
function pauseAfter({ retryAt, hopeless }: Extract<StreamEnd, { result: 'ended' }>, failed: number): number {
  if (retryAt !== null) return Math.min(Math.max(retryAt - Date.now(), PAUSES.firstMs), PAUSES.hopelessMs);
  const pause = hopeless ? PAUSES.hopelessMs : Math.min(PAUSES.firstMs * 2 ** (failed - 1), PAUSES.longestMs);
  return Math.round(pause * (0.8 + 0.4 * Math.random()));
}
