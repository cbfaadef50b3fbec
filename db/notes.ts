import { sql } from 'slonik';
import { z } from 'zod';
import type { CallId, CounsellorId, EpochMs, InstituteId, LeadId, NoteId } from '../domain/ids.ts';
import { noteId } from './columns.ts';
import type { Tx } from './pool.ts';

/** A note on a lead, on behalf of the call it was written in, if any. Its timeline entry is the caller's. */
export async function insertNote(
  tx: Tx,
  { instituteId, leadId, callId, byId, text, at }: {
    instituteId: InstituteId;
    leadId: LeadId;
    callId: CallId | null;
    byId: CounsellorId;
    text: string;
    at: EpochMs;
  },
): Promise<NoteId> {
  return await tx.oneFirst(sql.type(z.object({ id: noteId }))`
    insert into note (institute_id, lead_id, call_id, by_id, text, at)
    values (${instituteId}, ${leadId}, ${callId}, ${byId}, ${text}, ${sql.timestamp(new Date(at))})
    returning id
  `);
}
