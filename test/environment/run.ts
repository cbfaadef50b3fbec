import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installChromium } from './chromium.ts';
import { countsMessage, type Counts } from './counts.ts';

/**
 * `npm test`: types, lint and format, then jest with the arguments given. Its last line is `N passed, N failed`, where each
 * of those checks counts as one; it exits with 1 when anything failed. With arguments only jest runs: somebody is at work
 * on one test.
 */
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const jestArguments = process.argv.slice(2);

const counts: Counts[] = [];
if (jestArguments.length === 0) {
  for (const project of ['.', 'web', 'test/web']) {
    counts.push(await check(`types of ${project}`, ['node_modules/.bin/tsc', '--noEmit', ...remembering(project)]));
  }
  counts.push(await check('lint', ['node_modules/.bin/oxlint']));
  counts.push(await check('format', ['node_modules/.bin/oxfmt', '--check']));
}
await installChromium();
counts.push(await runJest());

const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** What tsc found of files that have not changed since, it need not find again: 2 s of CPU for 17. */
function remembering(project: string): readonly string[] {
  const memory = join(process.env['LOCAL_DIR'] ?? '.local', 'types', `${project.replaceAll(/\W/g, '_')}.tsbuildinfo`);
  return ['--incremental', '--tsBuildInfoFile', memory, '-p', project];
}

async function check(name: string, command: readonly [string, ...string[]]): Promise<Counts> {
  process.stdout.write(`Checking ${name} … `);
  const began = performance.now();
  const good = await runs(command);
  process.stdout.write(`${good ? 'good' : 'FAILED'}, ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  return good ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** What the reporter counted. A run that failed for another reason than a test, e.g. its set-up, is one failure. */
async function runJest(): Promise<Counts> {
  let tests: Counts = { passed: 0, failed: 0 };
  const succeeded = await runs([process.execPath, ...jest, ...jestArguments], (message) => {
    tests = countsMessage.parse(message);
  });
  return succeeded || tests.failed > 0 ? tests : { ...tests, failed: 1 };
}

/** Runs a command before everybody's eyes; false when it failed. With `hear` it has a channel to tell us something. */
async function runs(
  [file, ...parameters]: readonly [string, ...string[]],
  hear?: (message: unknown) => void,
): Promise<boolean> {
  const child = spawn(file, parameters, {
    stdio: hear === undefined ? 'inherit' : ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  if (hear !== undefined) child.on('message', hear);
  // A Ctrl-C reaches the command by itself, through the terminal's group; npm passes on only what it got itself.
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.on('SIGTERM', forward).on('SIGINT', forward);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => {
      resolve(null);
    });
    child.once('close', resolve);
  });
  process.off('SIGTERM', forward).off('SIGINT', forward);
  return code === 0;
}
