import { recountLead } from '../../db/lead-totals.ts';
import { addTimeline, removeCallFromTimeline } from '../../db/timeline.ts';
import type { Plan } from '../../domain/call/plan.ts';
import type { LeadId } from '../../domain/ids.ts';
import type { Advancing } from '../advance.ts';

/**
 * Brings the lead's call fields and its timeline entry to the settled call. Counted anew from the lead's calls, so
 * that the order in which calls settle, are corrected or re-linked makes no difference. Runs after the record is written.
 */
export async function writeLeadTotals(advancing: Advancing, planned: Plan, leadId: LeadId | null): Promise<void> {
  const { tx, instituteId, call } = advancing;
  const { outcome, startedAt, unclaimed } = planned.record;
  const counts = outcome !== null && !unclaimed;
  const counted = call.outcome !== null;
  // Ascending, as the lock order asks.
  const leads = [...new Set([counted ? call.leadId : null, counts || counted ? leadId : null])];
  for (const lead of leads.filter((id) => id !== null).toSorted()) await recountLead(tx, instituteId, lead);
  // Taken for ended while it rang again: it has no place on the timeline until it ends.
  if (counted && !counts) await removeCallFromTimeline(tx, { instituteId, callId: call.id });
  if (counts && leadId !== null)
    await addTimeline(tx, { instituteId, leadId, type: 'call', callId: call.id, at: startedAt });
}
