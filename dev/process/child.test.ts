import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startChild, type Child } from './child.ts';
import { hasSetpriv } from './setpriv.ts';
import { untilReady } from './until.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callthread-child-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function start(script: string, stopWithinMs = 5000): Child {
  return startChild({
    name: 'tried',
    command: [process.execPath, '-e', script],
    logFile: join(folder, 'log'),
    deathSignal: 'TERM',
    stop: { signal: 'SIGTERM', withinMs: stopWithinMs },
  });
}
const says = async (text: string): Promise<void> => {
  if (!readFileSync(join(folder, 'log'), 'utf8').includes(text)) throw new Error('not yet');
};
const forEver = 'setInterval(() => undefined, 1000)';

describe('a process of the local stack', () => {
  test('stops when asked', async () => {
    const child = start(`${forEver}; process.on('SIGTERM', () => process.exit(3)); console.log('up')`);
    await untilReady(child, async () => says('up'), 5000);
    expect(await child.stop()).toEqual({ code: 3, signal: null });
  });

  test('is killed when it does not stop in its time', async () => {
    const child = start(`${forEver}; process.on('SIGTERM', () => undefined); console.log('up')`, 100);
    await untilReady(child, async () => says('up'), 5000);
    expect(await child.stop()).toEqual({ code: null, signal: 'SIGKILL' });
  });

  test('that ends before it is ready says why', async () => {
    const child = start(`console.log('no port left'); process.exit(9)`);
    await expect(untilReady(child, async () => says('up'), 5000)).rejects.toThrow(/ended with code 9[^]*no port left/);
  });

  test('that is never ready is stopped', async () => {
    const child = start(forEver);
    await expect(untilReady(child, async () => says('up'), 300)).rejects.toThrow('was not ready after 300 ms');
    expect(await child.exited).toEqual({ code: null, signal: 'SIGTERM' });
  });

  test('whose command does not exist ends at once', async () => {
    const child = startChild({
      name: 'tried',
      command: ['/nowhere/at-all'],
      logFile: join(folder, 'log'),
      deathSignal: 'TERM',
      stop: { signal: 'SIGTERM', withinMs: 1000 },
    });
    expect((await child.exited).code).toBe(127);
  });

  test('does not outlive a parent that was killed', async () => {
    if (!hasSetpriv()) return;
    const module = JSON.stringify(new URL('child.ts', import.meta.url).href);
    const inner = JSON.stringify({
      name: 'inner',
      command: [process.execPath, '-e', `console.log('inner ' + process.pid); ${forEver}`],
      logFile: join(folder, 'inner'),
      deathSignal: 'KILL',
      stop: { signal: 'SIGTERM', withinMs: 1000 },
    });
    const outer = start(`import(${module}).then(({ startChild }) => startChild(${inner})); ${forEver}`);
    const innerPid = async (): Promise<number> => {
      const [, pid] = /inner (\d+)/.exec(readFileSync(join(folder, 'inner'), 'utf8')) ?? [];
      if (pid === undefined) throw new Error('not yet');
      return Number(pid);
    };
    await untilReady(outer, innerPid, 5000);
    const pid = await innerPid();
    outer.process.kill('SIGKILL');
    await outer.exited;
    const deadline = Date.now() + 3000;
    while (isAlive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isAlive(pid)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that ended but was not yet collected is still in the table.
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    // Neither the signal nor the file finds it.
    return false;
  }
}
