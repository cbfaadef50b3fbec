import { setTimeout as sleep } from 'node:timers/promises';
import { howItEnded, type Child } from './process/child.ts';
import { lastLines } from './process/log-file.ts';

export interface Supervision {
  /** Starts the process and returns when it is ready; called again after a crash. */
  readonly start: () => Promise<Child>;
  /** Whether the whole stack is being stopped: an end is then no crash. */
  readonly isStopping: () => boolean;
  readonly say: (line: string) => void;
  /** Called once, with the reason, when it crashes too often. */
  readonly giveUp: (reason: string) => void;
}

/** So many crashes within so many ms are a fault that a further start does not heal. */
const mostCrashes = 5;
const withinMs = 60_000;
/** Wait before the first restart; it doubles with every crash still counted. */
const firstWaitMs = 250;

/**
 * Starts a process and restarts it whenever it ends by itself, with a growing wait, until it does so too often.
 * Returns when it is ready for the first time; rejects when that start fails.
 */
export async function supervise(supervision: Supervision): Promise<void> {
  const child = await supervision.start();
  void keepRunning(child, supervision);
}

async function keepRunning(first: Child, { start, isStopping, say, giveUp }: Supervision): Promise<void> {
  const crashes: number[] = [];
  let child: Child | null = first;
  let why = '';
  for (;;) {
    if (child !== null) {
      why = `${first.name} ended ${howItEnded(await child.exited)}`;
      if (!isStopping()) why += `\n${lastLines(child.logFile)}`;
    }
    if (isStopping()) return;
    const now = performance.now();
    crashes.push(now);
    while ((crashes[0] ?? now) < now - withinMs) crashes.shift();
    if (crashes.length >= mostCrashes) {
      giveUp(`${first.name} crashed ${mostCrashes} times within ${withinMs / 1000} s. Last: ${why}`);
      return;
    }
    const wait = firstWaitMs * 2 ** (crashes.length - 1);
    say(`${why}\n  It is started again in ${wait} ms.`);
    await sleep(wait);
    if (isStopping()) return;
    child = await start().then(
      (started) => {
        say(`${first.name} is back.`);
        return started;
      },
      (error: unknown) => {
        why = error instanceof Error ? error.message : `${first.name} could not be started`;
        return null;
      },
    );
  }
}
