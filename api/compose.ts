import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Connection } from '@temporalio/client';
import { CallWorkflows } from '../calls/call-workflows.ts';
import { WorkflowDelivery } from '../calls/delivery.ts';
import { openTemporalClient } from '../calls/temporal-client.ts';
import { sharedTurns } from '../calls/vendor-turns.ts';
import type { Environment } from '../config/environment.ts';
import type { Logger } from '../config/log.ts';
import type { Service } from '../config/process.ts';
import { createPool, type Pool } from '../db/pool.ts';
import type { VendorTools } from '../vendors/adapter.ts';
import { createVendorTools } from '../vendors/tools.ts';
import { createApp } from './app.ts';
import { configurationRoutes } from './configuration.ts';
import type { Endpoint } from './endpoint.ts';
import { FeedHub } from './feed/hub.ts';
import { dialByPhone } from './feed/phone-dial.ts';
import { createHttpServer } from './http-server.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { applicationValueRoutes } from './routes/application-values.ts';
import { applicationRoutes } from './routes/applications.ts';
import { callCandidateRoutes } from './routes/call-candidates.ts';
import { callChangeRoutes } from './routes/call-changes.ts';
import { callingRoutes } from './routes/calling.ts';
import { callNoteRoutes } from './routes/call-notes.ts';
import { callRoutes } from './routes/calls.ts';
import { clickToCallRoutes } from './routes/click-to-call.ts';
import { colleagueRoutes } from './routes/colleagues.ts';
import { goLiveRoutes } from './routes/go-live.ts';
import { healthRoutes } from './routes/health.ts';
import { leadErasureRoutes } from './routes/lead-erasure.ts';
import { leadExportRoutes } from './routes/lead-export.ts';
import { leadImportRoutes } from './routes/lead-import.ts';
import { leadMergeRoutes } from './routes/lead-merge.ts';
import { leadRoutes } from './routes/leads.ts';
import { leadValueRoutes } from './routes/lead-values.ts';
import { missedCallRoutes } from './routes/missed-calls.ts';
import { noteRoutes } from './routes/notes.ts';
import { openapiRoutes } from './routes/openapi.ts';
import { operationsRoutes } from './routes/operations.ts';
import { pendingCallRoutes } from './routes/pending-calls.ts';
import { popupRoutes } from './routes/popups.ts';
import { recordingRoutes } from './routes/recordings.ts';
import { reportRoutes } from './routes/reports.ts';
import { dispositionRoutes } from './routes/settings-dispositions.ts';
import { retentionRoutes } from './routes/settings-retention.ts';
import { webhookRoutes } from './routes/settings-webhooks.ts';
import { streamRoutes } from './routes/stream.ts';
import { teamLeadRoutes } from './routes/team.ts';
import { telephonyLogRoutes } from './routes/telephony-logs.ts';
import { classicPaths } from './routes/vendor/classic-openapi.ts';
import { Intake } from './routes/vendor/intake.ts';
import { nativePaths } from './routes/vendor/native-openapi.ts';
import { vendorRoutes } from './routes/vendor/vendor-routes.ts';
import { composeSignIn, type SignIn } from './sign-in.ts';
import { webhookDeliveryRoutes } from './routes/webhook-deliveries.ts';
import { serveWebApp } from './web-app.ts';

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
  const client = openTemporalClient(environment.temporal);
  const { connection } = client;
  const workflows = new CallWorkflows(client, environment.signalTimeoutMs);
  const delivery = new WorkflowDelivery({
    pool: pools.api,
    workflows,
    log,
    now,
    fallbackMs: environment.advanceFallbackMs,
  });
  const metrics = createMetrics();
  const hub: FeedHub = new FeedHub({
    db: pools.feed,
    listenUrl: environment.databaseUrl,
    log,
    onDial: (key, callId) => void dialByPhone({ db: pools.api, hub, delivery, log, now }, key, callId),
  });

  metrics.watchStreams(() => hub.size);
  const tools = createVendorTools(environment.outboundAllow, sharedTurns({ pool: pools.api, log }));
  const { secretKeys, publicUrl } = environment;
  const signIn = composeSignIn({ db: pools.api, secretKeys, publicUrl, tools, now });
  const intake = new Intake({ pool: pools.intake, workflows, delivery, log, routeBudgetMs: environment.routeBudgetMs });
  const app = createApp({
    endpoints: endpointsOf({ environment, pools, delivery, metrics, hub, connection, intake, tools, signIn }),
    vendorRoutes: vendorRoutes({
      intake,
      pool: pools.intake,
      log,
      now,
      rateLimit: environment.rateLimit,
      answerWithinMs: environment.answerWithinMs,
    }),
    webApp: environment.webDir === null ? null : await serveWebApp(environment.webDir),
    authenticate: signIn.authenticate,
    operatorKey: environment.operatorKey,
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
      tools.http.close();
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
      idleMs: KEPT_OPEN_MS,
      connectionTimeoutMs: environment.intakeConnectMs,
      connectionRetries: 0,
      statementTimeoutMs: environment.intakeStatementMs,
      plansOnce: true,
      onError,
    }),
    createPool(databaseUrl, {
      name: 'callthread-api',
      max: environment.apiPoolSize,
      maxWaiting: 5000,
      statementTimeoutMs: statementMs,
      onError,
    }),
    createPool(databaseUrl, {
      name: 'callthread-feed',
      max: environment.feedPoolSize,
      plansOnce: true,
      statementTimeoutMs: statementMs,
      onError,
    }),
  ]);
  await openAll(intake, environment.intakePoolSize);
  return { intake, api, feed };
}

/** The intake's connections stay open through quiet hours: the call that ends them must not wait for handshakes. */
const KEPT_OPEN_MS = 24 * 3_600_000;

/** Opens a pool's connections before the first burst needs them. One that can't be opened now is tried when it is needed. */
async function openAll(pool: Pool, connections: number): Promise<void> {
  const opened = Array.from(
    { length: connections },
    async () => await pool.connect(async () => await Promise.resolve()),
  );
  await Promise.allSettled(opened);
}

interface Parts {
  readonly environment: Environment;
  readonly pools: Pools;
  readonly delivery: WorkflowDelivery;
  readonly metrics: Metrics;
  readonly hub: FeedHub;
  readonly connection: Connection;
  readonly intake: Intake;
  readonly tools: VendorTools;
  readonly signIn: SignIn;
}

function endpointsOf({
  environment,
  pools,
  delivery,
  metrics,
  hub,
  connection,
  intake,
  tools,
  signIn,
}: Parts): readonly Endpoint[] {
  const now = Date.now;
  const { api: db } = pools;
  const { temporalUiUrl, temporal, secretKeys } = environment;
  const workflows = temporalUiUrl === null ? null : { uiUrl: temporalUiUrl, namespace: temporal.namespace };
  const temporalHealthy = async () => await isServing(connection);
  const endpoints = [
    ...signIn.routes,
    ...callingRoutes({ db, now }),
    ...colleagueRoutes({ db }),
    ...teamLeadRoutes({ db }),
    ...streamRoutes({ hub }),
    ...popupRoutes({ db }),
    ...leadRoutes({ db, delivery, now }),
    ...leadMergeRoutes({ db, now }),
    ...leadImportRoutes({ db, now }),
    ...leadExportRoutes({ db }),
    ...leadValueRoutes({ db }),
    ...noteRoutes({ db, delivery, now }),
    ...callRoutes({ db, now, workflows }),
    ...recordingRoutes({ db, now, secretKeys, tools }),
    ...applicationValueRoutes({ db }),
    ...applicationRoutes({ db, now }),
    ...clickToCallRoutes({ db, delivery, now, secretKeys, tools }),
    ...callChangeRoutes({ db, delivery, now }),
    ...callNoteRoutes({ db, delivery, now }),
    ...callCandidateRoutes({ db }),
    ...pendingCallRoutes({ db, now }),
    ...missedCallRoutes({ db }),
    ...reportRoutes({ db, now }),
    ...telephonyLogRoutes({ db, intake }),
    ...operationsRoutes({ db, now, temporalHealthy, isPaused: () => delivery.paused }),
    ...dispositionRoutes({ db }),
    ...configurationRoutes({ db, secretKeys, publicUrl: environment.publicUrl, tools, now }),
    ...webhookRoutes({ db, secretKeys, outboundAllow: environment.outboundAllow, http: tools.http, now }),
    ...webhookDeliveryRoutes({ db, now }),
    ...retentionRoutes({ db }),
    ...goLiveRoutes({ db, now }),
    ...leadErasureRoutes({ db, now }),
    ...healthRoutes({ db, metrics, temporalHealthy }),
  ];
  return [...endpoints, ...openapiRoutes(endpoints, { ...classicPaths, ...nativePaths })];
}

async function isServing(connection: Connection): Promise<boolean> {
  await connection.withDeadline(Date.now() + 1000, async () => await connection.workflowService.getSystemInfo({}));
  return true;
}
