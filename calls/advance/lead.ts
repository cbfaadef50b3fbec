import { createAutomaticLead, findLeadsByNumber } from '../../db/leads.ts';
import type { Fact } from '../../domain/call/facts.ts';
import type { Plan } from '../../domain/call/plan.ts';
import type { LeadId } from '../../domain/ids.ts';
import type { Advancing } from '../advance.ts';
import { tellOfLead } from './outgoing.ts';

/**
 * The lead the call belongs to: the one it was linked to by hand, else the one it was clicked on, else the one decided
 * before, else the match by number, else a new one where the policy makes one by now (product 1.5, 1.6). What is decided
 * here becomes a fact. A test call belongs to nobody.
 */
export async function decideLead(advancing: Advancing, planned: Plan): Promise<LeadId | null> {
  const { tx, instituteId, call, context, settings, now, facts, decide } = advancing;
  if (call.isTest) return null;
  const known = decidedLead(facts);
  if (known !== undefined) return known;
  if (call.numberKey === null || planned.record.unclaimed) return null;

  const numberKey = call.numberKey;
  const { matchAlternateMobile: includeAlternates } = settings.inbound;
  const [match] = await findLeadsByNumber(tx, { instituteId, numberKey, includeAlternates });
  if (match) {
    decide({ kind: 'lead_matched', leadId: match.id });
    return match.id;
  }
  if (!planned.createsLead || context.neverLead) return null;
  const campaign = context.did?.campaign ?? null;
  const { leadId, created } = await createAutomaticLead(tx, {
    instituteId,
    numberKey,
    campaign,
    includeAlternates,
    now,
  });
  decide({ kind: created ? 'lead_created' : 'lead_matched', leadId });
  if (created) await tellOfLead(advancing, { type: 'lead.created', leadId });
  return leadId;
}

/** The lead that a call's facts name; undefined where none was decided yet. */
export function decidedLead(facts: readonly Fact[]): LeadId | undefined {
  const decided = facts.findLast(
    (fact) => fact.kind === 'linked' || fact.kind === 'lead_matched' || fact.kind === 'lead_created',
  );
  const linked = facts.findLast((fact) => fact.kind === 'linked');
  // Whoever clicked, clicked on this lead.
  const clickedOn = facts.find((fact) => fact.kind === 'dial_requested')?.leadId ?? null;
  return linked?.leadId ?? clickedOn ?? decided?.leadId;
}
