import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { OutgoingActivities } from '../activities/contract.ts';
import { HEARTBEAT_TIMEOUT } from '../domain/call/messages.ts';
import { DUE_SIGNAL, OUTGOING_QUEUE, type OutgoingInput } from '../domain/call/outgoing.ts';

const due = defineSignal(DUE_SIGNAL);

const { deliverDue } = proxyActivities<OutgoingActivities>({
  taskQueue: OUTGOING_QUEUE,
  // It ends by itself after a minute and one attempt more.
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Send what is due',
});

/**
 * What is on its way to one webhook, from the first event until nothing is left to send. It holds no state of its own:
 * what is due stands in the database, and an event after the end starts a new run.
 */
export async function outgoing(input: OutgoingInput): Promise<void> {
  let woken = true;
  setHandler(due, () => {
    woken = true;
  });
  for (;;) {
    woken = false;
    const nextAt = await deliverDue(input);
    // The handler only marks: nothing that came is lost between this look and the return.
    if (nextAt === null && !woken) return;
    if (nextAt !== null && !woken) await condition(() => woken, Math.max(1, nextAt - Date.now()));
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof outgoing>(input);
  }
}
