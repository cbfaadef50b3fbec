import { randomBytes } from 'node:crypto';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { startApi, type Api } from '../../api/compose.ts';
import { Environment } from '../../config/environment.ts';
import { createLog } from '../../config/log.ts';
import type { Service } from '../../config/process.ts';
import { createPool, type Pool } from '../../db/pool.ts';
import { seedDemo } from '../../dev/demo.ts';
import { demo } from '../../dev/demo-data.ts';
import { startWorker } from '../../worker/compose.ts';
import { createTestDatabase } from '../environment/database.ts';
import { createTestNamespace } from '../environment/namespace.ts';
import { workflowBundle } from '../environment/workflow-bundle.ts';
import { EventSourceClient } from '../feed/event-source-client.ts';
import type { JsonObject } from '../../vendors/json.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** JSON of whatever shape: tests say what they expect of it. */
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any
}

/** Somebody of the demo institute at a browser, signed in. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly cookie: string;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Opens the feed; closed with the stage. */
  stream(lastEventId?: string): EventSourceClient;
}

export type ClassicName = 'getCounsellor' | 'ivrCallNotification' | 'ivrCallBackDetails';

/** The whole product in this process on a database and a namespace of its own, with the demo institute. */
export interface Stage {
  readonly db: Pool;
  readonly databaseUrl: string;
  readonly namespace: string;
  readonly temporalAddress: string;
  readonly url: string;
  readonly token: string;
  /** Everything logged by API and worker. */
  readonly logged: string[];
  /** One request of the vendor `tatatel`, in JSON, with the secret. */
  vendor(name: ClassicName, fields: JsonObject): Promise<Answer>;
  signIn(email: string): Promise<Person>;
  /** The admin, signed in once. */
  admin(): Promise<Person>;
  /** Starts another API process's worth of API on the same database. */
  anotherApi(): Promise<Api>;
  /** Changes the vendor account's settings through the API, as the admin would. */
  configure(patch: JsonObject): Promise<void>;
  /** The call with this vendor id, as the admin sees it, once it fits. */
  call(vendorCallId: string, fits?: (call: Answer['body']) => boolean): Promise<Answer['body']>;
  close(): Promise<void>;
}

export interface StageOptions {
  /** Variables over the defaults. */
  readonly variables?: Readonly<Record<string, string>>;
  /** False: no worker is started. */
  readonly worker?: boolean;
  /** Another Temporal server's address. */
  readonly temporalAddress?: string;
  /** The product reaches Postgres by this port of the machine: a way that can be cut. */
  readonly databasePort?: number;
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const { variables = {}, worker = true, temporalAddress, databasePort } = options;
  const database = await createTestDatabase();
  const access = await createTestNamespace(temporalAddress);
  const token = randomBytes(16).toString('hex');
  await seedDemo(database.url, token);
  const environment = new Environment({
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: throughPort(database.url, databasePort),
    TEMPORAL_ADDRESS: access.connection.address,
    TEMPORAL_NAMESPACE: access.namespace,
    SECRET_KEYS: `test:${randomBytes(32).toString('base64')}`,
    OUTBOUND_ALLOW: '127.0.0.1',
    RATE_LIMIT: '100000',
    SHUTDOWN_GRACE_SECONDS: '5',
    // Three test files share two cores: what hangs is found, what is slow is not taken for it.
    INTAKE_CONNECT_MS: '2000',
    INTAKE_STATEMENT_MS: '2000',
    ANSWER_WITHIN_MS: '10000',
    ...variables,
  });
  const logged: string[] = [];
  const log = createLog('test', 'info', { write: (line) => void logged.push(line) });
  const db = await createPool(database.url, { max: 10 });
  const services: Service[] = [];
  const streams: EventSourceClient[] = [];
  if (worker) {
    quietTemporal();
    const failed = (error: unknown): void => log.fatal({ err: error }, 'a worker ended by itself');
    services.push(await startWorker(environment, log, { workflows: workflowBundle(), failed }));
  }
  const api = await startApi(environment, log);
  services.unshift(api);
  let admin: Person | null = null;

  const stage: Stage = {
    db,
    databaseUrl: database.url,
    namespace: access.namespace,
    temporalAddress: access.connection.address,
    url: api.url,
    token,
    logged,
    vendor: async (name, fields) =>
      await ask(`${api.url}/${name}/${demo.institute.id}/${demo.vendor}`, 'POST', {
        secret_key: demo.secretKey,
        ...fields,
      }),
    signIn: async (email) => {
      const { headers, body } = await ask(`${api.url}/v1/session`, 'POST', { email, password: demo.password });
      const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
      return {
        id: body.user.id,
        name: body.user.name,
        cookie,
        call: async (method, path, sent) => await ask(`${api.url}${path}`, method, sent, { cookie }),
        stream: (lastEventId) => {
          const stream = new EventSourceClient(`${api.url}/v1/stream`, cookie, lastEventId);
          streams.push(stream);
          return stream;
        },
      };
    },
    anotherApi: async () => {
      const another = await startApi(environment, log);
      services.unshift(another);
      return another;
    },
    admin: async () => (admin ??= await stage.signIn(demo.admin.email)),
    configure: async (patch) => {
      const { status, body } = await (await stage.admin()).call('PUT', `/v1/settings/telephony/${demo.vendor}`, patch);
      if (status !== 200) throw new Error(`The settings were refused: ${JSON.stringify(body)}`);
    },
    call: async (vendorCallId, fits = (call) => call.state === 'ended') => {
      const { call } = await stage.admin();
      return await eventually(async () => {
        const { body } = await call('GET', `/v1/calls?search=${encodeURIComponent(vendorCallId)}`);
        const [found] = body.items;
        return found !== undefined && fits(found) ? found : null;
      });
    },
    close: async () => {
      for (const stream of streams) stream.close();
      for (const service of services) await service.stop();
      await db.end();
      await database.drop();
    },
  };
  return stage;
}

let isQuiet = false;

/**
 * The SDK tells of each state of each worker; of what goes wrong our own log tells as well. Only before a worker:
 * the runtime ends with the last one, and without any it would keep the process alive.
 */
export function quietTemporal(): void {
  if (isQuiet) return;
  isQuiet = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { forward: {} } },
    shutdownSignals: [],
  });
}

function throughPort(databaseUrl: string, port: number | undefined): string {
  const url = new URL(databaseUrl);
  if (port !== undefined) url.port = String(port);
  return url.href;
}

/**
 * Asks until there is an answer, after 20 ms and then ever more seldom, since asking takes the time of what is waited for;
 * the test's own time limit ends it. For what no event tells.
 */
export async function eventually<T>(question: () => Promise<T | null>): Promise<T> {
  for (let pause = 20; ; pause = Math.min(pause * 1.4, 250)) {
    const answer = await question();
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

export async function ask(
  url: string,
  method: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
