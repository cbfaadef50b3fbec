import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { startChild, type Child } from '../../dev/process/child.ts';
import { runningStack } from '../environment/running-stack.ts';
import { eventually } from '../spine/stage.ts';

function start(way: string): { readonly child: Child; readonly written: () => string } {
  const logFile = join(runningStack().folder, `faulty-${way.replace(' ', '-')}.log`);
  const child = startChild({
    name: 'faulty',
    command: [process.execPath, join(import.meta.dirname, 'faulty-service.ts'), way],
    logFile,
    deathSignal: 'TERM',
    ipc: true,
    stop: { signal: 'SIGTERM', withinMs: 20_000 },
  });
  return { child, written: () => readFileSync(logFile, 'utf8') };
}

const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test.each([
  ['start', 'could not start'],
  ['later', 'nobody caught an error'],
  ['unhandled', 'nobody caught an error'],
])('a process that fails at %s ends with 1, and says so in its log without a word about people', async (way, why) => {
  const { child, written } = start(way);
  expect(await child.exited).toEqual({ code: 1, signal: null });
  expect(lines(written()).at(-1)).toMatchObject({
    level: 'fatal',
    msg: why,
    err: { message: 'no room for [removed]' },
  });
  expect(written()).not.toMatch(/Zenobia|98111/);
});

test('a process that fails to stop ends with 1', async () => {
  const { child, written } = start('stop');
  await new Promise((resolve) => child.process.once('message', resolve));
  expect(await child.stop()).toEqual({ code: 1, signal: null });
  expect(lines(written()).at(-1)).toMatchObject({ level: 'fatal', msg: 'stopping failed' });
});

test('a process that is told to stop while it starts ends with 0', async () => {
  const { child, written } = start('slow start');
  await eventually(async () => written().includes('"starting"') || null);
  child.process.kill('SIGTERM');
  expect(await child.exited).toEqual({ code: 0, signal: null });
});
