import { changeOwners, ownersOf } from '../../db/leads.ts';
import { addTimeline } from '../../db/timeline.ts';
import type { AssignmentReason, Fact, FactOf } from '../../domain/call/facts.ts';
import { ownershipAfter, saversOf } from '../../domain/call/ownership.ts';
import type { Plan } from '../../domain/call/plan.ts';
import type { CounsellorId, LeadId } from '../../domain/ids.ts';
import type { Advancing } from '../advance.ts';
import { tellOfLead } from './outgoing.ts';

/** What the call's settling came to; null while it goes on. */
export interface Settlement {
  readonly leadId: LeadId | null;
  /** The lead's owners as this call left them. */
  readonly owners: readonly CounsellorId[];
}

/**
 * Gives the lead to whom the settled call gives it, takes back what a correction undoes, and writes each step as
 * a fact and on the timeline (product 3). What a person changed in between is never touched: the lead moves
 * only while its owners are the ones this call found or set.
 */
export async function decideOwnership(
  advancing: Advancing,
  planned: Plan,
  leadId: LeadId | null,
): Promise<Settlement | null> {
  await giveBackOthers(advancing, leadId);
  const { outcome, unclaimed } = planned.record;
  if (outcome === null || unclaimed) return null;

  if (leadId === null) {
    decideSettled(advancing, { outcome, leadId, ownersBefore: [] });
    return { leadId, owners: [] };
  }
  const { call, policy: rules, facts } = advancing;
  const first = firstSettled(facts, leadId);
  const found = first?.ownersBefore ?? (await currentOwners(advancing, leadId));
  decideSettled(advancing, { outcome, leadId, ownersBefore: found });

  const savers = saversOf(facts, { ...rules, leadId, until: planned.record.wrapUpUntil });
  const wanted = ownershipAfter({ ...planned, direction: call.direction, outcome, savers, rules, ownersBefore: found });
  const set = lastAssigned(facts, leadId)?.owners ?? null;
  // Until this call has changed something, the lead stands as the call found it.
  const standing = set ?? found;
  const target = wanted?.owners ?? found;
  if (!same(target, standing)) {
    // The lead is locked: what was found a moment ago is so still.
    const current = first === undefined ? found : await currentOwners(advancing, leadId);
    await assign(advancing, { leadId, current, standing, target, reason: wanted?.reason ?? 'corrected' });
  }
  return { leadId, owners: lastAssigned(facts, leadId)?.owners ?? found };
}

interface Assignment {
  readonly leadId: LeadId;
  readonly current: readonly CounsellorId[];
  /** Who must own the lead for this call to move it. */
  readonly standing: readonly CounsellorId[];
  readonly target: readonly CounsellorId[];
  readonly reason: AssignmentReason;
}

async function assign(advancing: Advancing, { leadId, current, standing, target, reason }: Assignment): Promise<void> {
  const { tx, instituteId, call, now, decide } = advancing;
  if (!same(current, standing)) return;
  await changeOwners(tx, { instituteId, leadId, owners: target, now });
  decide({ kind: 'assigned', leadId, owners: target, previous: current, reason });
  await addTimeline(tx, {
    instituteId,
    leadId,
    at: now,
    type: 'assignment',
    callId: call.id,
    data: { owners: target, previous: current, reason },
  });
  await tellOfLead(advancing, { type: 'lead.assigned', leadId, data: { owners: target, previous: current, reason } });
}

/** A call that was linked to another lead gives back the leads it had assigned. */
async function giveBackOthers(advancing: Advancing, leadId: LeadId | null): Promise<void> {
  const { facts } = advancing;
  const others = new Set(
    facts.flatMap((fact) => (fact.kind === 'assigned' && fact.leadId !== leadId ? [fact.leadId] : [])),
  );
  for (const other of others) {
    const found = firstSettled(facts, other)?.ownersBefore;
    const set = lastAssigned(facts, other)?.owners;
    if (!found || !set || same(set, found)) continue;
    const current = await currentOwners(advancing, other);
    await assign(advancing, { leadId: other, current, standing: set, target: found, reason: 'corrected' });
  }
}

/** When this call first settled for the lead: what it found then decides for good. */
function firstSettled(facts: readonly Fact[], leadId: LeadId): FactOf<'settled'> | undefined {
  return facts.find((fact): fact is FactOf<'settled'> => fact.kind === 'settled' && fact.leadId === leadId);
}

function decideSettled(
  { facts, policy: rules, decide }: Advancing,
  settlement: Pick<FactOf<'settled'>, 'outcome' | 'leadId' | 'ownersBefore'>,
): void {
  const last = facts.findLast((fact) => fact.kind === 'settled');
  if (last?.outcome === settlement.outcome && last.leadId === settlement.leadId) return;
  decide({ kind: 'settled', ...settlement, rules });
}

function lastAssigned(facts: readonly Fact[], leadId: LeadId): FactOf<'assigned'> | undefined {
  return facts.findLast((fact): fact is FactOf<'assigned'> => fact.kind === 'assigned' && fact.leadId === leadId);
}

async function currentOwners({ tx, instituteId }: Advancing, leadId: LeadId): Promise<readonly CounsellorId[]> {
  return (await ownersOf(tx, { instituteId, leadId })).map((owner) => owner.id);
}

function same(a: readonly CounsellorId[], b: readonly CounsellorId[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
