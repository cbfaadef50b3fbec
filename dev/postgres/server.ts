import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { startChild, type Child } from '../process/child.ts';
import { run } from '../process/run.ts';
import { untilReady } from '../process/until.ts';
import { postgresAccount, type Account } from './account.ts';
import { postgresBinaries } from './binaries.ts';

/** How to reach a Postgres on 127.0.0.1, as its superuser. */
export interface PostgresAccess {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Connection string of one of its databases. */
  url(database: string): string;
}

export interface PostgresOptions {
  /** Where it is to listen, and the password its superuser gets when the cluster is made. */
  readonly access: PostgresAccess;
  /** Folder of the cluster; made by initdb when it is not there. */
  readonly dataDir: string;
  readonly logFile: string;
  /** Server settings beyond ours, e.g. `{ fsync: 'off' }` for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

const user = 'callthread';
const startWithinMs = 60_000;
const settings = {
  listen_addresses: '127.0.0.1',
  // A socket file would need a folder both users may use, and nothing needs a socket.
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** The superuser's access to a Postgres of ours. */
export function postgresAccess(port: number, password: string): PostgresAccess {
  return {
    port,
    user,
    password,
    url: (database) => `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
  };
}

/** Starts Postgres on its folder, making the cluster first where there is none, and returns when it answers a query. */
export async function startPostgres(options: PostgresOptions): Promise<Child> {
  const { initdb, postgres } = await postgresBinaries();
  mkdirSync(dirname(options.dataDir), { recursive: true });
  const account = postgresAccount(postgres, dirname(options.dataDir));
  if (!existsSync(join(options.dataDir, 'PG_VERSION'))) await makeCluster(options, initdb, account);

  const all = { ...settings, port: String(options.access.port), ...options.settings };
  const child = startChild({
    name: 'postgres',
    command: [
      postgres,
      '-D',
      options.dataDir,
      ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    cwd: options.dataDir,
    logFile: options.logFile,
    deathSignal: 'INT',
    privileges: account.privileges,
    // SIGINT: a fast shutdown, which ends connections and writes a checkpoint.
    stop: { signal: 'SIGINT', withinMs: 30_000 },
  });
  const url = options.access.url('postgres');
  await untilReady(child, async () => withClient(url, async (client) => client.query('select 1')), startWithinMs);
  return child;
}

/** initdb into a folder beside the wanted one, renamed when whole: a start that was killed leaves no half cluster. */
async function makeCluster(options: PostgresOptions, initdb: string, account: Account): Promise<void> {
  const making = `${options.dataDir}.new`;
  const passwordFile = `${options.dataDir}.password`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  account.own(making);
  writeFileSync(passwordFile, `${options.access.password}\n`, { mode: 0o600 });
  account.own(passwordFile);
  try {
    await run(
      [
        initdb,
        '-D',
        making,
        '-U',
        user,
        '-A',
        'scram-sha-256',
        `--pwfile=${passwordFile}`,
        '-E',
        'UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-sync',
      ],
      { withinMs: startWithinMs, cwd: making, env: { LC_ALL: 'C' }, privileges: account.privileges },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(making, options.dataDir);
}

/** Runs `work` on one connection of its own, closed afterwards. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A connection that breaks under us is the failed query's news, not a reason to end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
