import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, type WorkflowBundleOption } from '@temporalio/worker';
import { CallWorkflows } from '../calls/call-workflows.ts';
import type { Environment } from '../config/environment.ts';
import type { Logger } from '../config/log.ts';
import type { Service } from '../config/process.ts';
import { createPool } from '../db/pool.ts';
import { createVendorTools } from '../vendors/tools.ts';
import { startRelay } from './relay.ts';
import { startSweeper } from './sweeper.ts';
import { createWorkers } from './workers.ts';

/**
 * The composition root of a worker process: call workflows and their activities, one worker for each vendor, the
 * relay and the sweeper. Ready when it polls.
 *
 * @param workflows the bundle, when it was made before; else it is made here, in about two seconds
 * @param failed called when a worker ends by itself, which it never should
 * @throws when Postgres or Temporal cannot be reached
 */
export async function startWorker(
  environment: Environment,
  log: Logger,
  { workflows = null, failed }: { readonly workflows?: WorkflowBundleOption | null; readonly failed: (error: unknown) => void },
): Promise<Service> {
  const now = Date.now;
  const { connection: access, namespace } = environment.temporal;
  const pool = await createPool(environment.databaseUrl, {
    name: 'callthread-worker',
    max: environment.workerPoolSize,
    statementTimeoutMs: environment.statementMs,
    onError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
  });
  const connection = await NativeConnection.connect(access);
  const clientConnection = Connection.lazy(access);
  const client = new Client({ connection: clientConnection, namespace });
  const tools = createVendorTools(environment.outboundAllow);
  const workers = await createWorkers({
    pool,
    connection,
    namespace,
    tools,
    log,
    now,
    secretKeys: environment.secretKeys,
    workflows: workflows ?? (await bundleWorkflows()),
    graceMs: environment.shutdownGraceSeconds * 1000,
  });
  let stopping = false;
  const running = workers.map(async (worker) => {
    try {
      await worker.run();
    } catch (error) {
      if (!stopping) failed(error);
      throw error;
    }
  });
  // Each is awaited when the process stops; until then `failed` has been told.
  for (const run of running) run.catch(() => undefined);

  const deps = { pool, workflows: new CallWorkflows(client, environment.signalTimeoutMs), log, now };
  const relay = startRelay(deps, environment.relayAfterSeconds);
  const sweeper = startSweeper(deps, environment.sweepOverdueSeconds);

  return {
    stop: async () => {
      stopping = true;
      await Promise.all([relay.stop(), sweeper.stop()]);
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      const ends = await Promise.allSettled(running);
      // After a forced stop work is still under way: closing what it uses would hang.
      if (ends.some((end) => end.status === 'rejected')) throw new Error('A worker had to be stopped by force');
      await clientConnection.close();
      await connection.close();
      tools.http.close();
      await pool.end();
    },
  };
}

async function bundleWorkflows(): Promise<WorkflowBundleOption> {
  const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
  return await bundleWorkflowCode({ workflowsPath });
}
