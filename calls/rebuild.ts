import { forgetRecord, lockCall } from '../db/calls.ts';
import { lockLeads, recountLead } from '../db/lead-totals.ts';
import { forgetMissed, lockMissed } from '../db/missed.ts';
import { removeOffers } from '../db/offers.ts';
import type { Tx } from '../db/pool.ts';
import { removeCallFromTimeline } from '../db/timeline.ts';
import type { Advanced } from '../domain/call/messages.ts';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import { advance, openAdvancing } from './advance.ts';

/**
 * Makes everything that is derived of a call anew from its facts, in the caller's transaction: its record, offers,
 * lead fields, timeline entry, missed entries, and what it adds to the reports. When nothing was amiss, the same rows
 * stand afterwards. For a row that was damaged, and for a change of the rules.
 *
 * What was decided (which lead, whose lead, by which rules) is read from the facts, not decided again. What people did
 * is no part of the facts and stays: cards that were dismissed, missed calls that were opened. Whoever's counts the
 * call touches is told them once more.
 *
 * @returns null when the institute has no such call, it was merged into another, or it is sealed
 */
export async function rebuildCall(
  tx: Tx,
  { instituteId, callId, now }: { instituteId: InstituteId; callId: CallId; now: EpochMs },
): Promise<Advanced | null> {
  const call = await lockCall(tx, instituteId, callId);
  // Nothing could be made anew of a call that is sealed: what it was made of is gone.
  if (!call || call.mergedInto !== null || call.sealedAt !== null) return null;
  const { facts } = await openAdvancing(tx, { instituteId, call, now });
  const named = facts.flatMap((fact) => ('leadId' in fact && fact.leadId !== null ? [fact.leadId] : []));
  await lockLeads(tx, instituteId, [...new Set([...named, ...(call.leadId === null ? [] : [call.leadId])])]);

  await forgetRecord(tx, instituteId, callId);
  await removeOffers(tx, { instituteId, callId });
  await removeCallFromTimeline(tx, { instituteId, callId });
  if (call.leadId !== null) await recountLead(tx, instituteId, call.leadId);
  const number = call.numberKey === null ? [] : [{ numberKey: call.numberKey }];
  const lead = call.leadId === null ? [] : [{ leadId: call.leadId }];
  await lockMissed(tx, instituteId, { callId, students: [...lead, ...number] });
  await forgetMissed(tx, { instituteId, callId });
  // Contributions stand: only what differs from them is added to the days.
  return await advance(tx, { instituteId, callId, now, by: 'other' });
}
