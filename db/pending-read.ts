import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { CallId, InstituteId } from '../domain/ids.ts';
import { callColumns, callJoins, callRow } from './call-rows.ts';
import type { CallSight } from './calls-read.ts';
import { fromMicroseconds, microseconds } from './microseconds.ts';
import type { Db, Tx } from './pool.ts';
import { teammatesOf } from './teams.ts';

/** Settled after this moment, an answered call's wrap-up is still asked for (product 6). */
const stillAsked = sql.fragment`now() - interval '7 days'`;

const pendingRow = callRow.extend({ settledKey: z.number() });
/** A call whose wrap-up is owed; `settledKey` is the sort key, in microseconds. */
export type PendingCall = z.infer<typeof pendingRow>;

const owedBy = ({ instituteId, counsellorId, teamId, scope }: CallSight): FragmentSqlToken => {
  if (scope === 'all') return sql.fragment`c.counsellor_id is not null`;
  if (scope === 'own') return sql.fragment`c.counsellor_id = ${counsellorId}`;
  return sql.fragment`c.counsellor_id in (${teammatesOf({ instituteId, counsellorId, teamId })})`;
};

/** Answered calls of the last 7 days whose wrap-up is not done, the newest first: one's own, the team's, or all. */
export async function listPending(
  db: Db,
  whose: CallSight,
  { after, limit }: { after: { readonly settledKey: number; readonly id: string } | null; limit: number },
): Promise<readonly PendingCall[]> {
  return await db.any(sql.type(pendingRow)`
    select ${callColumns}, ${microseconds(sql.fragment`c.settled_at`)} as "settledKey"
    from call c
    ${callJoins}
    where ${sql.and([
      sql.fragment`c.institute_id = ${whose.instituteId} and c.outcome = 'answered' and not c.wrap_up_done`,
      sql.fragment`c.settled_at > ${stillAsked} and c.merged_into is null and ${owedBy(whose)}`,
      after !== null && sql.fragment`(c.settled_at, c.id) < (${fromMicroseconds(after.settledKey)}, ${after.id}::uuid)`,
    ])}
    order by c.settled_at desc, c.id desc
    limit ${limit}
  `);
}

const wrapUpRow = z.object({ teamId: z.string().nullable(), isOwed: z.boolean() });

/** Whether a call has a wrap-up at all, done or not, and the team of whoever owes it. */
export async function wrapUpOf(tx: Tx, instituteId: InstituteId, id: CallId): Promise<z.infer<typeof wrapUpRow>> {
  return await tx.one(sql.type(wrapUpRow)`
    select k.team_id as "teamId", c.outcome is not distinct from 'answered' and c.wrap_up_until is not null as "isOwed"
    from call c
    left join counsellor k on k.institute_id = c.institute_id and k.id = c.counsellor_id
    where c.institute_id = ${instituteId} and c.id = ${id}
  `);
}
