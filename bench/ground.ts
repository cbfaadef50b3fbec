import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import { migrate } from '../db/migrate.ts';
import { postgresAccess, startPostgres, withClient, type PostgresAccess } from '../dev/postgres/server.ts';
import { freePorts } from '../dev/process/ports.ts';
import { runningChildren, type Child } from '../dev/process/child.ts';
import { stopAll } from '../dev/stop.ts';
import { ensureNamespace } from '../worker/namespace.ts';
import { freeTemporalPorts, startTemporalServer } from '../dev/temporal/server.ts';
import { findTemporal } from '../dev/temporal/source.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const localDir = resolve(root, process.env['LOCAL_DIR'] ?? '.local');

/** What all benches stand on: one Postgres and one Temporal of their own, both as in production, data safe at each commit. */
export interface Ground {
  readonly postgres: Child;
  /** Null when TEMPORAL_ADDRESS names somebody else's. */
  readonly temporal: Child | null;
  readonly temporalAddress: string;
  /** The file of a process's output. */
  logFile(name: string): string;
  /** Makes an empty database; gives its URL. */
  createDatabase(name: string): Promise<string>;
  /** Makes a namespace with our search attributes. */
  createNamespace(name: string): Promise<void>;
}

/** Starts both in a folder that `leave` removes: about 5 s. */
export async function prepareGround(folder: string, say: (line: string) => void): Promise<Ground> {
  const source = await findTemporal(join(localDir, 'bin'), process.env['TEMPORAL_ADDRESS'] ?? null, say);
  const [port = 0] = await freePorts(1);
  const access = postgresAccess(port, randomBytes(12).toString('hex'));
  const logFile = (name: string): string => join(folder, `${name}.log`);
  const postgres = await startPostgres({ access, dataDir: join(folder, 'postgres'), logFile: logFile('postgres') });
  const ports = await freeTemporalPorts();
  const temporal =
    source.kind === 'address'
      ? null
      : await startTemporalServer(source, {
          databases: { postgres: access, main: 'temporal', visibility: 'temporal_visibility' },
          ports,
          folder: join(folder, 'temporal'),
          logFile: logFile('temporal'),
          uiPort: null,
        });
  const temporalAddress = source.kind === 'address' ? source.address : `127.0.0.1:${ports.frontend}`;
  return {
    postgres,
    temporal,
    temporalAddress,
    logFile,
    createDatabase: async (name) => await createDatabase(access, name),
    createNamespace: async (name) => await createNamespace(temporalAddress, name),
  };
}

/** A folder that the account of Postgres may enter. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'callthread-bench-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** Stops every process that was started, in order, and removes the folder. */
export async function leave(folder: string): Promise<void> {
  await stopAll(() => undefined);
  // Whatever was still starting while the others stopped.
  for (const child of runningChildren()) child.process.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

async function createDatabase(access: PostgresAccess, name: string): Promise<string> {
  await withClient(access.url('postgres'), async (client) => await client.query(`create database ${name}`));
  return access.url(name);
}

async function createNamespace(address: string, name: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await ensureNamespace(connection, name);
  } finally {
    await connection.close();
  }
}

/** Makes a database with the schema of this code. */
export async function createOurDatabase(ground: Ground, name: string): Promise<string> {
  const url = await ground.createDatabase(name);
  await migrate(url);
  return url;
}
