import { sql } from 'slonik';
import { z } from 'zod';
import type { CallId, CounsellorId, EpochMs, InstituteId, LeadId, NoteId } from '../domain/ids.ts';
import { counsellorId, epochMs, noRows, noteId } from './columns.ts';
import { fromMicroseconds, microseconds } from './microseconds.ts';
import type { Db, Tx } from './pool.ts';

/** What a note is about: a lead, a call, or a lead on behalf of the call it was written in. */
export type NoteAbout =
  | { readonly leadId: LeadId; readonly callId: CallId | null }
  /** The call has no lead yet. */
  | { readonly leadId: null; readonly callId: CallId };

const noteIdRow = z.object({ id: noteId });

/** Writes a note. Its timeline entry is the caller's; without lead there is none. */
export async function insertNote(
  tx: Tx,
  {
    instituteId,
    leadId,
    callId,
    byId,
    text,
    at,
  }: NoteAbout & {
    readonly instituteId: InstituteId;
    readonly byId: CounsellorId;
    readonly text: string;
    readonly at: EpochMs;
  },
): Promise<NoteId> {
  return await tx.oneFirst(sql.type(noteIdRow)`
    insert into note (institute_id, lead_id, call_id, by_id, text, at)
    values (${instituteId}, ${leadId}, ${callId}, ${byId}, ${text}, ${sql.timestamp(new Date(at))})
    returning id
  `);
}

/**
 * Gives the notes of a call to the lead it now belongs to: they are about whoever was on the phone. Those that were
 * kept on the call alone come onto the timeline with it.
 */
export async function moveNotes(
  tx: Tx,
  { instituteId, callId, leadId }: { instituteId: InstituteId; callId: CallId; leadId: LeadId },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    with moved as (
      update note set lead_id = ${leadId}
      where institute_id = ${instituteId} and call_id = ${callId} and lead_id is distinct from ${leadId}::uuid
      returning id, by_id, at, old.lead_id as from_lead_id
    ),
    followed as (
      update timeline t set lead_id = ${leadId}
      from moved
      where t.institute_id = ${instituteId} and t.lead_id = moved.from_lead_id and t.note_id = moved.id
    )
    insert into timeline (institute_id, lead_id, at, type, call_id, note_id, by_id)
    select ${instituteId}, ${leadId}, moved.at, 'note', ${callId}, moved.id, moved.by_id
    from moved
    where moved.from_lead_id is null
  `);
}

const noteRow = z.object({
  id: noteId,
  at: epochMs,
  text: z.string(),
  by: z.object({ id: counsellorId, name: z.string() }).nullable(),
  /** `at` in microseconds: the sort key. */
  sortAt: z.number(),
});
/** A note of a call with who wrote it. */
export type CallNote = z.infer<typeof noteRow>;

/** The notes of a call, newest first. */
export async function listNotesOfCall(
  db: Db,
  { instituteId, callId }: { instituteId: InstituteId; callId: CallId },
  { after, limit }: { after: { readonly sortAt: number; readonly id: string } | null; limit: number },
): Promise<readonly CallNote[]> {
  return await db.any(sql.type(noteRow)`
    select n.id, n.at, n.text, case when k.id is not null then jsonb_build_object('id', k.id, 'name', k.name) end as by,
      ${microseconds(sql.fragment`n.at`)} as "sortAt"
    from note n
    left join counsellor k on k.institute_id = n.institute_id and k.id = n.by_id
    where ${sql.and([
      sql.fragment`n.institute_id = ${instituteId} and n.call_id = ${callId}`,
      after !== null && sql.fragment`(n.at, n.id) < (${fromMicroseconds(after.sortAt)}, ${after.id}::uuid)`,
    ])}
    order by n.at desc, n.id desc
    limit ${limit}
  `);
}

/** Whether somebody already wrote exactly this about a call: a repeated request writes it once. */
export async function hasNote(
  db: Db,
  { instituteId, callId, byId, text }: { instituteId: InstituteId; callId: CallId; byId: CounsellorId; text: string },
): Promise<boolean> {
  return await db.exists(sql.type(noRows)`
    select from note
    where institute_id = ${instituteId} and call_id = ${callId} and by_id = ${byId} and text = ${text}
  `);
}
