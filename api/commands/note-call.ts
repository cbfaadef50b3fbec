import type { LockedCall } from '../../db/calls.ts';
import { insertNote } from '../../db/notes.ts';
import { primaryOf } from '../../db/leads.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CallId, EpochMs } from '../../domain/ids.ts';
import { callForChange, tell } from './call-for-change.ts';
import { leadForChange } from './lead-for-change.ts';
import { writeNote, type Noted } from './note-lead.ts';

/**
 * Writes a note about a call: on its lead, or on the call alone as long as it has none. Either way it ends the wrap-up
 * of whoever talked. Throws 404 `not_found`.
 */
export const noteCall = async (
  db: Pool,
  viewer: Viewer,
  { callId, text, now }: { callId: CallId; text: string; now: EpochMs },
): Promise<Noted> =>
  await db.transaction(async (tx) => {
    const call = await callForChange(tx, viewer, callId);
    return await writeCallNote(tx, viewer, { call, text, now });
  });

/** The same for a call that is locked already. */
export const writeCallNote = async (
  tx: Tx,
  viewer: Viewer,
  { call, text, now }: { call: LockedCall; text: string; now: EpochMs },
): Promise<Noted> => {
  const { instituteId, counsellorId } = viewer;
  const leadId = call.leadId === null ? null : await primaryOf(tx, { instituteId, leadId: call.leadId });
  if (leadId !== null) {
    const both = await leadForChange(tx, viewer, { leadId, callId: call.id });
    return await writeNote(tx, viewer, { ...both, text, now });
  }
  const noteId = await insertNote(tx, { instituteId, leadId, callId: call.id, byId: counsellorId, text, at: now });
  const facts = await tell(tx, viewer, {
    callId: call.id,
    facts: [{ kind: 'saved', counsellorId, what: 'note', leadId: null }],
    now,
  });
  return { noteId, callId: call.id, facts };
};
