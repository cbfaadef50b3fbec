import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { migrate } from '../../db/migrate.ts';
import { postgresAccess, startPostgres, withClient, type PostgresAccess } from '../../dev/postgres/server.ts';
import { freePorts } from '../../dev/process/ports.ts';
import { freeTemporalPorts, startTemporalServer } from '../../dev/temporal/server.ts';
import { findTemporal, type TemporalSource } from '../../dev/temporal/source.ts';
import { buildPages } from '../../dev/web/build.ts';
import { templateDatabase } from './database.ts';
import { makeRunFolder, noteProcess, pruneKilledRuns } from './run-folder.ts';
import { announce } from './running-stack.ts';
import { atTeardown } from './teardown-list.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const localDir = resolve(root, process.env['LOCAL_DIR'] ?? '.local');

/** What jest was asked to run: nothing in particular is everything. */
interface Asked {
  readonly testPathPatterns: { readonly patterns: readonly string[] };
}

/**
 * Starts what all test files share: Postgres with a migrated template database, Temporal, the workflows bundled once.
 * 3 to 5 s, and 10 s more where the pages changed and their tests are asked for. Everything is this run's own, so that runs
 * in two folders do not meet.
 */
export default async function setUp(asked?: Asked): Promise<void> {
  pruneKilledRuns();
  const folder = makeRunFolder();
  const temporalSource = await findTemporal(join(localDir, 'bin'), process.env['TEMPORAL_ADDRESS'] ?? null, say);
  const [port = 0] = await freePorts(1);
  const postgres = postgresAccess(port, randomBytes(12).toString('hex'));
  const server = await startPostgres({
    access: postgres,
    dataDir: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    // Nothing here must survive a power cut.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' },
  });
  noteProcess(folder, server.process.pid);
  const [temporalAddress, workflowBundle] = await Promise.all([
    startTemporal(temporalSource, folder, postgres),
    bundleWorkflows(folder),
    makeTemplate(postgres),
    // Here, since files that begin at once would each build them.
    asked !== undefined && asksForPages(asked) ? buildPages(join(localDir, 'web'), say) : null,
  ]);
  announce({
    folder,
    postgres: { port, password: postgres.password },
    temporalAddress,
    temporalSource,
    workflowBundle,
  });
  atTeardown(folder, server, 'SIGINT');
}

const asksForPages = ({ testPathPatterns: { patterns } }: Asked): boolean =>
  patterns.length === 0 || patterns.some((pattern) => pattern.includes('web'));

async function startTemporal(source: TemporalSource, folder: string, postgres: PostgresAccess): Promise<string> {
  if (source.kind === 'address') return source.address;
  const ports = await freeTemporalPorts();
  const server = await startTemporalServer(source, {
    databases: { postgres, main: 'temporal', visibility: 'temporal_visibility' },
    ports,
    folder: join(folder, 'temporal'),
    logFile: join(folder, 'temporal.log'),
    uiPort: null,
  });
  noteProcess(folder, server.process.pid);
  // Its data goes with the run: no need to wait for an orderly stop.
  atTeardown(folder, server, 'SIGKILL');
  return `127.0.0.1:${ports.frontend}`;
}

async function makeTemplate(postgres: PostgresAccess): Promise<void> {
  await withClient(postgres.url('postgres'), async (client) => client.query(`create database ${templateDatabase}`));
  await migrate(postgres.url(templateDatabase));
}

async function bundleWorkflows(folder: string): Promise<string | null> {
  const workflowsPath = join(root, 'workflows', 'index.ts');
  if (!existsSync(workflowsPath)) return null;
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  const file = join(folder, 'workflows.js');
  await writeFile(file, code);
  return file;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
