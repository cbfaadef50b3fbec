import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../api/app.ts';
import { authenticateBySession } from '../../api/authentication.ts';
import { FeedHub, type FeedHubOptions } from '../../api/feed/hub.ts';
import { createMetrics } from '../../api/metrics.ts';
import { callRoutes } from '../../api/routes/calls.ts';
import { missedCallRoutes } from '../../api/routes/missed-calls.ts';
import { popupRoutes } from '../../api/routes/popups.ts';
import { streamRoutes } from '../../api/routes/stream.ts';
import { createLog } from '../../config/log.ts';
import { createPool, type Pool } from '../../db/pool.ts';
import { buildCounsellor, signIn, type BuiltCounsellor, type CounsellorWish } from '../build/counsellor.ts';
import { buildInstitute } from '../build/institute.ts';
import { createTestDatabase } from '../environment/database.ts';
import { EventSourceClient } from './event-source-client.ts';
import { RawStream } from './raw-stream.ts';

export interface StreamWish {
  readonly lastEventId?: string;
  readonly device?: 'phone';
}

/** One API process: its own hub, pools and port. */
export interface ApiProcess {
  readonly url: string;
  readonly hub: FeedHub;
  /** Cuts all connections without a word, as when the process dies. */
  readonly cutConnections: () => void;
  readonly stop: () => Promise<void>;
}

/** A counsellor, signed in, who may sit at any process. */
export interface Person extends BuiltCounsellor {
  readonly cookie: string;
  readonly call: (
    at: ApiProcess,
    method: string,
    path: string,
  ) => Promise<{ readonly status: number; readonly body: never }>;
  /** As a browser does. */
  readonly watch: (at: ApiProcess, wish?: StreamWish) => EventSourceClient;
  /** Byte by byte. */
  readonly tap: (at: ApiProcess, wish?: StreamWish) => RawStream;
}

/** A database with the institutes 1 and 2, and as many API processes as asked for. */
export interface Floor {
  readonly db: Pool;
  readonly databaseUrl: string;
  readonly process: (options?: FeedHubOptions) => Promise<ApiProcess>;
  readonly person: (name: string, wish?: CounsellorWish) => Promise<Person>;
  /** The same person with a session of its own, as in a second browser. */
  readonly signInAgain: (person: Person) => Promise<Person>;
  readonly close: () => Promise<void>;
}

export async function openFloor(): Promise<Floor> {
  const database = await createTestDatabase();
  const db = await createPool(database.url, { max: 30 });
  await buildInstitute(db, 1);
  await buildInstitute(db, 2);
  const processes: ApiProcess[] = [];
  const clients: { close: () => void }[] = [];
  const remember = <C extends { close: () => void }>(client: C): C => (clients.push(client), client);
  const seat = async ({ id, instituteId, name }: BuiltCounsellor): Promise<Person> => {
    const cookie = await signIn(db, { id, instituteId, name });
    return {
      id,
      instituteId,
      name,
      cookie,
      call: async (at, method, path) => {
        const response = await fetch(`${at.url}${path}`, { method, headers: { cookie } });
        // The application holds good answers against their schemas in tests.
        return { status: response.status, body: (await response.json()) as never };
      },
      watch: (at, wanted = {}) => remember(new EventSourceClient(streamUrl(at, wanted), cookie, wanted.lastEventId)),
      tap: (at, wanted = {}) => remember(new RawStream(streamUrl(at, wanted), cookie, wanted.lastEventId)),
    };
  };
  return {
    db,
    databaseUrl: database.url,
    process: async (options) => {
      const started = await startProcess(database.url, options);
      processes.push(started);
      return started;
    },
    person: async (name, wish) => await seat(await buildCounsellor(db, name, wish)),
    signInAgain: async (person) => await seat(person),
    close: async () => {
      for (const client of clients) client.close();
      await Promise.all(processes.map(async (running) => await running.stop()));
      await db.end();
      await database.drop();
    },
  };
}

/** Shown in `pg_stat_activity`. */
export const FEED_POOL = 'test feed pool';

const streamUrl = ({ url }: ApiProcess, { device }: StreamWish): string =>
  `${url}/v1/stream${device === undefined ? '' : `?device=${device}`}`;

async function startProcess(databaseUrl: string, options: FeedHubOptions = {}): Promise<ApiProcess> {
  const log = createLog('test', 'fatal');
  const db = await createPool(databaseUrl, { max: 10 });
  const feedPool = await createPool(databaseUrl, { max: 4, name: FEED_POOL });
  const hub = new FeedHub({ db: feedPool, listenUrl: databaseUrl, log, options });
  const workflows = { uiUrl: 'http://temporal.test', namespace: 'callthread' };
  const app = createApp({
    endpoints: [
      ...streamRoutes({ hub }),
      ...popupRoutes({ db }),
      ...callRoutes({ db, now: Date.now, workflows }),
      ...missedCallRoutes({ db }),
    ],
    authenticate: authenticateBySession(db, Date.now),
    log,
    metrics: createMetrics(),
    trustProxy: false,
    checkReplies: true,
  });
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await hub.close();
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    await feedPool.end();
    await db.end();
  };
  // A TCP server's address is an object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    hub,
    cutConnections: () => server.closeAllConnections(),
    stop: async () => await (stopped ??= stop()),
  };
}
