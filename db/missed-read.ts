import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, InstituteId } from '../domain/ids.ts';
import { primaryLead } from './call-rows.ts';
import { callId, counsellorId, epochMs, leadId } from './columns.ts';
import { feedKeys, type FeedKey } from './feed-read.ts';
import { fromMicroseconds, microseconds } from './microseconds.ts';
import type { Db } from './pool.ts';

const countRow = z.object({ instituteId: z.number(), counsellorId, count: z.number() });
/** How much work of a kind waits for a counsellor. */
export type WorkCount = z.infer<typeof countRow>;

/** Students whose missed calls wait for each counsellor: their own and the shared queue's. */
export async function missedCounts(db: Db, counsellors: readonly FeedKey[]): Promise<readonly WorkCount[]> {
  if (counsellors.length === 0) return [];
  return await db.any(sql.type(countRow)`
    select wanted.institute_id as "instituteId", wanted.counsellor_id as "counsellorId", (
      select count(distinct m.student)::integer
      from missed_entry m
      where m.institute_id = wanted.institute_id and m.opened_at is null and not m.called_back
        and (m.counsellor_id = wanted.counsellor_id or m.counsellor_id is null)
    ) as count
    from ${feedKeys(counsellors)} as wanted (institute_id, counsellor_id)
  `);
}

/** Answered calls of the last 7 days whose wrap-up each counsellor still owes. */
export async function pendingCounts(db: Db, counsellors: readonly FeedKey[]): Promise<readonly WorkCount[]> {
  if (counsellors.length === 0) return [];
  return await db.any(sql.type(countRow)`
    select wanted.institute_id as "instituteId", wanted.counsellor_id as "counsellorId", (
      select count(*)::integer
      from call c
      where c.institute_id = wanted.institute_id and c.counsellor_id = wanted.counsellor_id and c.outcome = 'answered'
        and not c.wrap_up_done and c.settled_at > now() - interval '7 days' and c.merged_into is null
    ) as count
    from ${feedKeys(counsellors)} as wanted (institute_id, counsellor_id)
  `);
}

const missedRow = z.object({
  id: z.string(),
  callId,
  lead: z.object({ id: leadId, name: z.string() }).nullable(),
  number: z.string().nullable(),
  at: epochMs,
  count: z.number(),
  missedBy: z.array(z.object({ id: counsellorId, name: z.string() })),
  /** `at` in microseconds: the sort key. */
  sortAt: z.number(),
});
/** A student whose calls were missed. */
export type MissedRow = z.infer<typeof missedRow>;

export interface MissedFilter {
  readonly instituteId: InstituteId;
  /** Whose work: theirs and the shared queue's. Null: everybody's. */
  readonly counsellorId: CounsellorId | null;
  readonly after: { readonly sortAt: number; readonly id: string } | null;
  readonly limit: number;
}

const mine = (counsellor: CounsellorId | null): FragmentSqlToken =>
  counsellor === null ? sql.fragment`true` : sql.fragment`(m.counsellor_id = ${counsellor} or m.counsellor_id is null)`;

/** Students to call back, the latest missed call first. `missedBy` names all who were rung, whoever asks. */
export async function listMissed(
  db: Db,
  { instituteId, counsellorId: counsellor, after, limit }: MissedFilter,
): Promise<readonly MissedRow[]> {
  const beyond =
    after === null
      ? sql.fragment`true`
      : sql.fragment`(s.at, s.id) < (${fromMicroseconds(after.sortAt)}, ${after.id}::uuid)`;
  return await db.any(sql.type(missedRow)`
    select s.id, s.call_id as "callId", ${primaryLead} as lead, c.number_key as number, s.at, s.count,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', who.id, 'name', who.name) order by who.name, who.id)
        from counsellor who
        where who.institute_id = c.institute_id and who.id in (
          select m.counsellor_id
          from missed_entry m
          where m.institute_id = c.institute_id and m.student = s.student and m.rung
            and m.opened_at is null and not m.called_back
        )
      ), '[]') as "missedBy",
      ${microseconds(sql.fragment`s.at`)} as "sortAt"
    from (
      select m.student, count(distinct m.call_id)::integer as count, max(m.at) as at,
        (array_agg(m.id order by m.at desc, m.call_id desc, m.id))[1] as id,
        (array_agg(m.call_id order by m.at desc, m.call_id desc, m.id))[1] as call_id
      from missed_entry m
      where m.institute_id = ${instituteId} and m.opened_at is null and not m.called_back and ${mine(counsellor)}
      group by m.student
    ) s
    join call c on c.institute_id = ${instituteId} and c.id = s.call_id
    where ${beyond}
    order by s.at desc, s.id desc
    limit ${limit}
  `);
}
