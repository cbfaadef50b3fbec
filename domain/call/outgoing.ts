import type { InstituteId } from '../ids.ts';

/** Names and shapes by which a webhook's workflow is spoken to. Everything in them is an id or a number. */

export const OUTGOING_WORKFLOW = 'outgoing';

/** Task queue of what is sent to webhooks: endpoints that hang take no place from calls. */
export const OUTGOING_QUEUE = 'outgoing';

/** Something is due for the webhook. */
export const DUE_SIGNAL = 'due';

export interface OutgoingInput {
  readonly institute: InstituteId;
  readonly webhookId: string;
}

/** One workflow a webhook: an endpoint that is slow or down holds up no other. */
export const outgoingWorkflowId = (webhookId: string): string => `outgoing-${webhookId}`;
