import { sql } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, InstituteId, LeadId } from '../domain/ids.ts';
import { primaryLead } from './call-rows.ts';
import { counsellorId, leadId, noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const entryRow = z.object({
  student: z.string(),
  lead: z.object({ id: leadId, name: z.string() }).nullable(),
});

/**
 * Whose missed call this entry is, open or not. Null: no such entry, or it is somebody else's.
 *
 * @param counsellor whose entries and the shared queue's may be opened; null: everybody's
 */
export async function missedStudent(
  db: Db,
  {
    instituteId,
    id,
    counsellorId: counsellor,
  }: { instituteId: InstituteId; id: string; counsellorId: CounsellorId | null },
): Promise<{ readonly student: string; readonly leadId: LeadId | null } | null> {
  const row = await db.maybeOne(sql.type(entryRow)`
    select m.student, ${primaryLead} as lead
    from missed_entry m
    join call c on c.institute_id = m.institute_id and c.id = m.call_id
    where m.institute_id = ${instituteId} and m.id = ${id}
      and (${counsellor}::uuid is null or m.counsellor_id = ${counsellor} or m.counsellor_id is null)
  `);
  return row && { student: row.student, leadId: row.lead?.id ?? null };
}

const openedRow = z.object({ counsellorId: counsellorId.nullable() });

/**
 * Takes all of a student's missed calls off everybody's list.
 *
 * @returns whose lists became shorter, null for the shared queue; empty when nothing was open
 */
export async function openStudent(
  tx: Tx,
  { instituteId, student, by }: { instituteId: InstituteId; student: string; by: CounsellorId },
): Promise<ReadonlySet<CounsellorId | null>> {
  // In id order, so that two who open the same student wait for each other instead of deadlocking.
  await tx.query(sql.type(noRows)`
    select from missed_entry
    where institute_id = ${instituteId} and student = ${student} and opened_at is null
    order by id
    for update
  `);
  const opened = await tx.any(sql.type(openedRow)`
    with opened as (
      update missed_entry set opened_at = now(), opened_by = ${by}
      where institute_id = ${instituteId} and student = ${student} and opened_at is null
      returning counsellor_id, called_back
    )
    select distinct counsellor_id as "counsellorId" from opened where not called_back
  `);
  return new Set(opened.map((row) => row.counsellorId));
}
