import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { Environment } from '../../config/environment.ts';
import { createLog } from '../../config/log.ts';
import { runService } from '../../config/process.ts';
import { CALLS_QUEUE } from '../../domain/call/messages.ts';
import { temporalLog } from '../../worker/temporal-log.ts';
import type { Noted } from './bare-messages.ts';
import type { BareActivities } from './bare-workflows.ts';

/** A worker for the bare workflows, with the options of the worker of calls (worker/workers.ts). */

const environment = new Environment();
const log = createLog('bare', environment.logLevel);
Runtime.install({ logger: temporalLog(log), shutdownSignals: [] });

/** Tells the bench that it ran, as a card tells our own load that a ring was applied; nothing else. */
const activities: BareActivities = {
  nothing: async (call, nth) => {
    process.send?.({ call, nth } satisfies Noted);
    await Promise.resolve();
  },
};

await runService(start, log, environment.shutdownGraceSeconds);

async function start() {
  const { connection: access, namespace } = environment.temporal;
  const connection = await NativeConnection.connect(access);
  const workflowsPath = fileURLToPath(new URL('bare-workflows.ts', import.meta.url));
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: CALLS_QUEUE,
    workflowBundle: await bundleWorkflowCode({ workflowsPath }),
    activities,
    maxCachedWorkflows: 1000,
    stickyQueueScheduleToStartTimeout: '3 seconds',
    shutdownGraceTime: environment.shutdownGraceSeconds * 1000,
  });
  const running = worker.run();
  return {
    stop: async () => {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}
