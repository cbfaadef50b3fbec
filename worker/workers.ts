import type { Context } from '@temporalio/activity';
import { Worker, type NativeConnection, type WorkflowBundleOption } from '@temporalio/worker';
import { callActivities } from '../activities/call.ts';
import { dialActivities } from '../activities/dial.ts';
import { StableFailures } from '../activities/failures.ts';
import { outgoingActivities } from '../activities/outgoing.ts';
import { streamActivities } from '../activities/stream.ts';
import { vendorActivities } from '../activities/vendor.ts';
import type { Delivery } from '../calls/delivery.ts';
import type { PullDeps } from '../calls/pull-record.ts';
import type { Logger } from '../config/log.ts';
import type { Pool } from '../db/pool.ts';
import type { EpochMs } from '../domain/ids.ts';
import { CALLS_QUEUE, dialQueue, vendorQueue } from '../domain/call/messages.ts';
import { streamQueue } from '../domain/call/stream-messages.ts';
import { OUTGOING_QUEUE } from '../domain/call/outgoing.ts';
import { allAdapters } from '../vendors/registry.ts';

export interface WorkerDeps extends PullDeps {
  /** For what call workflows ask of the database; nothing else can hold it up. */
  readonly calls: Pool;
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly workflows: WorkflowBundleOption;
  readonly log: Logger;
  readonly now: () => EpochMs;
  /** Wakes the workflows of calls whose facts come from a stream. */
  readonly delivery: Delivery;
  /** How long running activities may finish after a stop. */
  readonly graceMs: number;
  /** The pauses between attempts to send an outgoing event, in seconds. */
  readonly retrySeconds: readonly number[];
}

/** After the grace, how long cancelled activities have to notice. */
const FORCE_MS = 5000;
/** Requests to one vendor a second, from all workers: small accounts refuse bursts (vendors.md 1.1). */
const VENDOR_RATE = 2.5;

/**
 * The workers of one process: call workflows with their database work, one for each vendor that can be asked, one for each
 * that dials and each whose live events are read, and one for what is sent to webhooks.
 */
export async function createWorkers(deps: WorkerDeps): Promise<readonly Worker[]> {
  const { connection, namespace, log, graceMs } = deps;
  const common = {
    connection,
    namespace,
    shutdownGraceTime: graceMs,
    shutdownForceTime: graceMs + FORCE_MS,
    interceptors: { activity: [(context: Context) => ({ inbound: new StableFailures(context, log) })] },
  };
  const calls = await Worker.create({
    ...common,
    taskQueue: CALLS_QUEUE,
    workflowBundle: deps.workflows,
    activities: callActivities({ pool: deps.calls, now: deps.now }),
    // A call is awake for milliseconds at a time; measured by `npm run bench`.
    maxCachedWorkflows: 1000,
    // After a worker's death its calls wait this long for it before another takes them; the usual is 10 s.
    stickyQueueScheduleToStartTimeout: '3 seconds',
  });
  const vendors = allAdapters.map(
    async ({ slug }) =>
      await Worker.create({
        ...common,
        taskQueue: vendorQueue(slug),
        activities: vendorActivities(deps),
        maxTaskQueueActivitiesPerSecond: VENDOR_RATE,
        maxConcurrentActivityTaskExecutions: 10,
      }),
  );
  const diallers = allAdapters
    .filter(({ canDial }) => canDial !== undefined)
    .map(
      async ({ slug }) =>
        await Worker.create({
          ...common,
          taskQueue: dialQueue(slug),
          activities: dialActivities(deps),
          // What one account may bear its client keeps; a click waits for no other institute's.
          maxConcurrentActivityTaskExecutions: 50,
        }),
    );
  const streams = allAdapters
    .filter(({ stream }) => stream !== undefined)
    .map(
      async ({ slug }) =>
        await Worker.create({
          ...common,
          taskQueue: streamQueue(slug),
          activities: streamActivities(deps),
          // A stream never finishes by itself: whoever reads it next goes on at once.
          shutdownGraceTime: 0,
          // One for each account: as many connections to the vendor.
          maxConcurrentActivityTaskExecutions: 60,
        }),
    );
  const outgoing = Worker.create({
    ...common,
    taskQueue: OUTGOING_QUEUE,
    activities: outgoingActivities({ ...deps, http: deps.tools.http }),
    // One for each webhook that has something to send.
    maxConcurrentActivityTaskExecutions: 50,
  });
  return [calls, ...(await Promise.all([...vendors, ...diallers, ...streams, outgoing]))];
}
