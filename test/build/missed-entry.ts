import { sql } from 'slonik';
import { z } from 'zod';
import type { Db } from '../../db/pool.ts';
import type { CallId, CounsellorId, InstituteId } from '../../domain/ids.ts';

/** A missed call as work; without a counsellor it is the shared queue's. */
export async function buildMissedEntry(
  db: Db,
  callId: CallId,
  {
    instituteId = 1,
    counsellorId = null,
    student,
    at = new Date().toISOString(),
    rung = counsellorId !== null,
  }: {
    instituteId?: InstituteId;
    counsellorId?: CounsellorId | null;
    student: string;
    at?: string;
    rung?: boolean;
  },
): Promise<string> {
  return await db.oneFirst(sql.type(z.object({ id: z.string() }))`
    insert into missed_entry (institute_id, call_id, counsellor_id, rung, student, at)
    values (${instituteId}, ${callId}, ${counsellorId}, ${rung}, ${student}, ${at})
    returning id
  `);
}
