import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import type { TemporalAccess } from '../config/temporal.ts';
import { migrate } from '../db/migrate.ts';
import { ensureNamespace } from '../worker/namespace.ts';
import type { Choices } from './choices.ts';
import { seedDemo } from './demo.ts';
import type { LocalFolder } from './local-folder.ts';
import { startNodeService } from './node-service.ts';
import { postgresAccess, startPostgres, withClient, type PostgresAccess } from './postgres/server.ts';
import type { Child } from './process/child.ts';
import type { TemporalPorts } from './temporal/config.ts';
import { startTemporalServer } from './temporal/server.ts';
import { findTemporal, type TemporalSource } from './temporal/source.ts';
import { startTemporalUi } from './temporal/ui.ts';
import { buildPages } from './web/build.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const database = 'callthread';
/** Beyond their grace, worker and API end themselves by force (config/process.ts); only then do we. */
const forcedAfterMs = 20_000;

export interface StackContext {
  readonly choices: Choices;
  readonly folder: LocalFolder;
  readonly say: (line: string) => void;
  /** Runs a process for as long as the stack runs, restarted when it crashes; returns when it is ready. */
  readonly keep: (start: () => Promise<Child>) => Promise<void>;
}

export interface RunningStack {
  readonly apiUrl: string;
  readonly temporalUiUrl: string | null;
  readonly demo: { readonly token: string; readonly tokenIsValid: boolean } | null;
}

/** Starts everything in order, the API last: when it answers on PORT, all of it works. */
export async function startStack(context: StackContext): Promise<RunningStack> {
  const { choices, folder, say, keep } = context;
  const secrets = folder.secrets();
  const ports = await folder.ports();
  const source = await findTemporal(
    folder.folder('bin'),
    choices.embedsTemporal ? null : choices.temporal.connection.address,
    say,
  );
  const embedsPostgres = choices.databaseUrl === null || source.kind === 'built';
  const postgres = embedsPostgres
    ? await startEmbeddedPostgres(context, postgresAccess(ports.postgres, secrets.postgresPassword))
    : null;

  const [databaseUrl, temporal, webDir] = await Promise.all([
    prepareDatabase(context, postgres),
    startTemporal(context, source, postgres, ports.temporal),
    buildPages(folder.folder('web'), say),
  ]);
  const demo = choices.demo ? { token: secrets.demoToken, ...(await seedDemo(databaseUrl, secrets.demoToken)) } : null;

  const env = {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: choices.temporal.namespace,
    TEMPORAL_UI_URL: temporal.uiUrl ?? '',
    SECRET_KEYS: choices.secretKeys ?? secrets.secretKeys,
    DEMO: choices.demo ? '1' : '0',
    HOST: choices.host,
    PORT: String(choices.port),
    WEB_DIR: webDir,
  };
  const stopWithinMs = choices.shutdownGraceSeconds * 1000 + forcedAfterMs;
  for (const name of ['worker', 'api']) {
    const began = performance.now();
    const entry = join(root, name, 'main.ts');
    await keep(async () => startNodeService({ name, entry, env, logFile: folder.logFile(name), stopWithinMs }));
    say(`${name}: ready after ${seconds(began)}`);
  }
  return { apiUrl: `http://${choices.host}:${choices.port}`, temporalUiUrl: temporal.uiUrl, demo };
}

async function startEmbeddedPostgres(
  { folder, say, keep }: StackContext,
  access: PostgresAccess,
): Promise<PostgresAccess> {
  const began = performance.now();
  await keep(async () =>
    startPostgres({ access, dataDir: folder.folder('postgres'), logFile: folder.logFile('postgres') }),
  );
  say(`postgres: 127.0.0.1:${access.port}, ready after ${seconds(began)}`);
  return access;
}

/** Our database, made where it is missing and embedded, with the schema of this code. */
async function prepareDatabase({ choices, say }: StackContext, postgres: PostgresAccess | null): Promise<string> {
  const given = choices.databaseUrl;
  if (given === null && postgres !== null) {
    await withClient(postgres.url('postgres'), async (client) => {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
      if (rowCount === 0) await client.query(`create database ${database}`);
    });
  }
  const url = given ?? postgres?.url(database) ?? '';
  const ran = await migrate(url);
  if (ran.length > 0) say(`migrated: ${ran.join(', ')}`);
  return url;
}

/** The server and its UI, or the one that is somebody else's, with our namespace. */
async function startTemporal(
  { choices, folder, say, keep }: StackContext,
  source: TemporalSource,
  postgres: PostgresAccess | null,
  ports: TemporalPorts,
): Promise<{ readonly address: string; readonly uiUrl: string | null }> {
  const { namespace, connection } = choices.temporal;
  if (source.kind === 'address') {
    await prepareNamespace(connection, namespace);
    return { address: source.address, uiUrl: choices.temporalUiUrl };
  }
  const began = performance.now();
  const temporalFolder = folder.folder('temporal');
  mkdirSync(temporalFolder, { recursive: true });
  const databases = postgres === null ? null : { postgres, main: 'temporal', visibility: 'temporal_visibility' };
  const uiPort = choices.temporalUiPort;
  await keep(async () =>
    startTemporalServer(source, {
      ports,
      databases,
      folder: temporalFolder,
      logFile: folder.logFile('temporal'),
      uiPort,
    }),
  );
  const address = `127.0.0.1:${ports.frontend}`;
  await prepareNamespace({ address }, namespace);
  if (source.kind === 'built') {
    await keep(async () =>
      startTemporalUi({
        executable: source.binaries.ui,
        port: uiPort,
        temporalAddress: address,
        namespace,
        folder: temporalFolder,
        logFile: folder.logFile('temporal-ui'),
      }),
    );
  }
  say(`temporal: ${address}, ready after ${seconds(began)}`);
  return { address, uiUrl: `http://127.0.0.1:${uiPort}` };
}

async function prepareNamespace(access: TemporalAccess['connection'], namespace: string): Promise<void> {
  const connection = await Connection.connect(access);
  try {
    await ensureNamespace(connection, namespace);
  } finally {
    await connection.close();
  }
}

function seconds(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}
