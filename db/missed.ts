import { sql } from 'slonik';
import { z } from 'zod';
import type { CallId, CounsellorId, InstituteId, LeadId } from '../domain/ids.ts';
import type { MissedRow } from './calls.ts';
import { counsellorId, noRows } from './columns.ts';
import type { Tx } from './pool.ts';
import { isTestCall } from './test-calls.ts';

/** Whose missed entries: a lead's, or those of a number that has no lead. */
export type Student = { readonly leadId: LeadId } | { readonly numberKey: string };

const junkRow = z.object({ junk: z.boolean() });
const changedRow = z.object({ counsellorId: counsellorId.nullable() });
const idRow = z.object({ id: counsellorId });

/** The active ones among these counsellors, in the order given; null asks for all of the institute. */
export async function activeCounsellors(
  tx: Tx,
  instituteId: InstituteId,
  ids: readonly CounsellorId[] | null,
): Promise<readonly CounsellorId[]> {
  const wanted = ids === null ? null : sql.array([...ids], 'uuid');
  const rows = await tx.anyFirst(sql.type(idRow)`
    select k.id
    from counsellor k
    where k.institute_id = ${instituteId} and k.active and (${wanted}::uuid[] is null or k.id = any(${wanted}::uuid[]))
    order by array_position(${wanted}::uuid[], k.id), k.id
  `);
  return rows;
}

/** Whether a lead is marked as junk: its missed calls are no work. */
export async function isJunk(tx: Tx, instituteId: InstituteId, leadId: LeadId): Promise<boolean> {
  return await tx.oneFirst(sql.type(junkRow)`
    select junk from lead where institute_id = ${instituteId} and id = ${leadId}
  `);
}

/**
 * Keeps others from changing a student's entries until the transaction ends, in the one order that everybody keeps:
 * the number without a lead first, then the entries by id. A lead's row is locked by the caller.
 *
 * @returns how many entries there are of the call and these students
 */
export async function lockMissed(
  tx: Tx,
  instituteId: InstituteId,
  { callId, students }: { callId: CallId; students: readonly Student[] },
): Promise<number> {
  const keys = students.map(studentKey);
  for (const key of keys.filter((each) => each.startsWith('tel:'))) {
    await tx.query(sql.type(noRows)`select pg_advisory_xact_lock(${instituteId}, hashtext(${key}))`);
  }
  const { rowCount } = await tx.query(sql.type(noRows)`
    select from missed_entry
    where institute_id = ${instituteId} and (call_id = ${callId} or student = any(${sql.array(keys, 'text')}))
    order by id
    for update
  `);
  return rowCount;
}

/** How missed entries name a student. */
export const studentKey = (student: Student): string =>
  'leadId' in student ? `lead:${student.leadId}` : `tel:${student.numberKey}`;

/**
 * Writes entries of a call; one that stands keeps who opened it and when. Whoever opened the lead for this call has
 * cleared it for all (product 6), also for those whom only a later report names.
 */
export async function upsertMissed(
  tx: Tx,
  { instituteId, callId, rows }: { instituteId: InstituteId; callId: CallId; rows: readonly MissedRow[] },
): Promise<void> {
  const given = sql.unnest(
    rows.map((row) => [row.counsellorId, row.rung, row.student, new Date(row.at).toISOString()]),
    ['uuid', 'bool', 'text', 'timestamptz'],
  );
  await tx.query(sql.type(noRows)`
    insert into missed_entry (institute_id, call_id, counsellor_id, rung, student, at, opened_at, opened_by)
    select ${instituteId}::integer, ${callId}::uuid, counsellor_id, rung, student, at, opened.opened_at, opened.opened_by
    from ${given} as given (counsellor_id, rung, student, at)
    left join (
      select opened_at, opened_by
      from missed_entry
      where institute_id = ${instituteId} and call_id = ${callId} and opened_at is not null
      order by opened_at
      limit 1
    ) opened on true
    on conflict (institute_id, call_id, counsellor_id) do update
    set rung = excluded.rung, student = excluded.student, at = excluded.at
  `);
}

/** Blanks what a call's entries derive from it; who opened them stays. */
export async function forgetMissed(
  tx: Tx,
  { instituteId, callId }: { instituteId: InstituteId; callId: CallId },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    update missed_entry set rung = false, student = '', at = 'epoch', called_back = false
    where institute_id = ${instituteId} and call_id = ${callId}
  `);
}

/** Removes entries of a call: it was not missed after all, or not by these. */
export async function deleteMissed(
  tx: Tx,
  {
    instituteId,
    callId,
    counsellorIds,
  }: {
    instituteId: InstituteId;
    callId: CallId;
    counsellorIds: readonly (CounsellorId | null)[];
  },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    delete from missed_entry
    where institute_id = ${instituteId} and call_id = ${callId}
      and exists (
        select from unnest(${sql.array([...counsellorIds], 'uuid')}) as gone (id)
        where gone.id is not distinct from missed_entry.counsellor_id
      )
  `);
}

/**
 * Says anew for each of these students' entries whether a connected call, in either direction, began after it. The caller
 * has locked them.
 *
 * @returns whose entries changed; null is the shared queue
 */
export async function markCalledBack(
  tx: Tx,
  instituteId: InstituteId,
  students: readonly Student[],
): Promise<readonly (CounsellorId | null)[]> {
  const given = sql.unnest(
    students.map((student) => [
      studentKey(student),
      'leadId' in student ? student.leadId : null,
      'leadId' in student ? null : student.numberKey,
    ]),
    ['text', 'uuid', 'text'],
  );
  const connected = sql.fragment`c.started_at > m.at and c.outcome = 'answered' and c.merged_into is null and not ${isTestCall}`;
  return await tx.anyFirst(sql.type(changedRow)`
    with standing as (
      select m.id, (
        exists (select from call c where c.institute_id = m.institute_id and c.lead_id = given.lead_id and ${connected})
        or exists (select from call c where c.institute_id = m.institute_id and c.number_key = given.number_key and ${connected})
      ) as called_back
      from ${given} as given (key, lead_id, number_key)
      join missed_entry m on m.institute_id = ${instituteId} and m.student = given.key
    )
    update missed_entry m
    set called_back = standing.called_back
    from standing
    where m.institute_id = ${instituteId} and m.id = standing.id and m.called_back <> standing.called_back
    returning m.counsellor_id as "counsellorId"
  `);
}
