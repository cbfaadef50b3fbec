import { setTimeout as sleep } from 'node:timers/promises';
import { howItEnded, type Child } from './child.ts';
import { lastLines } from './log-file.ts';

/** A process that ended before it was ready, or was not ready in time. */
export class NotReady extends Error {
  readonly code = 'not_ready';
}

/**
 * Asks `probe` every 50 ms until it holds. A probe that rejects counts as "not yet". Rejects with NotReady when the process
 * ends meanwhile, or `withinMs` is over, after which it is stopped; the message has the end of its log.
 */
export async function untilReady(child: Child, probe: () => Promise<unknown>, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  let ended: string | null = null;
  void child.exited.then((exit) => {
    ended = howItEnded(exit);
  });
  for (;;) {
    const ready = await probe().then(
      () => true,
      () => false,
    );
    if (ended !== null)
      throw new NotReady(`${child.name} ended ${String(ended)} before it was ready.\n${lastLines(child.logFile)}`);
    if (ready) return;
    if (performance.now() > deadline) {
      await child.stop();
      throw new NotReady(`${child.name} was not ready after ${withinMs} ms.\n${lastLines(child.logFile)}`);
    }
    await sleep(50);
  }
}
