import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import { CALLS_QUEUE, SEARCH_ATTRIBUTES } from '../../domain/call/messages.ts';
import type { InstituteId } from '../../domain/ids.ts';
import { DUE_SIGNAL, OUTGOING_WORKFLOW, outgoingWorkflowId, type OutgoingInput } from '../../domain/call/outgoing.ts';

const INSTITUTE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.institute, SearchAttributeType.INT);

type OutgoingWorkflow = (input: OutgoingInput) => Promise<void>;

/** Tells a webhook's workflow that something is due, starting it where none runs. Rejects when Temporal does not take it in time. */
export async function wakeWebhook(
  client: Client,
  { instituteId, webhookId }: { readonly instituteId: InstituteId; readonly webhookId: string },
  withinMs: number,
): Promise<void> {
  await client.withDeadline(Date.now() + withinMs, async () => {
    await client.workflow.signalWithStart<OutgoingWorkflow>(OUTGOING_WORKFLOW, {
      workflowId: outgoingWorkflowId(webhookId),
      taskQueue: CALLS_QUEUE,
      args: [{ institute: instituteId, webhookId }],
      signal: DUE_SIGNAL,
      signalArgs: [],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      typedSearchAttributes: [{ key: INSTITUTE, value: instituteId }],
      staticSummary: 'Events for a webhook',
      priority: { fairnessKey: String(instituteId) },
    });
  });
}
