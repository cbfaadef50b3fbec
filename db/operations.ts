import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { hasProblem, type CallProblem } from './call-problems.ts';
import { visible, type CallSight } from './calls-read.ts';
import { epochMs } from './columns.ts';
import type { Db } from './pool.ts';

/** Nobody counts further: so many, or more. */
export const MOST_COUNTED = 1000;

const problemCounts = z.object({ unknown: z.number(), stuck: z.number(), repaired: z.number() });

/** How many calls of each kind the viewer may see were heard since `since`; stuck ones whenever it was. */
export async function countProblems(
  db: Db,
  sight: CallSight,
  since: EpochMs,
): Promise<Readonly<Record<CallProblem, number>>> {
  const recent = sql.fragment`and c.first_heard_at >= ${sql.timestamp(new Date(since))}`;
  const counted = (problem: CallProblem, when: FragmentSqlToken): FragmentSqlToken => sql.fragment`(
    select count(*)::integer from (
      select from call c
      where c.institute_id = ${sight.instituteId} and c.merged_into is null and not c.unclaimed
        and ${hasProblem(problem)} and ${visible(sight)} ${when}
      limit ${MOST_COUNTED}
    ) found
  )`;
  return await db.one(sql.type(problemCounts)`
    select ${counted('unknown', recent)} as unknown, ${counted('stuck', sql.fragment``)} as stuck,
      ${counted('repaired', recent)} as repaired
  `);
}

const backlog = z.object({ waiting: z.number(), oldestAt: epochMs.nullable(), overdue: z.number() });
export type Backlog = z.infer<typeof backlog>;

/**
 * What of an institute's calls is behind: those whose workflow has not seen all facts though the newest is older than
 * `heardBefore`, and those still open whose time to be looked at passed before `dueBefore`.
 */
export async function deliveryBacklog(
  db: Db,
  {
    instituteId,
    heardBefore,
    dueBefore,
  }: { readonly instituteId: InstituteId; readonly heardBefore: EpochMs; readonly dueBefore: EpochMs },
): Promise<Backlog> {
  return await db.one(sql.type(backlog)`
    select waiting.calls as waiting, waiting."oldestAt", (
      select count(*)::integer from (
        select from call c
        where c.institute_id = ${instituteId} and c.closed_at is null and c.wake_at < ${sql.timestamp(new Date(dueBefore))}
        limit ${MOST_COUNTED}
      ) late
    ) as overdue
    from (
      select count(*)::integer as calls, min(last_heard_at) as "oldestAt"
      from (
        select c.last_heard_at
        from call c
        where c.institute_id = ${instituteId} and c.last_seq > c.delivered_seq
          and c.last_heard_at < ${sql.timestamp(new Date(heardBefore))}
        order by c.last_heard_at
        limit ${MOST_COUNTED}
      ) behind
    ) waiting
  `);
}
