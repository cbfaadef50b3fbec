import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributePair } from '@temporalio/common';
import { WithStartWorkflowOperation, type Client, type WorkflowStartOptions } from '@temporalio/client';
import type { Direction } from '../domain/call/facts.ts';
import type { CallId, CounsellorId, InstituteId, RequestId } from '../domain/ids.ts';
import {
  CALL_WORKFLOW,
  CALLS_QUEUE,
  callWorkflowId,
  FACT_SIGNAL,
  ROUTE_UPDATE,
  SEARCH_ATTRIBUTES,
  WAKE_SIGNAL,
  type CallInput,
  type FactSignal,
  type RouteUpdate,
} from '../domain/call/messages.ts';

/** A call as its workflow is started: what is known of it goes into search attributes at once. */
export interface CallToWake {
  readonly instituteId: InstituteId;
  readonly callId: CallId;
  readonly vendor?: string;
  readonly direction?: Direction;
}

const INSTITUTE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.institute, SearchAttributeType.INT);
const VENDOR = defineSearchAttributeKey(SEARCH_ATTRIBUTES.vendor, SearchAttributeType.KEYWORD);
const DIRECTION = defineSearchAttributeKey(SEARCH_ATTRIBUTES.direction, SearchAttributeType.KEYWORD);

/**
 * Speaks to call workflows. Each message starts the call's workflow when none runs: a run that closed is simply
 * followed by another under the same id. Rejects when Temporal does not take the message within the deadline.
 */
export class CallWorkflows {
  private readonly client: Client;
  private readonly deadlineMs: number;

  /** @param deadlineMs how long one message may take */
  constructor(client: Client, deadlineMs: number) {
    this.client = client;
    this.deadlineMs = deadlineMs;
  }

  async signalFact(call: CallToWake, fact: FactSignal): Promise<void> {
    await this.signal(call, FACT_SIGNAL, [fact]);
  }

  async wake(call: CallToWake): Promise<void> {
    await this.signal(call, WAKE_SIGNAL, []);
  }

  /** Whom to ring, decided in the call's history. The same request gets the same answer however often it asks. */
  async route(
    call: CallToWake,
    requestId: RequestId,
    question: RouteUpdate,
    budgetMs: number,
  ): Promise<readonly CounsellorId[]> {
    const startWorkflowOperation = new WithStartWorkflowOperation<CallWorkflow>(CALL_WORKFLOW, startOptions(call));
    return await this.inTime(
      budgetMs,
      async () =>
        await this.client.workflow.executeUpdateWithStart<CallWorkflow, readonly CounsellorId[], [RouteUpdate]>(
          ROUTE_UPDATE,
          {
            args: [question],
            updateId: requestId,
            startWorkflowOperation,
          },
        ),
    );
  }

  private async signal(
    call: CallToWake,
    signal: string,
    signalArgs: readonly [FactSignal] | readonly [],
  ): Promise<void> {
    await this.inTime(this.deadlineMs, async () => {
      await this.client.workflow.signalWithStart<CallWorkflow, FactSignal[]>(CALL_WORKFLOW, {
        ...startOptions(call),
        signal,
        signalArgs: [...signalArgs],
      });
    });
  }

  /** The deadline of gRPC is looked at by each try alone: between two tries the client may sleep past it, for seconds. */
  private async inTime<T>(ms: number, send: () => Promise<T>): Promise<T> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new TemporalTooLateError(ms)), ms);
    try {
      return await Promise.race([this.client.withDeadline(Date.now() + ms, send), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Temporal did not take a message in time. It may still come to take it, which does no harm. */
export class TemporalTooLateError extends Error {
  readonly code = 'temporal_too_late';

  constructor(ms: number) {
    super(`Temporal did not answer within ${ms} ms`);
    this.name = 'TemporalTooLateError';
  }
}

type CallWorkflow = (input: CallInput) => Promise<unknown>;

function startOptions({ instituteId, callId, vendor, direction }: CallToWake) {
  const attributes: SearchAttributePair[] = [{ key: INSTITUTE, value: instituteId }];
  if (vendor !== undefined) attributes.push({ key: VENDOR, value: vendor });
  if (direction !== undefined) attributes.push({ key: DIRECTION, value: direction });
  return {
    workflowId: callWorkflowId(callId),
    taskQueue: CALLS_QUEUE,
    args: [{ institute: instituteId, callId }],
    // Said explicitly: a later fact re-opens a call, and a running one takes it.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    typedSearchAttributes: attributes,
    ...(vendor === undefined ? {} : { staticSummary: `Call at ${vendor}` }),
    priority: { fairnessKey: String(instituteId) },
  } satisfies WorkflowStartOptions<CallWorkflow>;
}
