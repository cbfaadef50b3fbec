import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Starts `work` `perSecond` times a second, whatever becomes of those before: a slow answer does not thin out the load,
 * as it would with callers who wait for it. Resolves when all have ended; rejects with the first that failed.
 *
 * @param count how often in all
 */
export async function atPace(
  { perSecond, count }: { readonly perSecond: number; readonly count: number },
  work: (n: number) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const started: Promise<void>[] = [];
  for (let n = 0; n < count; n += 1) {
    await sleep(Math.max(0, began + (n * 1000) / perSecond - performance.now()));
    const one = work(n);
    // Awaited below; until then its failure is known.
    one.catch(() => undefined);
    started.push(one);
  }
  await Promise.all(started);
}

/** Does `work` `count` times, some at a time, as fast as it goes: what runs for the first time is not what is measured. */
export async function warmUp(
  { callers, count }: { readonly callers: number; readonly count: number },
  work: (n: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const call = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: callers }, call));
}

/** What a number of callers got done. */
export interface Throughput {
  /** How long each piece of work took, in ms. */
  readonly times: readonly number[];
  readonly perSecond: number;
}

/**
 * So many callers do `work` again and again, each waiting for its own. What ends in the warm-up, when not all are busy
 * yet, or after the end does not count.
 *
 * @param work gets a number no other piece has
 */
export async function byCallers(
  {
    callers,
    warmUpSeconds,
    seconds,
  }: { readonly callers: number; readonly warmUpSeconds: number; readonly seconds: number },
  work: (n: number) => Promise<void>,
): Promise<Throughput> {
  const from = performance.now() + warmUpSeconds * 1000;
  const until = from + seconds * 1000;
  const times: number[] = [];
  let next = 0;
  const call = async (): Promise<void> => {
    for (let begun = performance.now(); begun < until; begun = performance.now()) {
      await work(next++);
      const ended = performance.now();
      if (ended >= from && ended < until) times.push(ended - begun);
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  return { times, perSecond: times.length / seconds };
}
