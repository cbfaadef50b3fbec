import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import { CALLS_QUEUE, SEARCH_ATTRIBUTES } from '../domain/call/messages.ts';
import { STREAM_WORKFLOW, streamWorkflowId, TEND_SIGNAL, type AccountInput } from '../domain/call/stream-messages.ts';
import type { WhichAccount } from './stream-account.ts';

const INSTITUTE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.institute, SearchAttributeType.INT);
const VENDOR = defineSearchAttributeKey(SEARCH_ATTRIBUTES.vendor, SearchAttributeType.KEYWORD);

type StreamWorkflow = (input: AccountInput) => Promise<void>;

/** Has an account's live events read, or looked at anew. Rejects when Temporal does not take it in time. */
export async function tendStream(
  client: Client,
  { instituteId, vendor }: WhichAccount,
  withinMs: number,
): Promise<void> {
  const input = { institute: instituteId, vendor };
  await client.withDeadline(Date.now() + withinMs, async () => {
    await client.workflow.signalWithStart<StreamWorkflow>(STREAM_WORKFLOW, {
      workflowId: streamWorkflowId(input),
      taskQueue: CALLS_QUEUE,
      args: [input],
      signal: TEND_SIGNAL,
      signalArgs: [],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      typedSearchAttributes: [
        { key: INSTITUTE, value: instituteId },
        { key: VENDOR, value: vendor },
      ],
      staticSummary: `Live events of ${vendor}`,
      priority: { fairnessKey: String(instituteId) },
    });
  });
}
