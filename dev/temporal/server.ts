import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { startChild, type Child } from '../process/child.ts';
import { freePorts } from '../process/ports.ts';
import { untilReady } from '../process/until.ts';
import type { TemporalBinaries } from './binaries.ts';
import {
  asTemporalPorts,
  dynamicConfig,
  serverConfig,
  temporalPortCount,
  type TemporalDatabases,
  type TemporalPorts,
} from './config.ts';
import { prepareDatabases } from './schema.ts';
import type { TemporalSource } from './source.ts';

export interface TemporalServerOptions {
  readonly ports: TemporalPorts;
  /** Where our own build keeps its data; the `temporal` command has a file in `folder`. */
  readonly databases: TemporalDatabases | null;
  /** Folder for configuration files, and for the data of the `temporal` command. */
  readonly folder: string;
  readonly logFile: string;
  /** Port of the Web UI, which the `temporal` command brings with it; null leaves it out. */
  readonly uiPort: number | null;
}

const startWithinMs = 60_000;

/** Starts a Temporal server of ours and returns when it answers, at `127.0.0.1:<ports.frontend>`. */
export async function startTemporalServer(
  source: Exclude<TemporalSource, { readonly kind: 'address' }>,
  options: TemporalServerOptions,
): Promise<Child> {
  mkdirSync(options.folder, { recursive: true });
  const command =
    source.kind === 'built'
      ? await builtServer(source.binaries, options)
      : developmentServer(source.executable, options);
  const child = startChild({
    name: 'temporal',
    command,
    logFile: options.logFile,
    // Not TERM: once Postgres is gone the server ignores it for long.
    deathSignal: 'KILL',
    stop: { signal: 'SIGTERM', withinMs: 10_000 },
  });
  await untilReady(child, async () => answers(`127.0.0.1:${options.ports.frontend}`), startWithinMs);
  return child;
}

async function builtServer(
  binaries: TemporalBinaries,
  { folder, ports, databases }: TemporalServerOptions,
): Promise<readonly [string, ...string[]]> {
  if (databases === null) throw new Error('The built Temporal server needs a Postgres.');
  await prepareDatabases(binaries.sqlTool, databases);
  const dynamicConfigFile = join(folder, 'dynamic.yaml');
  const configFile = join(folder, 'server.yaml');
  // JSON is YAML too. The file holds the database's password.
  writeFileSync(dynamicConfigFile, JSON.stringify(dynamicConfig, null, 2));
  writeFileSync(configFile, JSON.stringify(serverConfig(ports, databases, dynamicConfigFile), null, 2), {
    mode: 0o600,
  });
  return [binaries.server, '--config-file', configFile, '--allow-no-auth', 'start'];
}

/** @see https://docs.temporal.io/cli/server#start-dev */
function developmentServer(
  executable: string,
  { folder, ports, uiPort }: TemporalServerOptions,
): readonly [string, ...string[]] {
  return [
    executable,
    'server',
    'start-dev',
    '--ip',
    '127.0.0.1',
    '--port',
    String(ports.frontend),
    '--http-port',
    String(ports.http),
    '--db-filename',
    join(folder, 'temporal.sqlite'),
    '--log-level',
    'warn',
    ...(uiPort === null ? ['--headless'] : ['--ui-ip', '127.0.0.1', '--ui-port', String(uiPort)]),
    ...Object.entries(dynamicConfig).flatMap(([key, [{ value }]]) => ['--dynamic-config-value', `${key}=${value}`]),
  ];
}

/** Rejects while the server does not answer for a namespace of its own. */
export async function answers(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2000 });
  try {
    await connection.withDeadline(Date.now() + 2000, async () =>
      connection.workflowService.describeNamespace({ namespace: 'temporal-system' }),
    );
  } finally {
    await connection.close();
  }
}

/** Free ports for a server. */
export async function freeTemporalPorts(): Promise<TemporalPorts> {
  return asTemporalPorts(await freePorts(temporalPortCount));
}
