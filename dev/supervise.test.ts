import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startChild, type Child } from './process/child.ts';
import { supervise } from './supervise.ts';

let folder: string;
let starts = 0;
let stopping: boolean;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callthread-supervise-'));
  starts = 0;
  stopping = false;
  said = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Starts `sh -c <script of that start>`; the last script serves all further starts. */
function starting(...scripts: readonly string[]): () => Promise<Child> {
  return async () => {
    const script = scripts[Math.min(starts, scripts.length - 1)] ?? 'exit 1';
    starts += 1;
    return startChild({
      name: 'tried',
      command: ['sh', '-c', script],
      logFile: join(folder, 'log'),
      deathSignal: 'KILL',
      stop: { signal: 'SIGTERM', withinMs: 1000 },
    });
  };
}
const supervision = (start: () => Promise<Child>, giveUp: (reason: string) => void) => ({
  start,
  giveUp,
  isStopping: () => stopping,
  say: (line: string) => said.push(line),
});

test('a process that crashes is started again', async () => {
  let second: Child | undefined;
  const start = starting('exit 1', 'exec sleep 60');
  await new Promise<void>((resolve, reject) => {
    const keep = async (): Promise<Child> => {
      const child = await start();
      if (starts === 2) {
        second = child;
        resolve();
      }
      return child;
    };
    void supervise(supervision(keep, reject));
  });
  stopping = true;
  await second?.stop();
  expect(said[0]).toContain('tried ended with code 1');
});

test('one that crashes again and again ends everything, with the reason', async () => {
  const reason = await new Promise<string>((resolve) => {
    void supervise(supervision(starting('echo no memory; exit 7'), resolve));
  });
  expect(starts).toBe(5);
  expect(reason).toMatch(/crashed 5 times[^]*code 7[^]*no memory/);
});

test('one that ends because everything stops is left alone', async () => {
  stopping = true;
  const start = starting('exit 0');
  let child: Child | undefined;
  await supervise(
    supervision(
      async () => (child = await start()),
      () => undefined,
    ),
  );
  await child?.exited;
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(starts).toBe(1);
});
