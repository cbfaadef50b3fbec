import { Runtime } from '@temporalio/worker';
import { Environment } from '../config/environment.ts';
import { createLog } from '../config/log.ts';
import { runService } from '../config/process.ts';
import { startWorker } from './compose.ts';
import { temporalLog } from './temporal-log.ts';

const environment = new Environment();
const log = createLog('worker', environment.logLevel);
// Ours alone decides when to stop; the SDK's own words go through our log, those of its native part too.
Runtime.install({ logger: temporalLog(log), telemetryOptions: { logging: { forward: {} } }, shutdownSignals: [] });

const failed = (error: unknown): void => {
  log.fatal({ err: error }, 'a Temporal worker ended by itself');
  process.exit(1);
};
await runService(
  async (stopping) => await startWorker(environment, log, { failed, stopping }),
  log,
  environment.shutdownGraceSeconds,
);
