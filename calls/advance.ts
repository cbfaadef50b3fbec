import { createHash } from 'node:crypto';
import { insertFact, factOf, type NewFact } from '../db/facts.ts';
import { lockCall, readContext, writeRecord, writeSeen, type CallContext, type LockedCall } from '../db/calls.ts';
import { publish, type FeedEntry } from '../db/feed.ts';
import { giveCampaign } from '../db/leads.ts';
import { lockLeads } from '../db/lead-totals.ts';
import { moveNotes } from '../db/notes.ts';
import { replaceOffers } from '../db/offers.ts';
import type { Tx } from '../db/pool.ts';
import type { DecidedFact, Fact } from '../domain/call/facts.ts';
import type { Advanced } from '../domain/call/messages.ts';
import { plan, type Plan } from '../domain/call/plan.ts';
import type { CallPolicy } from '../domain/call/policy.ts';
import { inPrimaries } from '../domain/call/primaries.ts';
import type { CallId, EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import type { TelephonySettings } from '../domain/settings/telephony.ts';
import { writeContributions } from './advance/contributions.ts';
import { noteProgress, releaseClicker } from './advance/dialled.ts';
import { decideLead } from './advance/lead.ts';
import { writeLeadTotals } from './advance/lead-totals.ts';
import { writeMissedEntries } from './advance/missed.ts';
import { decideOwnership } from './advance/ownership.ts';
import { notePending } from './advance/pending.ts';
import { writePopups } from './advance/popups.ts';
import { policyOf, readStoredSettings } from './policy.ts';

export interface AdvanceQuestion {
  readonly instituteId: InstituteId;
  readonly callId: CallId;
  readonly now: EpochMs;
  /** The call's own workflow, which has thereby received all facts; or anybody else. */
  readonly by: 'workflow' | 'other';
}

/** The call while it is being advanced: what stands, what the facts say, and what is to be told to the feed. */
export interface Advancing {
  readonly tx: Tx;
  readonly instituteId: InstituteId;
  readonly call: LockedCall;
  readonly context: CallContext;
  readonly settings: TelephonySettings;
  readonly policy: CallPolicy;
  readonly now: EpochMs;
  readonly facts: Fact[];
  readonly feed: FeedEntry[];
  /** Writes a decision into the call's facts, in the transaction of its effect. */
  readonly decide: (fact: Decision) => Promise<void>;
}

type WithoutHeard<F> = F extends unknown ? Omit<F, 'seq' | 'receivedAt' | 'flags'> : never;
export type Decision = WithoutHeard<DecidedFact>;

/**
 * Brings Postgres to what the call's facts demand at `now`, inside the caller's transaction. As often as you
 * like: what stands already is not written again. Locks the call first and the feed heads last.
 *
 * @returns null when the institute has no such call, or it was merged into another
 */
export async function advance(tx: Tx, { instituteId, callId, now, by }: AdvanceQuestion): Promise<Advanced | null> {
  const call = await lockCall(tx, instituteId, callId);
  if (!call || call.mergedInto !== null) return null;
  const delivered = by === 'workflow';
  if (stands(call, now, delivered)) return standing(call);

  const advancing = await openAdvancing(tx, { instituteId, call, now });
  const { context, policy, facts } = advancing;
  const planned = plan(facts, call, policy, now);

  await releaseClicker(advancing, planned);
  const leadId = await lockTheirLeads(advancing, planned, await decideLead(advancing, planned));
  const settled = await decideOwnership(advancing, planned, leadId);
  const { wakeAt, closed } = planned;
  const campaign = context.did?.campaign ?? null;
  const digest = digestOf(planned, leadId, campaign);
  const seen = { instituteId, callId, wakeAt, closed, now, delivered };
  if (digest === call.planDigest) {
    if (!isSeen(advancing, planned, delivered)) await writeSeen(tx, seen);
  } else {
    await writeRecord(tx, { ...seen, record: planned.record, leadId, campaign, digest });
    await replaceOffers(tx, { instituteId, callId, offers: planned.offers });
    if (leadId !== null && leadId !== call.leadId) await moveNotes(tx, { instituteId, callId, leadId });
    await completeLead(advancing, leadId, campaign);
    await writeLeadTotals(advancing, planned, leadId);
    await writeContributions(advancing, planned);
    noteProgress(advancing, planned);
  }
  await writePopups(advancing, planned, leadId);
  await writeMissedEntries(advancing, planned, { leadId, settled });
  notePending(advancing, planned);
  await publish(tx, instituteId, advancing.feed);
  return { ...standing(call), ...resultOf(planned), appliedSeq: facts.at(-1)?.seq ?? call.lastSeq };
}

/** Reads what a locked call is planned by and compared with. */
export async function openAdvancing(
  tx: Tx,
  { instituteId, call, now }: { instituteId: InstituteId; call: LockedCall; now: EpochMs },
): Promise<Advancing> {
  const context = await readContext(tx, instituteId, call.id);
  const facts = [
    ...inPrimaries(context.facts.map(factOf), new Map(Object.entries(context.mergedLeads) as [LeadId, LeadId][])),
  ];
  const settings = readStoredSettings(context.settings);
  const policy = policyOf({ ...context, settings, vendor: call.vendor });
  const decide = async (decision: Decision): Promise<void> => {
    const fact: NewFact = { ...decision, receivedAt: now, flags: [] };
    const seq = await insertFact(tx, { instituteId, callId: call.id, fact, requestId: null, heard: false });
    if (seq !== null) facts.push({ ...fact, seq });
  };
  return { tx, instituteId, call, context, settings, policy, now, facts, feed: [], decide };
}

/**
 * Locks the leads this call may change. One that was merged while we waited for it gives way to its primary, in the
 * facts too: whoever merged has moved all calls it found, and did not find this one.
 */
async function lockTheirLeads(advancing: Advancing, planned: Plan, leadId: LeadId | null): Promise<LeadId | null> {
  const { tx, instituteId, facts } = advancing;
  const primaries = await lockLeads(tx, instituteId, leadsOf(advancing, planned, leadId));
  const primary = leadId === null ? null : (primaries.get(leadId) ?? leadId);
  const named = inPrimaries(facts, primaries);
  if (primary === leadId && named.every((fact, index) => fact === facts[index])) return leadId;
  facts.splice(0, facts.length, ...named);
  return await lockTheirLeads(advancing, planned, primary);
}

/** A lead this call made before it said which DID was dialled gets its campaign now, whatever the order of the events. */
async function completeLead(
  { tx, instituteId, call, facts }: Advancing,
  leadId: LeadId | null,
  campaign: string | null,
): Promise<void> {
  if (leadId === null || campaign === null || call.campaign === campaign) return;
  const made = facts.some((fact) => fact.kind === 'lead_created' && fact.leadId === leadId);
  if (made) await giveCampaign(tx, { instituteId, leadId, campaign });
}

/** The leads whose owners, totals or missed entries this call may change. */
function leadsOf({ call, facts }: Advancing, { record }: Plan, leadId: LeadId | null): readonly LeadId[] {
  const assigned = facts.flatMap((fact) => (fact.kind === 'assigned' ? [fact.leadId] : []));
  const counted = record.outcome !== null || call.outcome !== null ? [call.leadId, leadId] : [];
  return [...new Set([...counted, ...assigned])].filter((id) => id !== null);
}

/** Nothing came since the last advance and nothing is due: the row itself says what stands. */
function stands(call: LockedCall, now: EpochMs, delivered: boolean): boolean {
  const received = !delivered || call.deliveredSeq === call.lastSeq;
  return (
    call.lastSeq > 0 && call.appliedSeq === call.lastSeq && received && (call.wakeAt === null || call.wakeAt > now)
  );
}

/** Whether the row already says that all facts were applied, and what is waited for. */
function isSeen({ call, facts }: Advancing, { wakeAt, closed }: Plan, delivered: boolean): boolean {
  const last = facts.at(-1)?.seq ?? call.lastSeq;
  const received = !delivered || call.deliveredSeq === last;
  return call.appliedSeq === last && received && call.wakeAt === wakeAt && (call.closedAt !== null) === closed;
}

function standing(call: LockedCall): Advanced {
  return {
    appliedSeq: call.lastSeq,
    wakeAt: call.wakeAt,
    ask: null,
    closed: call.closedAt !== null,
    state: call.state,
    outcome: call.outcome,
    direction: call.direction,
    vendor: call.vendor,
    flags: call.flags,
    offers: 0,
  };
}

function resultOf({ record, offers, wakeAt, ask, closed }: Plan): Partial<Advanced> {
  const { state, outcome, flags } = record;
  return { wakeAt, ask, closed, state, outcome, flags, offers: offers.length };
}

/** Equal digests mean that the derived rows of the call stand as planned. */
function digestOf({ record, offers, contributions }: Plan, leadId: LeadId | null, campaign: string | null): string {
  return createHash('md5')
    .update(JSON.stringify([record, offers, contributions, leadId, campaign]))
    .digest('base64');
}
