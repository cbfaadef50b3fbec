import { countAsSaved } from '../../calls/saving.ts';
import type { DeliverableFact } from '../../calls/delivery.ts';
import { touchLead } from '../../db/leads.ts';
import { insertNote } from '../../db/notes.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import { addTimeline } from '../../db/timeline.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CallId, EpochMs, LeadId, NoteId } from '../../domain/ids.ts';
import { leadForChange, type LeadForChange } from './lead-for-change.ts';

export interface Noted {
  readonly noteId: NoteId;
  /** The call it counts for: the survivor, where the one named was merged. */
  readonly callId: CallId | null;
  /** To deliver now that it is committed. */
  readonly facts: readonly DeliverableFact[];
}

/**
 * Writes a note on a lead; with a call it ends that call's wrap-up for who talked, and where "Add Notes" stands in
 * for the profile it counts as saving the lead. Throws what `leadForChange` throws.
 */
export const noteLead = async (
  db: Pool,
  viewer: Viewer,
  { leadId, callId: named, text, now }: { leadId: LeadId; callId: CallId | undefined; text: string; now: EpochMs },
): Promise<Noted> =>
  await db.transaction(async (tx) => {
    const { lead, call } = await leadForChange(tx, viewer, { leadId, callId: named });
    return await writeNote(tx, viewer, { lead, call, text, now });
  });

/** The same inside a transaction that has locked the call, then the lead, and found them to belong together. */
export const writeNote = async (
  tx: Tx,
  viewer: Viewer,
  { lead, call, text, now }: LeadForChange & { readonly text: string; readonly now: EpochMs },
): Promise<Noted> => {
  const { instituteId, counsellorId: byId } = viewer;
  const leadId = lead.id;
  const callId = call?.id ?? null;
  const noteId = await insertNote(tx, { instituteId, leadId, callId, byId, text, at: now });
  await addTimeline(tx, { instituteId, leadId, at: now, byId, type: 'note', noteId, callId });
  await touchLead(tx, { instituteId, leadId, at: now });
  const facts = call === null ? [] : await countAsSaved(tx, viewer, { call, lead, what: 'note', now });
  return { noteId, callId, facts };
};
