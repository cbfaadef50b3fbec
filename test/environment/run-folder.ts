import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'callthread-test-';

/** Makes the folder of a test run. It says who runs there, so that a later run knows whether anybody still does. */
export function makeRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  // Postgres may run as another user than ours.
  chmodSync(folder, 0o711);
  writeFileSync(join(folder, 'owner'), String(process.pid));
  return folder;
}

/** Notes a process of this run, for the day it is pruned instead of torn down. */
export function noteProcess(folder: string, pid: number | undefined): void {
  appendFileSync(join(folder, 'processes'), `${pid ?? ''}\n`);
}

/**
 * Removes what killed runs left behind: jest's teardown does not run on a signal. A process is ended only when its
 * command line names the run's folder, since its id may be somebody else's by now.
 */
export function pruneKilledRuns(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    const owner = numbersIn(join(folder, 'owner'))[0];
    if (owner === undefined || commandLine(owner) !== null) continue;
    for (const pid of numbersIn(join(folder, 'processes'))) {
      if (commandLine(pid)?.includes(folder) === true) process.kill(pid, 'SIGKILL');
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

function numbersIn(file: string): readonly number[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .map(Number)
    .filter((value) => Number.isInteger(value) && value > 1);
}

function commandLine(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    // ps fails for a process that is not there.
    return null;
  }
}
