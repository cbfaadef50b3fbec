import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPool, type Pool } from '../../db/pool.ts';
import { seedDemo } from '../../dev/demo.ts';
import { startNodeService } from '../../dev/node-service.ts';
import { startChild, type Child } from '../../dev/process/child.ts';
import { freePorts } from '../../dev/process/ports.ts';
import { createTestDatabase } from '../environment/database.ts';
import { createTestNamespace } from '../environment/namespace.ts';
import { noteProcess } from '../environment/run-folder.ts';
import { runningStack } from '../environment/running-stack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Then a process that was told to stop is killed. */
const STOPS_WITHIN_MS = 30_000;

export type Role = 'api' | 'worker';

/** API and worker as processes of their own, as in production, on a database and a namespace of theirs. */
export interface Plant {
  readonly db: Pool;
  readonly namespace: string;
  readonly temporalAddress: string;
  /** The same for every API process: one runs at a time. */
  readonly apiUrl: string;
  /** The vendor account's token. */
  readonly token: string;
  /** Starts a process and returns when it says `ready`. */
  start(role: Role): Promise<Child>;
  /** Starts a process without waiting for it. */
  launch(role: Role): Child;
  /** Everything a role's processes have written, so far. */
  written(role: Role): string;
  /** Kills what still runs and drops the database. */
  close(): Promise<void>;
}

export interface PlantOptions {
  /** Variables over the defaults. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Another Temporal server's address. */
  readonly temporalAddress?: string;
}

export async function openPlant({ variables = {}, temporalAddress }: PlantOptions = {}): Promise<Plant> {
  const database = await createTestDatabase();
  const { connection, namespace } = await createTestNamespace(temporalAddress);
  const token = randomBytes(16).toString('hex');
  await seedDemo(database.url, token);
  const [port = 0] = await freePorts(1);
  const { folder } = runningStack();
  const id = randomBytes(4).toString('hex');
  const logFile = (role: Role) => join(folder, `${role}-${id}.log`);
  const env = {
    NODE_ENV: 'test',
    PORT: String(port),
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: connection.address,
    TEMPORAL_NAMESPACE: namespace,
    SECRET_KEYS: `test:${randomBytes(32).toString('base64')}`,
    OUTBOUND_ALLOW: '127.0.0.1',
    RATE_LIMIT: '100000',
    INTAKE_CONNECT_MS: '2000',
    INTAKE_STATEMENT_MS: '2000',
    SHUTDOWN_GRACE_SECONDS: '5',
    ...variables,
  };
  const db = await createPool(database.url, { max: 5 });
  const children: Child[] = [];
  const spec = (role: Role) => ({ name: role, env, logFile: logFile(role), entry: join(root, role, 'main.ts') });
  const note = (child: Child): Child => {
    noteProcess(folder, child.process.pid);
    children.push(child);
    return child;
  };
  return {
    db,
    namespace,
    temporalAddress: connection.address,
    apiUrl: `http://127.0.0.1:${port}`,
    token,
    start: async (role) => note(await startNodeService({ ...spec(role), stopWithinMs: STOPS_WITHIN_MS })),
    launch: (role) => {
      const { entry, ...known } = spec(role);
      const stop = { signal: 'SIGTERM', withinMs: STOPS_WITHIN_MS } as const;
      return note(startChild({ ...known, command: [process.execPath, entry], deathSignal: 'TERM', ipc: true, stop }));
    },
    written: (role) => (existsSync(logFile(role)) ? readFileSync(logFile(role), 'utf8') : ''),
    close: async () => {
      for (const child of children) await crash(child);
      await db.end();
      await database.drop();
    },
  };
}

/** Kills a process at once, wherever it is. */
export async function crash(child: Child): Promise<void> {
  child.process.kill('SIGKILL');
  await child.exited;
}
