import { once } from 'node:events';
import { Client, Connection } from '@temporalio/client';
import { createApp } from '../api/app.ts';
import { createHttpServer } from '../api/http-server.ts';
import { createMetrics } from '../api/metrics.ts';
import { Intake } from '../api/routes/vendor/intake.ts';
import { vendorRoutes } from '../api/routes/vendor/vendor-routes.ts';
import { CallWorkflows } from '../calls/call-workflows.ts';
import { WorkflowDelivery } from '../calls/delivery.ts';
import { Environment } from '../config/environment.ts';
import { createLog } from '../config/log.ts';
import { runService } from '../config/process.ts';
import { createPool } from '../db/pool.ts';

/**
 * The API's intake alone: a vendor's request until it is committed and answered, wired as in api/compose.ts but for the
 * delivery, which tells nobody. With it, whatever else runs would be measured: a Temporal that takes signals shares the
 * machine, and one that does not makes the API advance every call by itself.
 */

const environment = new Environment();
const log = createLog('intake', environment.logLevel);

class NoDelivery extends WorkflowDelivery {
  override deliver(): void {}
  override applyHere(): void {}
}

await runService(start, log, environment.shutdownGraceSeconds);

async function start() {
  const pool = await createPool(environment.databaseUrl, {
    name: 'callthread-intake',
    max: environment.intakePoolSize,
    min: 2,
    connectionTimeoutMs: environment.intakeConnectMs,
    connectionRetries: 0,
    statementTimeoutMs: environment.intakeStatementMs,
  });
  const connection = Connection.lazy(environment.temporal.connection);
  const workflows = new CallWorkflows(
    new Client({ connection, namespace: environment.temporal.namespace }),
    environment.signalTimeoutMs,
  );
  const now = Date.now;
  const delivery = new NoDelivery({ pool, workflows, log, now, fallbackMs: environment.advanceFallbackMs });
  const intake = new Intake({ pool, workflows, delivery, log, routeBudgetMs: environment.routeBudgetMs });
  const app = createApp({
    endpoints: [],
    vendorRoutes: vendorRoutes({
      intake,
      pool,
      log,
      now,
      rateLimit: environment.rateLimit,
      answerWithinMs: environment.answerWithinMs,
    }),
    authenticate: async () => await Promise.resolve(null),
    log,
    metrics: createMetrics(),
    trustProxy: environment.trustProxy,
    checkReplies: false,
  });
  const server = createHttpServer(app);
  server.listen(environment.port, environment.host);
  await once(server, 'listening');
  return {
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await connection.close();
      await pool.end();
    },
  };
}
