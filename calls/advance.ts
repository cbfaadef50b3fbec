import { createHash } from 'node:crypto';
import { insertFact, factOf, type NewFact } from '../db/facts.ts';
import { lockCall, readContext, writeRecord, writeSeen, type CallContext, type LockedCall } from '../db/calls.ts';
import { publish, type FeedEntry } from '../db/feed.ts';
import { lockLeads } from '../db/lead-totals.ts';
import { replaceOffers } from '../db/offers.ts';
import type { Tx } from '../db/pool.ts';
import type { DecidedFact, Fact } from '../domain/call/facts.ts';
import type { Advanced } from '../domain/call/messages.ts';
import { plan, type Plan } from '../domain/call/plan.ts';
import type { CallPolicy } from '../domain/call/policy.ts';
import type { CallId, EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import type { TelephonySettings } from '../domain/settings/telephony.ts';
import { writeContributions } from './advance/contributions.ts';
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

  const leadId = await decideLead(advancing, planned);
  if (planned.record.outcome !== null || call.outcome !== null) await lockLeads(tx, instituteId, leadsOf(advancing, leadId));
  const settled = await decideOwnership(advancing, planned, leadId);
  const { wakeAt, closed } = planned;
  const digest = digestOf(planned, leadId);
  const seen = { instituteId, callId, wakeAt, closed, now, delivered };
  if (digest === call.planDigest) {
    await writeSeen(tx, seen);
  } else {
    await writeRecord(tx, { ...seen, record: planned.record, leadId, campaign: context.did?.campaign ?? null, digest });
    await replaceOffers(tx, { instituteId, callId, offers: planned.offers });
    await writeLeadTotals(advancing, planned, leadId);
    await writeContributions(advancing, planned);
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
  const facts = context.facts.map(factOf);
  const settings = readStoredSettings(context.settings);
  const policy = policyOf({ ...context, settings, vendor: call.vendor });
  const decide = async (decision: Decision): Promise<void> => {
    const fact: NewFact = { ...decision, receivedAt: now, flags: [] };
    const seq = await insertFact(tx, { instituteId, callId: call.id, fact, requestId: null, heard: false });
    if (seq !== null) facts.push({ ...fact, seq });
  };
  return { tx, instituteId, call, context, settings, policy, now, facts, feed: [], decide };
}

/** The leads whose owners, totals or missed entries this call may change. */
function leadsOf({ call, facts }: Advancing, leadId: LeadId | null): readonly LeadId[] {
  const assigned = facts.flatMap((fact) => (fact.kind === 'assigned' ? [fact.leadId] : []));
  return [...new Set([call.leadId, leadId, ...assigned])].filter((id) => id !== null);
}

/** Nothing came since the last advance and nothing is due: the row itself says what stands. */
function stands(call: LockedCall, now: EpochMs, delivered: boolean): boolean {
  const received = !delivered || call.deliveredSeq === call.lastSeq;
  return call.lastSeq > 0 && call.appliedSeq === call.lastSeq && received && (call.wakeAt === null || call.wakeAt > now);
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
function digestOf({ record, offers, contributions }: Plan, leadId: LeadId | null): string {
  return createHash('md5').update(JSON.stringify([record, offers, contributions, leadId])).digest('base64');
}
