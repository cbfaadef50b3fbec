import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withClient } from '../../dev/postgres/server.ts';
import type { Child } from '../../dev/process/child.ts';
import { freeTemporalPorts, startTemporalServer } from '../../dev/temporal/server.ts';
import { noteProcess } from './run-folder.ts';
import { runningStack, testPostgres } from './running-stack.ts';

/** A Temporal server for the tests that take it away. */
export interface TestTemporal {
  /** The same before and after a stop. */
  readonly address: string;
  /** Kills it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again with what it knew: about a second. */
  start(): Promise<void>;
  /** Starts it again without its data: a Temporal that lost everything. Only when it is not running. */
  startEmpty(): Promise<void>;
  /** Stops it for good and removes its data. */
  remove(): Promise<void>;
}

/** Starts a Temporal server of one's own beside the run's, on the run's Postgres: about 1.5 s. */
export async function createTestTemporal(): Promise<TestTemporal> {
  const { folder: runFolder, temporalSource } = runningStack();
  if (temporalSource.kind === 'address')
    throw new Error('This test stops and starts Temporal: run it without TEMPORAL_ADDRESS.');
  const postgres = testPostgres();
  const id = randomBytes(6).toString('hex');
  const folder = join(runFolder, `temporal-${id}`);
  const databases = { postgres, main: `temporal_${id}`, visibility: `temporal_visibility_${id}` };
  const ports = await freeTemporalPorts();
  let child: Child | null = null;

  const start = async (): Promise<void> => {
    const logFile = join(runFolder, `temporal-${id}.log`);
    child ??= await startTemporalServer(temporalSource, { databases, ports, folder, logFile, uiPort: null });
    noteProcess(runFolder, child.process.pid);
  };
  const kill = async (): Promise<void> => {
    child?.process.kill('SIGKILL');
    await child?.exited;
    child = null;
  };
  const forget = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    await withClient(postgres.url('postgres'), async (client) => {
      for (const name of [databases.main, databases.visibility])
        await client.query(`drop database if exists ${name} with (force)`);
    });
  };

  await start();
  return {
    address: `127.0.0.1:${ports.frontend}`,
    kill,
    start,
    startEmpty: async () => {
      await forget();
      await start();
    },
    remove: async () => {
      await kill();
      await forget();
    },
  };
}
