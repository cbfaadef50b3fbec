import { visibleCall } from '../db/calls-read.ts';
import { lockCall, type LockedCall } from '../db/calls.ts';
import type { LeadRow } from '../db/lead-list.ts';
import { primaryOf } from '../db/leads.ts';
import type { Tx } from '../db/pool.ts';
import { scopeOf, type Viewer } from '../domain/access/viewer.ts';
import type { FactOf } from '../domain/call/facts.ts';
import type { CallId, EpochMs } from '../domain/ids.ts';
import { advance } from './advance.ts';
import type { DeliverableFact } from './delivery.ts';
import { addFact } from './facts.ts';

/**
 * Locks the call somebody saves a lead for: before the lead, as everywhere. Null when the institute has no such
 * call, or it is not this viewer's to see. One's own calls need no permission to view logs: the pop-up showed them.
 */
export async function lockSavedCall(tx: Tx, viewer: Viewer, callId: CallId): Promise<LockedCall | null> {
  const { instituteId, counsellorId, teamId } = viewer;
  const granted = scopeOf(viewer, 'call_logs');
  const scope = granted === 'all' || granted === 'team' ? granted : 'own';
  const seen = await visibleCall(tx, { instituteId, counsellorId, teamId, scope }, callId);
  if (seen === null) return null;
  const call = await lockCall(tx, instituteId, seen.id);
  // Merged while we waited for the lock: look again, it lives on in another.
  return call === null || call.mergedInto === null ? call : await lockSavedCall(tx, viewer, callId);
}

/**
 * How a call stands to the lead that is saved for it. A call without lead belongs to whoever saves it for a lead with
 * its number; when the number was withheld, the counsellor knows who it was.
 */
export async function standsTo(
  tx: Tx,
  viewer: Viewer,
  call: LockedCall,
  lead: LeadRow,
): Promise<'linked' | 'unlinked' | 'other'> {
  if (call.leadId === null) {
    const theirs = call.numberKey === null || lead.phones.some(({ numberKey }) => numberKey === call.numberKey);
    return theirs ? 'unlinked' : 'other';
  }
  const primary = await primaryOf(tx, { instituteId: viewer.instituteId, leadId: call.leadId });
  return primary === lead.id ? 'linked' : 'other';
}

export interface Saving {
  readonly call: LockedCall;
  readonly lead: LeadRow;
  readonly what: FactOf<'saved'>['what'];
  readonly now: EpochMs;
}

/**
 * Counts a change of the lead as saving it for the call (product 3), linking the two where the call had no lead, and
 * applies it. The lead's own changes must be written before. Nothing is saved for a test call. Returns what to deliver after
 * the commit.
 */
export async function countAsSaved(
  tx: Tx,
  viewer: Viewer,
  { call, lead, what, now }: Saving,
): Promise<readonly DeliverableFact[]> {
  if (call.isTest) return [];
  const { instituteId, counsellorId } = viewer;
  const heard = { receivedAt: now, flags: [] };
  const facts = [
    ...(call.leadId === null ? [{ ...heard, kind: 'linked', leadId: lead.id, byId: counsellorId } as const] : []),
    { ...heard, kind: 'saved', counsellorId, what, leadId: call.leadId ?? lead.id } as const,
  ];
  const added: DeliverableFact[] = [];
  for (const fact of facts) {
    const at = await addFact(tx, { instituteId, callId: call.id, fact });
    if (at !== null) added.push({ instituteId, ...at, kind: fact.kind });
  }
  await advance(tx, { instituteId, callId: call.id, now, by: 'other' });
  return added;
}
