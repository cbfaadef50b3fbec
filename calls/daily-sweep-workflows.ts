import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { WhichSweep } from '../db/vendor-sweeps.ts';
import { CALLS_QUEUE, SEARCH_ATTRIBUTES } from '../domain/call/messages.ts';
import { SWEEP_WORKFLOW, sweepWorkflowId, type SweepInput } from '../domain/call/sweep-messages.ts';

const INSTITUTE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.institute, SearchAttributeType.INT);
const VENDOR = defineSearchAttributeKey(SEARCH_ATTRIBUTES.vendor, SearchAttributeType.KEYWORD);

type SweepWorkflow = (input: SweepInput) => Promise<void>;

/** Has a day compared with its vendor's list, once. Rejects when Temporal does not take it in time. */
export async function startSweep(
  client: Client,
  { instituteId, vendor, day }: WhichSweep,
  withinMs: number,
): Promise<void> {
  const input = { institute: instituteId, vendor, day };
  try {
    await client.withDeadline(Date.now() + withinMs, async () => {
      await client.workflow.start<SweepWorkflow>(SWEEP_WORKFLOW, {
        workflowId: sweepWorkflowId(input),
        taskQueue: CALLS_QUEUE,
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: [
          { key: INSTITUTE, value: instituteId },
          { key: VENDOR, value: vendor },
        ],
        staticSummary: `Compare ${day} with ${vendor}`,
        priority: { fairnessKey: String(instituteId) },
      });
    });
  } catch (error) {
    // Another worker was first, or it was done already.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
