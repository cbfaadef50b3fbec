import type { CounsellorId, EpochMs } from '../ids.ts';
import { contributionsOf, type Contribution } from './contribution.ts';
import type { CallState, Direction, Fact, Outcome } from './facts.ts';
import { legsOf, type Leg } from './legs.ts';
import { cardsOf, offersOf, type Card, type Offer } from './offers.ts';
import { saversOf } from './ownership.ts';
import type { CallPolicy } from './policy.ts';
import { closeRings, followRings, type Rings } from './rings.ts';
import { talkOf, vendorAnswerStamp, type Talk } from './talk.ts';
import { ROUTING_ONLY_MS, waitingFor } from './waiting.ts';

/** What was decided once, when the call was first heard of. */
export interface CallIdentity {
  readonly direction: Direction;
  readonly firstHeardAt: EpochMs;
  /** The student's number was blocked: no pop-up, no missed entry, no lead. */
  readonly blocked: boolean;
}

/** The call as its log shows it. Stamps are the vendor's where it gave one, else ours. */
export interface CallRecord {
  readonly state: CallState;
  readonly outcome: Outcome | null;
  readonly counsellorId: CounsellorId | null;
  readonly startedAt: EpochMs;
  readonly answeredAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  /** From the first ring to the answer, or to the end of the last ring; by our clock alone. */
  readonly ringSeconds: number | null;
  /** 0 unless answered; null when answered and nobody said how long. */
  readonly talkSeconds: number | null;
  readonly recordingUrl: string | null;
  readonly source: 'events' | 'reconciled';
  readonly flags: readonly string[];
  /** When we learned that it ended, by our clock. */
  readonly settledAt: EpochMs | null;
  readonly wrapUpUntil: EpochMs | null;
  readonly wrapUpDone: boolean;
  /** A routing question that no event has claimed: in no list, report or lead. */
  readonly unclaimed: boolean;
}

/** Everything the facts of one call demand of the world at `now`. */
export interface Plan {
  readonly record: CallRecord;
  readonly offers: readonly Offer[];
  readonly cards: readonly Card[];
  readonly contributions: readonly Contribution[];
  /** Whom a missed entry is for, beside the lead's owners; null when the call makes none. */
  readonly missedBy: readonly CounsellorId[] | null;
  /** Whether the policy makes a lead of an unknown caller by now. */
  readonly createsLead: boolean;
  /** For ownership, once settled. */
  readonly talkers: readonly CounsellorId[];
  readonly rung: readonly CounsellorId[];
  readonly savers: ReadonlySet<CounsellorId>;
  /** When time alone changes something; null when nothing is left to wait for. */
  readonly wakeAt: EpochMs | null;
  /** What the vendor should be asked now. */
  readonly ask: 'record' | null;
  /** Nothing is left to do unless another fact comes. */
  readonly closed: boolean;
}

const MISSED: ReadonlySet<Outcome> = new Set([
  'missed',
  'abandoned',
  'voicemail',
  'busy',
  'no_answer',
  'cancelled',
  'failed',
]);

/**
 * The one function that turns what was heard of a call into its record and everything that follows from it.
 * Pure: the same facts, policy and moment give the same plan.
 *
 * @param facts at least one, in sequence order, no sequence number twice
 * @param now decides only what depends on waiting: cards that expire, questions to the vendor, giving up
 */
export function plan(facts: readonly Fact[], identity: CallIdentity, policy: CallPolicy, now: EpochMs): Plan {
  const seen = see(facts, identity, policy, now);
  const record = recordOf(seen, facts, identity, policy, now);
  const wrapUpOver = record.wrapUpDone || record.wrapUpUntil === null || now >= record.wrapUpUntil;
  const { rings, legs, talk, end } = seen;
  const talkers = talk?.talkers.map((talker) => talker.counsellorId) ?? [];
  const known = { rings, legs, talkers, endedAt: end?.at ?? null, ring: policy.ring };
  const offers = offersOf(known);
  const rung = offers.map((offer) => offer.counsellorId);
  const settled = end && talk && !record.unclaimed ? talk : null;
  const next = nextStep(seen, record, policy, now, wrapUpOver);
  return {
    record,
    offers,
    cards: identity.blocked ? [] : cardsOf(known, wrapUpOver),
    contributions: settled ? contributionsOf({ ...settled, offers }) : [],
    missedBy: settled && makesMissedEntry(settled.outcome, identity) ? [...new Set(rung)] : null,
    createsLead: createsLead(seen, record, identity, policy),
    talkers,
    rung,
    savers: record.wrapUpUntil === null ? new Set() : saversOf(facts, policy, record.wrapUpUntil),
    ...next,
  };
}

/** The facts, followed to `now`. */
interface Seen {
  readonly rings: Rings;
  readonly legs: readonly Leg[];
  /** How and when the call ended, if it has; `gaveUp` when nobody ever told us. */
  readonly end: { readonly at: EpochMs; readonly gaveUp: boolean } | null;
  readonly talk: Talk | null;
  readonly askAt: EpochMs | null;
  readonly giveUpAt: EpochMs | null;
  readonly unclaimed: boolean;
}

function see(facts: readonly Fact[], identity: CallIdentity, policy: CallPolicy, now: EpochMs): Seen {
  const rings = followRings(facts, policy, now);
  const legs = legsOf(facts);
  const unclaimed = !facts.some(claims);
  const settles = (end: Seen['end'], waiting: Pick<Seen, 'askAt' | 'giveUpAt'>): Seen => {
    const closed = end?.gaveUp ? closeRings(rings, end.at) : rings;
    const outcome = end?.gaveUp ? GAVE_UP : null;
    const talk = end ? (outcome ?? talkOf(legs, closed, identity.direction)) : null;
    return { rings: closed, legs, end, talk, unclaimed, ...waiting };
  };
  const nothing = { askAt: null, giveUpAt: null };

  if (unclaimed) {
    const giveUpAt = identity.firstHeardAt + ROUTING_ONLY_MS;
    return settles(now >= giveUpAt ? { at: giveUpAt, gaveUp: true } : null, { askAt: null, giveUpAt });
  }
  if (rings.ended === null) {
    const waiting = waitingFor(facts, policy, null);
    const gaveUp = now >= waiting.giveUpAt;
    return settles(gaveUp ? { at: waiting.giveUpAt, gaveUp } : null, gaveUp ? nothing : waiting);
  }
  const ended = settles({ at: rings.ended.at, gaveUp: false }, nothing);
  if (ended.talk?.outcome !== 'unknown') return ended;
  // A report whose words we could not read: the vendor's record may say more.
  const waiting = waitingFor(facts, policy, rings.ended.at);
  return { ...ended, ...(waiting.askAt !== null && now < waiting.giveUpAt ? waiting : nothing) };
}

/** Whether a fact shows that somebody's phone rang, or a report came: more than a routing question. */
function claims({ kind }: Fact): boolean {
  return kind === 'offered' || kind === 'offer_ended' || kind === 'answered' || kind === 'ended' || kind === 'record_pulled';
}

const GAVE_UP: Talk = { outcome: 'unknown', talkers: [], talkSeconds: 0, timed: true, inferred: false };

function recordOf(
  { rings, legs, end, talk, unclaimed }: Seen,
  facts: readonly Fact[],
  identity: CallIdentity,
  policy: CallPolicy,
  now: EpochMs,
): CallRecord {
  const startedAt = earliest(legs, 'call_back') ?? earliest(legs, 'record') ?? identity.firstHeardAt;
  const answered = talk?.outcome === 'answered' || (end === null && rings.answered !== null);
  const stamp = rings.answered?.at ?? (talk ? vendorAnswerStamp(legs) : null);
  const lastEnd = legs.reduce<EpochMs | null>((last, leg) => max(last, leg.endedAt), null);
  const settledAt = end?.at ?? null;
  const wrapsUp = settledAt !== null && (talk?.talkers.length ?? 0) > 0;
  const wrapUpUntil = wrapsUp ? settledAt + policy.wrapUpSeconds * 1000 : null;
  const wrapUpDone = wrapsUp && noted(facts, talk);
  const recording = facts.findLast((fact) => fact.kind === 'recording');
  return {
    state: stateOf(rings, legs, end !== null),
    outcome: talk?.outcome ?? null,
    counsellorId: talk ? (talk.talkers.at(-1)?.counsellorId ?? null) : (rings.answered?.counsellorId ?? null),
    startedAt,
    answeredAt: answered && stamp !== null ? Math.max(stamp, startedAt) : null,
    endedAt: settledAt === null ? null : Math.max(startedAt, lastEnd ?? settledAt),
    ringSeconds: ringSeconds(rings, talk?.outcome ?? null),
    talkSeconds: talk ? talk.talkSeconds : 0,
    recordingUrl: legs.findLast((leg) => leg.recordingUrl !== null)?.recordingUrl ?? recording?.url ?? null,
    source: isReconciled(legs, talk, end?.gaveUp ?? false) ? 'reconciled' : 'events',
    flags: flagsOf({ facts, legs, rings, talk, end, unclaimed, policy, overdue: isOverdue(wrapUpUntil, wrapUpDone, now) }),
    settledAt,
    wrapUpUntil,
    wrapUpDone,
    unclaimed,
  };
}

function max(a: EpochMs | null, b: EpochMs | null): EpochMs | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

function earliest(legs: readonly Leg[], source: Leg['source']): EpochMs | null {
  const stamps = legs.flatMap((leg) => (leg.source === source && leg.startedAt !== null ? [leg.startedAt] : []));
  return stamps.length > 0 ? Math.min(...stamps) : null;
}

function stateOf(rings: Rings, legs: readonly Leg[], ended: boolean): CallState {
  if (ended) return 'ended';
  if (rings.answered) return 'talking';
  return rings.offers.length > 0 || rings.unknownRung || legs.length > 0 ? 'ringing' : 'routing';
}

function ringSeconds({ offers, answered }: Rings, outcome: Outcome | null): number | null {
  const first = offers[0]?.at;
  if (first === undefined) return null;
  if (answered) return seconds(answered.at - first);
  // Classic reports never tell when the counsellor picked up.
  if (outcome === 'answered' || outcome === 'unknown' || outcome === null) return null;
  const last = offers.reduce<EpochMs | null>((latest, offer) => max(latest, offer.endedAt), null);
  return last === null ? null : seconds(last - first);
}

function seconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1000));
}

function noted(facts: readonly Fact[], talk: Talk | null): boolean {
  const talkers = new Set(talk?.talkers.map((talker) => talker.counsellorId));
  return facts.some((fact) => fact.kind === 'saved' && fact.what === 'note' && talkers.has(fact.counsellorId));
}

function isOverdue(until: EpochMs | null, done: boolean, now: EpochMs): boolean {
  return until !== null && !done && now >= until;
}

function isReconciled(legs: readonly Leg[], talk: Talk | null, gaveUp: boolean): boolean {
  if (gaveUp || talk === null || talk.outcome === 'unknown') return false;
  const deciding = legs.filter((leg) => leg.status.result === (talk.outcome === 'answered' ? 'success' : 'failure'));
  return deciding.length > 0 && deciding.every((leg) => leg.source === 'record');
}

interface FlagQuestion {
  readonly facts: readonly Fact[];
  readonly legs: readonly Leg[];
  readonly rings: Rings;
  readonly talk: Talk | null;
  readonly end: Seen['end'];
  readonly unclaimed: boolean;
  readonly policy: CallPolicy;
  readonly overdue: boolean;
}

function flagsOf({ facts, legs, rings, talk, end, unclaimed, policy, overdue }: FlagQuestion): readonly string[] {
  const flags = new Set(facts.flatMap((fact) => fact.flags));
  if (unclaimed && end) flags.add('routing_only');
  if (end && !unclaimed && !facts.some((fact) => fact.kind === 'ended')) flags.add('call_back_missing');
  const rung = new Set(rings.offers.map((offer) => offer.counsellorId));
  if (legs.some((leg) => leg.counsellorId !== null && !rung.has(leg.counsellorId))) flags.add('popup_missing');
  if (talk?.outcome === 'answered' && !talk.timed) flags.add('no_duration');
  if (talk?.inferred) flags.add('counsellor_inferred');
  if (overdue) flags.add('wrap_up_overdue');
  const settled = facts.find((fact) => fact.kind === 'settled');
  const tooLate = settled ? settled.receivedAt + policy.amendSeconds * 1000 : Infinity;
  if (facts.some((fact) => isReport(fact) && fact.receivedAt > tooLate)) flags.add('late_correction');
  return [...flags].toSorted();
}

function isReport(fact: Fact): boolean {
  return fact.kind === 'ended' || (fact.kind === 'record_pulled' && fact.result === 'found');
}

function makesMissedEntry(outcome: Outcome, { direction, blocked }: CallIdentity): boolean {
  return direction !== 'outbound' && !blocked && MISSED.has(outcome);
}

function createsLead(
  { rings, end, talk, unclaimed }: Seen,
  record: CallRecord,
  { direction, blocked }: CallIdentity,
  { createOn }: CallPolicy,
): boolean {
  if (unclaimed || blocked || createOn === 'never') return false;
  const answered = talk?.outcome === 'answered' || record.state === 'talking';
  // Calls dialled at the vendor make a lead only when somebody was reached (product 4).
  if (direction !== 'inbound' || createOn === 'answer') return answered;
  return end !== null || (createOn === 'ring' && rings.offers.length > 0);
}

function nextStep(
  { rings, end, askAt, giveUpAt }: Seen,
  record: CallRecord,
  policy: CallPolicy,
  now: EpochMs,
  wrapUpOver: boolean,
): Pick<Plan, 'wakeAt' | 'ask' | 'closed'> {
  const ask = askAt !== null && now >= askAt ? 'record' : null;
  const times = [askAt, giveUpAt, ...rings.offers.map((offer) => (offer.endedAt === null ? offer.expiresAt : null))];
  if (end && !end.gaveUp) {
    // Answered: until wrap-up ends. Else: as long as another counsellor's ring would be the next leg.
    times.push(record.wrapUpUntil === null ? end.at + policy.ringSeconds * 1000 : wrapUpOver ? null : record.wrapUpUntil);
  }
  const ahead = times.filter((time) => time !== null && (time > now || time === askAt)).map(Number);
  const wakeAt = ahead.length > 0 ? Math.min(...ahead) : null;
  return { wakeAt, ask, closed: end !== null && wakeAt === null };
}
