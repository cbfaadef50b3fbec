import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, NativeConnection, type WorkflowBundleOption } from '@temporalio/worker';
import { CallWorkflows } from '../calls/call-workflows.ts';
import { WorkflowDelivery } from '../calls/delivery.ts';
import { openTemporalClient } from '../calls/temporal-client.ts';
import { sharedTurns } from '../calls/vendor-turns.ts';
import type { Environment } from '../config/environment.ts';
import type { Logger } from '../config/log.ts';
import type { Service } from '../config/process.ts';
import { createPool } from '../db/pool.ts';
import { RETRY_SECONDS } from '../domain/outgoing/retries.ts';
import { createVendorTools } from '../vendors/tools.ts';
import { startAvailabilityRelay } from './availability-relay.ts';
import { untilNamespaceServes, watchNamespace } from './namespace-watch.ts';
import { startOutgoingRelay } from './outgoing-relay.ts';
import { startRelay } from './relay.ts';
import { startStreamKeeper } from './stream-keeper.ts';
import { startDailySweeps } from './sweep-starter.ts';
import { startSweeper } from './sweeper.ts';
import { temporalLog } from './temporal-log.ts';
import { startUpkeep } from './upkeep.ts';
import { createWorkers } from './workers.ts';

export interface WorkerOptions {
  /** The bundle, when it was made before; else it is made here, in about two seconds. */
  readonly workflows?: WorkflowBundleOption | null;
  /** Called when a worker ends by itself, which it never should. */
  readonly failed: (error: unknown) => void;
  /** The process was told to stop while it started. */
  readonly stopping?: AbortSignal;
}

/**
 * The composition root of a worker process: call workflows and their activities, one worker for each vendor, the
 * relay and the sweeper. Ready when it polls. While Temporal is away it waits; relay and sweeper work from the start.
 *
 * @throws ConnectionError when Postgres cannot be reached, AbortError when it was told to stop meanwhile
 */
export async function startWorker(environment: Environment, log: Logger, options: WorkerOptions): Promise<Service> {
  const { workflows = null, failed, stopping = new AbortController().signal } = options;
  const now = Date.now;
  const { connection: access, namespace } = environment.temporal;
  const poolOptions = {
    max: environment.workerPoolSize,
    statementTimeoutMs: environment.statementMs,
    onError: (error: Error) => log.warn({ err: error }, 'an idle database connection broke'),
  };
  const [calls, pool] = await Promise.all([
    createPool(environment.databaseUrl, { ...poolOptions, name: 'callthread-calls', plansOnce: true }),
    createPool(environment.databaseUrl, { ...poolOptions, name: 'callthread-worker' }),
  ]);
  const client = openTemporalClient(environment.temporal);
  const deps = { pool, workflows: new CallWorkflows(client, environment.signalTimeoutMs), log, now };
  const rounds = [
    startRelay(deps, environment.relayAfterSeconds),
    startSweeper(deps, environment.sweepOverdueSeconds),
    startUpkeep({ pool, secretKeys: environment.secretKeys, log, now }, environment.upkeepSeconds),
    startOutgoingRelay({ pool, client, log, now, withinMs: environment.signalTimeoutMs }),
    startStreamKeeper({ pool, client, log, now, withinMs: environment.signalTimeoutMs }),
    startDailySweeps({ pool, client, log, now, withinMs: environment.signalTimeoutMs }),
  ];

  const known = { connection: client.connection, namespace, log };
  const [bundle] = await Promise.all([workflows ?? bundleWorkflows(log), untilNamespaceServes(known, stopping)]);
  rounds.push(watchNamespace(known));
  const connection = await NativeConnection.connect(access);
  const tools = createVendorTools(environment.outboundAllow, sharedTurns({ pool, log }));
  rounds.push(startAvailabilityRelay({ pool, tools, secretKeys: environment.secretKeys, log, now }));
  const delivery = new WorkflowDelivery({ ...deps, fallbackMs: environment.advanceFallbackMs });
  const workers = await createWorkers({
    calls,
    pool,
    connection,
    namespace,
    tools,
    log,
    now,
    secretKeys: environment.secretKeys,
    delivery,
    workflows: bundle,
    graceMs: environment.shutdownGraceSeconds * 1000,
    retrySeconds: environment.webhookRetrySeconds ?? RETRY_SECONDS,
  });
  let stops = false;
  const running = workers.map(async (worker) => {
    try {
      await worker.run();
    } catch (error) {
      if (!stops) failed(error);
      throw error;
    }
  });
  // Each is awaited when the process stops; until then `failed` has been told.
  for (const run of running) run.catch(() => undefined);

  return {
    stop: async () => {
      stops = true;
      await Promise.all(rounds.map(async (one) => await one.stop()));
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      const ends = await Promise.allSettled(running);
      // After a forced stop work is still under way: closing what it uses would hang.
      if (ends.some((end) => end.status === 'rejected')) throw new Error('A worker had to be stopped by force');
      await delivery.drain();
      await client.connection.close();
      await connection.close();
      tools.http.close();
      await Promise.all([calls.end(), pool.end()]);
    },
  };
}

async function bundleWorkflows(log: Logger): Promise<WorkflowBundleOption> {
  const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
  return await bundleWorkflowCode({ workflowsPath, logger: temporalLog(log.child({}, { level: 'warn' })) });
}
