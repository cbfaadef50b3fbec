import { Context } from '@temporalio/activity';
import { deliverDue, type OutgoingDeps } from '../calls/outgoing/deliver.ts';
import type { OutgoingActivities } from './contract.ts';

/** Well inside the heartbeat time-out: a worker that died is noticed by its silence. */
const HEARTBEAT_MS = 2000;

/** What webhooks' workflows ask for. */
export function outgoingActivities(deps: OutgoingDeps): OutgoingActivities {
  return {
    deliverDue: async ({ institute, webhookId }) => {
      const context = Context.current();
      const alive = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
      try {
        return await deliverDue(deps, { instituteId: institute, webhookId, signal: context.cancellationSignal });
      } finally {
        clearInterval(alive);
      }
    },
  };
}
