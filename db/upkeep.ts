import { sql } from 'slonik';
import type { EpochMs } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Db } from './pool.ts';

export type UpkeepTask = 'retention' | 'resealing';

const at = (ms: EpochMs) => sql.timestamp(new Date(ms));

/** Takes a task that is due, for so long; false: it is not, or another worker has it. Whoever dies with it lets it go by time. */
export async function claimUpkeep(
  db: Db,
  task: UpkeepTask,
  { now, forMs }: { now: EpochMs; forMs: number },
): Promise<boolean> {
  const { rowCount } = await db.query(sql.type(noRows)`
    update upkeep set claimed_until = ${at(now + forMs)}
    where task = ${task} and due_at <= ${at(now)} and (claimed_until is null or claimed_until < ${at(now)})
  `);
  return rowCount === 1;
}

/** Lets a task go: it is due again then. `done`: all of it was seen to. */
export async function finishUpkeep(
  db: Db,
  task: UpkeepTask,
  { now, dueAt, done }: { now: EpochMs; dueAt: EpochMs; done: boolean },
): Promise<void> {
  await db.query(sql.type(noRows)`
    update upkeep
    set claimed_until = null, due_at = ${at(dueAt)}, done_at = case when ${done} then ${at(now)} else done_at end
    where task = ${task}
  `);
}
