import { resealAll } from '../calls/resealing.ts';
import { forgetTooOld } from '../calls/retention.ts';
import type { Logger } from '../config/log.ts';
import type { SecretKey } from '../config/secret-keys.ts';
import type { Pool } from '../db/pool.ts';
import { claimUpkeep, finishUpkeep, type UpkeepTask } from '../db/upkeep.ts';
import type { EpochMs } from '../domain/ids.ts';
import { runRounds, type Rounds } from './rounds.ts';

export interface UpkeepDeps {
  readonly pool: Pool;
  readonly secretKeys: readonly SecretKey[];
  readonly log: Logger;
  readonly now: () => EpochMs;
}

/** Between two looks whether something is due, in ms. */
const LONGEST_PAUSE_MS = 60_000;
/** Of one round; what is left goes on in the next. */
const BUDGET_MS = 20_000;
/** A worker that takes longer than this with a task has died with it. */
const CLAIM_MS = 5 * 60_000;

/** Says whether all of it was done. */
type Work = (deps: UpkeepDeps, mayGoOn: () => boolean) => Promise<boolean>;

const TASKS: Readonly<Record<UpkeepTask, Work>> = {
  retention: async ({ pool, log, now }, mayGoOn) => {
    const { done, counts } = await forgetTooOld(pool, { now: now(), mayGoOn });
    if (Object.keys(counts).length > 0) log.info({ forgotten: counts, done }, 'what was kept long enough is forgotten');
    return done;
  },
  resealing: async ({ pool, secretKeys, log }, mayGoOn) => {
    const { resealed, unreadable, done } = await resealAll(pool, secretKeys, mayGoOn);
    if (resealed > 0) log.info({ resealed }, 'stored secrets were sealed with the newest key');
    if (unreadable > 0) log.warn({ unreadable }, 'stored secrets open with none of SECRET_KEYS');
    return done;
  },
};

/**
 * Forgets what is too old and seals stored secrets anew, every so often. A loop of the worker's own and not a schedule of
 * Temporal: when a task is due stands in the database beside what it works on, so that nothing that must go stays because
 * Temporal is away, or was set up anew. Of any number of workers one has a task at a time.
 */
export function startUpkeep(deps: UpkeepDeps, everySeconds: number): Rounds {
  const { pool, log, now } = deps;
  const everyMs = everySeconds * 1000;
  return runRounds({ name: 'upkeep', pauseMs: Math.min(LONGEST_PAUSE_MS, everyMs), log }, async (signal) => {
    const until = performance.now() + BUDGET_MS;
    const mayGoOn = (): boolean => !signal.aborted && performance.now() < until;
    for (const task of ['retention', 'resealing'] as const) {
      if (!(await claimUpkeep(pool, task, { now: now(), forMs: CLAIM_MS }))) continue;
      const done = await TASKS[task](deps, mayGoOn);
      await finishUpkeep(pool, task, { now: now(), dueAt: done ? now() + everyMs : now(), done });
    }
    return 'done';
  });
}
