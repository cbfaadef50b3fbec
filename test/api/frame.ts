import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { sql } from 'slonik';
import { createApp } from '../../api/app.ts';
import type { Endpoint } from '../../api/endpoint.ts';
import { createHttpServer } from '../../api/http-server.ts';
import { createMetrics } from '../../api/metrics.ts';
import { configurationRoutes } from '../../api/configuration.ts';
import { healthRoutes } from '../../api/routes/health.ts';
import { openapiRoutes } from '../../api/routes/openapi.ts';
import { composeSignIn } from '../../api/sign-in.ts';
import { createLog } from '../../config/log.ts';
import { hashPassword } from '../../config/passwords.ts';
import type { SecretKey } from '../../config/secret-keys.ts';
import { addCounsellor, savePassword } from '../../db/counsellors.ts';
import { noRows } from '../../db/columns.ts';
import { createPool, type Pool } from '../../db/pool.ts';
import type { CounsellorId, InstituteId } from '../../domain/ids.ts';
import { createVendorTools } from '../../vendors/tools.ts';
import { openWay } from '../environment/cut-off.ts';
import { createTestDatabase } from '../environment/database.ts';

export const password = 'correct horse battery staple';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** JSON of whatever shape: tests say what they expect of it. */
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

/** The frame of the API over HTTP on a database of its own, with the institutes 1 and 2. */
export interface Frame {
  readonly db: Pool;
  readonly url: string;
  readonly databaseUrl: string;
  /** The clock the API goes by; tests may turn it. */
  readonly clock: { now: number };
  /** Every line logged. */
  readonly logged: string[];
  readonly secretKeys: SecretKey[];
  readonly temporal: { healthy: () => Promise<boolean> };
  readonly call: Call;
  readonly addUser: (
    name: string,
    options?: { instituteId?: InstituteId; permissions?: readonly string[] },
  ) => Promise<CounsellorId>;
  /** Adds a user and signs them in: what they call from then on. */
  readonly signedIn: (
    name: string,
    options?: { instituteId?: InstituteId; permissions?: readonly string[] },
  ) => Promise<Call>;
  /** Takes Postgres away, as far as the API can tell. */
  readonly cutDatabase: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const emailOf = (name: string): string => `${name.toLowerCase()}@frame.test`;

/** The session cookie of a sign-in, as a browser would send it back. */
export const cookieOf = ({ headers }: Answer): string => headers.getSetCookie()[0]?.split(';')[0] ?? '';

export interface FrameOptions {
  readonly trustProxy?: boolean;
  readonly extra?: readonly Endpoint[];
  readonly publicUrl?: string | null;
  readonly operatorKey?: string | null;
}

export const openFrame = async ({
  trustProxy = false,
  extra = [],
  publicUrl = null,
  operatorKey = null,
}: FrameOptions = {}): Promise<Frame> => {
  const database = await createTestDatabase();
  const databaseUrl = new URL(database.url);
  const way = await openWay(Number(databaseUrl.port));
  databaseUrl.port = String(way.port);
  const db = await createPool(databaseUrl.href, { max: 10, connectionRetries: 0 });
  await db.query(sql.type(noRows)`insert into institute (id, name) values (1, 'First'), (2, 'Second')`);
  const clock = { now: Date.now() };
  const now = (): number => clock.now;
  const logged: string[] = [];
  const secretKeys: SecretKey[] = [{ id: 'first', key: randomBytes(32) }];
  const temporal = { healthy: async () => await Promise.resolve(true) };
  const metrics = createMetrics();
  const tools = { ...createVendorTools(['127.0.0.1']), now };
  const signIn = composeSignIn({ db, secretKeys, publicUrl, tools, now });
  const routes = [
    ...signIn.routes,
    ...configurationRoutes({ db, secretKeys, publicUrl, tools, now }),
    ...healthRoutes({ db, metrics, temporalHealthy: async () => await temporal.healthy() }),
    ...extra,
  ];
  const app = createApp({
    endpoints: [...routes, ...openapiRoutes(routes)],
    authenticate: signIn.authenticate,
    log: createLog('test', 'info', { write: (line) => void logged.push(line) }),
    metrics,
    trustProxy,
    operatorKey,
    checkReplies: true,
  });
  const server = createHttpServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

  const call: Call = async (method, path, body, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };

  const addUser: Frame['addUser'] = async (name, { instituteId = 1, permissions = [] } = {}) => {
    const passwordHash = await hashPassword(password);
    return await db.transaction(async (tx) => {
      const id = await addCounsellor(tx, instituteId, {
        name,
        email: emailOf(name),
        active: true,
        takingCalls: true,
        popups: true,
        sound: true,
        notifications: true,
        telephonyPartner: null,
        teamId: null,
        roles: ['counsellor'],
        callerId: null,
      });
      await savePassword(tx, instituteId, id, passwordHash);
      for (const granted of permissions) {
        const [permission = '', scope = 'yes'] = granted.split(':');
        await tx.query(sql.type(noRows)`
          insert into user_permission (institute_id, counsellor_id, permission, scope)
          values (${instituteId}, ${id}, ${permission}, ${scope})
        `);
      }
      return id;
    });
  };

  const signedIn: Frame['signedIn'] = async (name, options) => {
    await addUser(name, options);
    const cookie = cookieOf(await call('POST', '/v1/session', { email: emailOf(name), password }));
    return async (method, path, body, headers) => await call(method, path, body, { cookie, ...headers });
  };

  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    tools.http.close();
    await db.end();
    await way.cut();
    await database.drop();
  };

  return {
    db,
    url,
    databaseUrl: database.url,
    clock,
    logged,
    secretKeys,
    temporal,
    call,
    addUser,
    signedIn,
    cutDatabase: way.cut,
    close,
  };
};
