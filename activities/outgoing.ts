import { deliverDue, type OutgoingDeps } from '../calls/outgoing/deliver.ts';
import type { OutgoingActivities } from './contract.ts';
import { alive } from './heartbeat.ts';

/** What webhooks' workflows ask for. */
export function outgoingActivities(deps: OutgoingDeps): OutgoingActivities {
  return {
    deliverDue: async ({ institute, webhookId }) =>
      await alive(async (signal) => await deliverDue(deps, { instituteId: institute, webhookId, signal })),
  };
}
