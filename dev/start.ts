import { fileURLToPath } from 'node:url';
import { Choices } from './choices.ts';
import { freshCallId, greeting } from './greeting.ts';
import { LocalFolder } from './local-folder.ts';
import { lockFolder } from './lock.ts';
import { watchParent } from './parent-watch.ts';
import { isFree } from './process/ports.ts';
import { startStack } from './stack.ts';
import { stopAll } from './stop.ts';
import { supervise } from './supervise.ts';

/** `npm start`: the whole of Callthread on this machine. */

const root = fileURLToPath(new URL('..', import.meta.url));
let stopping: Promise<void> | null = null;
let unlock = (): void => undefined;

// Before anything is started, so that whatever is gets stopped. Ctrl-C comes twice, from the terminal and from npm.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
watchParent(() => void stop(1));

try {
  await start();
} catch (error) {
  if (stopping === null)
    await stop(1, error instanceof Error ? error.message : 'something other than an Error was thrown');
}

async function start(): Promise<void> {
  const choices = new Choices(root);
  await refuseTakenPort('PORT', choices.port, choices.host);
  if (choices.embedsTemporal) await refuseTakenPort('TEMPORAL_UI_PORT', choices.temporalUiPort, '127.0.0.1');
  const folder = new LocalFolder(choices.localDir);
  unlock = lockFolder(folder.folder('lock'));
  const stack = await startStack({
    choices,
    folder,
    say,
    keep: async (startChild) =>
      supervise({
        start: startChild,
        isStopping: () => stopping !== null,
        say,
        giveUp: (reason) => void stop(1, reason),
      }),
  });
  if (stopping !== null) return;
  say(greeting({ ...stack, localDir: choices.localDir, callId: freshCallId(Date.now()) }));
}

async function refuseTakenPort(variable: string, port: number, host: string): Promise<void> {
  if (await isFree(port, host)) return;
  throw new Error(
    `${variable} ${port} is taken on ${host}: stop what listens there, or set ${variable} to another port.`,
  );
}

/** Stops everything in order and ends this process; the first call decides how. */
async function stop(exitCode: number, reason?: string): Promise<void> {
  stopping ??= (async () => {
    if (reason !== undefined) process.stderr.write(`\nCallthread stops: ${reason}\n`);
    await stopAll(say);
    unlock();
    say('Stopped.');
    process.exit(exitCode);
  })();
  return stopping;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
