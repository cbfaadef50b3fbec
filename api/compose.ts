import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { CallWorkflows } from '../calls/call-workflows.ts';
import { WorkflowDelivery } from '../calls/delivery.ts';
import type { Environment } from '../config/environment.ts';
import type { Logger } from '../config/log.ts';
import type { Service } from '../config/process.ts';
import { createPool, type Pool } from '../db/pool.ts';
import { createApp } from './app.ts';
import { authenticateBySession } from './authentication.ts';
import type { Endpoint } from './endpoint.ts';
import { FeedHub } from './feed/hub.ts';
import { createHttpServer } from './http-server.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { callRoutes } from './routes/calls.ts';
import { healthRoutes } from './routes/health.ts';
import { leadRoutes } from './routes/leads.ts';
import { meRoutes } from './routes/me.ts';
import { missedCallRoutes } from './routes/missed-calls.ts';
import { noteRoutes } from './routes/notes.ts';
import { openapiRoutes } from './routes/openapi.ts';
import { popupRoutes } from './routes/popups.ts';
import { sessionRoutes } from './routes/session.ts';
import { counsellorRoutes } from './routes/settings-counsellors.ts';
import { numbersRoutes } from './routes/settings-numbers.ts';
import { rotationRoutes } from './routes/settings-rotation.ts';
import { telephonyRoutes } from './routes/settings-telephony.ts';
import { streamRoutes } from './routes/stream.ts';
import { classicRoutes } from './routes/vendor/classic-routes.ts';
import { classicPaths } from './routes/vendor/classic-openapi.ts';
import { Intake } from './routes/vendor/intake.ts';

/** A running API process. */
export interface Api extends Service {
  /** Where it listens. */
  readonly url: string;
}

/**
 * The composition root of an API process: everything it is made of, wired once. Listens when all of it is there;
 * Temporal may be away, then or later.
 *
 * @throws ConnectionError when Postgres cannot be reached, and what listening on the port throws
 */
export async function startApi(environment: Environment, log: Logger): Promise<Api> {
  const now = Date.now;
  const pools = await openPools(environment, log);
  const connection = Connection.lazy(environment.temporal.connection);
  const client = new Client({ connection, namespace: environment.temporal.namespace });
  const workflows = new CallWorkflows(client, environment.signalTimeoutMs);
  const delivery = new WorkflowDelivery({ pool: pools.api, workflows, log, now, fallbackMs: environment.advanceFallbackMs });
  const metrics = createMetrics();
  const hub = new FeedHub({ db: pools.feed, listenUrl: environment.databaseUrl, log });

  const intake = new Intake({ pool: pools.intake, workflows, delivery, log, routeBudgetMs: environment.routeBudgetMs });
  const app = createApp({
    endpoints: endpointsOf({ environment, pools, delivery, metrics, hub, connection }),
    vendorRoutes: classicRoutes({ intake, pool: pools.intake, log, now, rateLimit: environment.rateLimit }),
    authenticate: authenticateBySession(pools.api, now),
    log,
    metrics,
    trustProxy: environment.trustProxy,
    checkReplies: environment.mode === 'test',
  });
  const server = createHttpServer(app);
  server.listen(environment.port, environment.host);
  await once(server, 'listening');
  // Listening on a port gives an address of this kind.
  const { port } = server.address() as AddressInfo;
  const url = `http://${environment.host}:${port}`;
  log.info({ url }, 'listening');

  return {
    url,
    stop: async () => {
      // Intake first: what is answered from here on would not be delivered.
      const closed = once(server, 'close');
      server.close();
      await hub.close();
      const impatient = setTimeout(() => server.closeAllConnections(), environment.shutdownGraceSeconds * 1000);
      await closed;
      clearTimeout(impatient);
      await delivery.drain();
      await connection.close();
      await Promise.all(Object.values(pools).map(async (pool) => await pool.end()));
    },
  };
}

interface Pools {
  readonly intake: Pool;
  readonly api: Pool;
  readonly feed: Pool;
}

/** Apart, so that neither a burst of snapshots nor a slow report holds up a call. */
async function openPools(environment: Environment, log: Logger): Promise<Pools & Record<string, Pool>> {
  const { databaseUrl, statementMs } = environment;
  const onError = (error: Error) => log.warn({ err: error }, 'an idle database connection broke');
  const [intake, api, feed] = await Promise.all([
    createPool(databaseUrl, {
      name: 'callthread-intake',
      max: environment.intakePoolSize,
      min: 2,
      connectionTimeoutMs: environment.intakeConnectMs,
      connectionRetries: 0,
      statementTimeoutMs: environment.intakeStatementMs,
      onError,
    }),
    createPool(databaseUrl, { name: 'callthread-api', max: environment.apiPoolSize, statementTimeoutMs: statementMs, onError }),
    createPool(databaseUrl, { name: 'callthread-feed', max: environment.feedPoolSize, statementTimeoutMs: statementMs, onError }),
  ]);
  return { intake, api, feed };
}

interface Parts {
  readonly environment: Environment;
  readonly pools: Pools;
  readonly delivery: WorkflowDelivery;
  readonly metrics: Metrics;
  readonly hub: FeedHub;
  readonly connection: Connection;
}

function endpointsOf({ environment, pools, delivery, metrics, hub, connection }: Parts): readonly Endpoint[] {
  const now = Date.now;
  const { api: db } = pools;
  const { temporalUiUrl, temporal, secretKeys } = environment;
  const workflows = temporalUiUrl === null ? null : { uiUrl: temporalUiUrl, namespace: temporal.namespace };
  const endpoints = [
    ...sessionRoutes({ db, now }),
    ...meRoutes({ db }),
    ...streamRoutes({ hub }),
    ...popupRoutes({ db }),
    ...leadRoutes({ db, delivery, now }),
    ...noteRoutes({ db, delivery, now }),
    ...callRoutes({ db, now, workflows }),
    ...missedCallRoutes({ db }),
    ...telephonyRoutes({ db, secretKeys, now }),
    ...rotationRoutes({ db, now }),
    ...numbersRoutes({ db }),
    ...counsellorRoutes({ db }),
    ...healthRoutes({ db, metrics, temporalHealthy: async () => await isServing(connection) }),
  ];
  return [...endpoints, ...openapiRoutes(endpoints, classicPaths)];
}

async function isServing(connection: Connection): Promise<boolean> {
  await connection.withDeadline(Date.now() + 1000, async () => await connection.workflowService.getSystemInfo({}));
  return true;
}
