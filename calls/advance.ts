import { createHash } from 'node:crypto';
import { writeApplied, type DerivedCall } from '../db/applied-call.ts';
import { lockToAdvance, readContext, type CallContext, type CountedRow, type LockedCall } from '../db/calls.ts';
import { factOf } from '../db/facts.ts';
import { publish, type FeedEntry } from '../db/feed.ts';
import { giveCampaign } from '../db/leads.ts';
import { lockLeads } from '../db/lead-totals.ts';
import { moveNotes } from '../db/notes.ts';
import type { Tx } from '../db/pool.ts';
import type { DecidedFact, Fact } from '../domain/call/facts.ts';
import type { Advanced } from '../domain/call/messages.ts';
import { plan, type Plan } from '../domain/call/plan.ts';
import type { CallPolicy } from '../domain/call/policy.ts';
import { inPrimaries } from '../domain/call/primaries.ts';
import type { CallId, EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import type { TelephonySettings } from '../domain/settings/telephony.ts';
import { writeContributions } from './advance/contributions.ts';
import { countedRow, writeCountedCall } from './advance/counted.ts';
import { noteProgress, releaseClicker } from './advance/dialled.ts';
import { decideLead } from './advance/lead.ts';
import { writeLeadTotals } from './advance/lead-totals.ts';
import { writeMissedEntries } from './advance/missed.ts';
import { decideOwnership } from './advance/ownership.ts';
import { tellCallEnd } from './advance/outgoing.ts';
import { notePending } from './advance/pending.ts';
import { changePopups } from './advance/popups.ts';
import { policyOf, readStoredSettings } from './policy.ts';

export interface AdvanceQuestion {
  readonly instituteId: InstituteId;
  readonly callId: CallId;
  readonly now: EpochMs;
  /** The call's own workflow, which has thereby received all facts; or anybody else. */
  readonly by: 'workflow' | 'other';
  /** Gets what the feed must tell, for a caller who publishes it last in the transaction. Default: it is published here. */
  readonly feed?: FeedEntry[];
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
  /** Makes a decision one of the call's facts. It is written with the call's row, in the transaction of its effect. */
  readonly decide: (fact: Decision) => void;
}

type WithoutHeard<F> = F extends unknown ? Omit<F, 'seq' | 'receivedAt' | 'flags'> : never;
export type Decision = WithoutHeard<DecidedFact>;

/**
 * Brings Postgres to what the call's facts demand at `now`, inside the caller's transaction. As often as you
 * like: what stands already is not written again. Locks the call first and the feed heads last.
 *
 * @returns null when the institute has no such call, or it was merged into another
 */
export async function advance(
  tx: Tx,
  { instituteId, callId, now, by, feed }: AdvanceQuestion,
): Promise<Advanced | null> {
  const locked = await lockToAdvance(tx, instituteId, callId);
  if (!locked || locked.call.mergedInto !== null) return null;
  const { call, context } = locked;
  const delivered = by === 'workflow';
  if (call.sealedAt !== null || stands(call, now, delivered)) return standing(call, context);

  const advancing = advancingOf(tx, { instituteId, call, context, now });
  const { policy, facts } = advancing;
  const planned = plan(facts, call, policy, now);

  await releaseClicker(advancing, planned);
  const leadId = await lockTheirLeads(advancing, planned, await decideLead(advancing, planned));
  const settled = await decideOwnership(advancing, planned, leadId);
  const campaign = context.did?.campaign ?? null;
  const counted = countedRow(advancing, planned, campaign);
  const digest = digestOf(planned, { leadId, campaign, counted });
  const changes = digest !== call.planDigest;
  if (changes) noteProgress(advancing, planned);
  await write(advancing, planned, {
    leadId,
    delivered,
    derived: changes ? { ...planned, leadId, campaign, digest } : null,
  });
  if (changes) {
    if (context.hasNotes && leadId !== null && leadId !== call.leadId)
      await moveNotes(tx, { instituteId, callId, leadId });
    await completeLead(advancing, leadId, campaign);
    // Sent one behind the other, without waiting for the answers in between.
    await Promise.all([
      writeLeadTotals(advancing, planned, leadId),
      writeContributions(advancing, planned, leadId),
      writeCountedCall(advancing, counted, leadId),
    ]);
    await tellCallEnd(advancing, planned, leadId, campaign);
  }
  await writeMissedEntries(advancing, planned, { leadId, settled });
  notePending(advancing, planned);
  if (feed) feed.push(...advancing.feed);
  else await publish(tx, instituteId, advancing.feed);
  return { ...standing(call, context), ...resultOf(planned), appliedSeq: facts.at(-1)?.seq ?? call.lastSeq };
}

interface Writing {
  readonly leadId: LeadId | null;
  readonly delivered: boolean;
  readonly derived: DerivedCall | null;
}

/** Writes what differs of the call itself, if anything does. */
async function write(advancing: Advancing, planned: Plan, { leadId, delivered, derived }: Writing): Promise<void> {
  const { tx, instituteId, call, facts, now } = advancing;
  const decided = facts.filter(({ seq }) => seq > call.lastSeq);
  const { moves, opened } = changePopups(advancing, planned, leadId);
  const differs = derived !== null || decided.length > 0 || moves.length > 0 || opened.length > 0;
  if (!differs && isSeen(advancing, planned, delivered)) return;
  const { wakeAt, closed } = planned;
  await writeApplied(tx, {
    instituteId,
    callId: call.id,
    now,
    derived,
    decided,
    moves,
    opened,
    wakeAt,
    closed,
    delivered,
  });
}

/** Reads what a locked call is planned by and compared with. */
export async function openAdvancing(
  tx: Tx,
  { instituteId, call, now }: { instituteId: InstituteId; call: LockedCall; now: EpochMs },
): Promise<Advancing> {
  return advancingOf(tx, { instituteId, call, context: await readContext(tx, instituteId, call.id), now });
}

function advancingOf(
  tx: Tx,
  { instituteId, call, context, now }: Pick<Advancing, 'instituteId' | 'call' | 'context' | 'now'>,
): Advancing {
  const facts = [
    ...inPrimaries(context.facts.map(factOf), new Map(Object.entries(context.mergedLeads) as [LeadId, LeadId][])),
  ];
  const settings = readStoredSettings(context.settings);
  const policy = { ...policyOf({ ...context, settings, vendor: call.vendor }), ...settledRules(facts) };
  const decide = (decision: Decision): void => {
    const last = facts.at(-1)?.seq ?? call.lastSeq;
    facts.push({ ...decision, receivedAt: now, flags: [], seq: last + 1 });
  };
  return { tx, instituteId, call, context, settings, policy, now, facts, feed: [], decide };
}

/** The policy that the call settled under first; of the calls of an older release only the part about owners. */
const settledRules = (facts: readonly Fact[]): Partial<CallPolicy> | undefined =>
  facts.find((fact) => fact.kind === 'settled')?.rules;

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

function standing(call: LockedCall, { offers }: CallContext): Advanced {
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
    offers,
  };
}

function resultOf({ record, offers, wakeAt, besideAt, ask, closed }: Plan): Partial<Advanced> {
  const { state, outcome, flags } = record;
  return { wakeAt, ...(ask === null ? {} : { besideAt }), ask, closed, state, outcome, flags, offers: offers.length };
}

interface Decided {
  readonly leadId: LeadId | null;
  readonly campaign: string | null;
  readonly counted: CountedRow | null;
}

/** Equal digests mean that the derived rows of the call stand as planned. */
function digestOf({ record, offers, contributions }: Plan, { leadId, campaign, counted }: Decided): string {
  return createHash('md5')
    .update(JSON.stringify([record, offers, contributions, leadId, campaign, counted]))
    .digest('base64');
}
