import type { CounsellorId, EpochMs } from '../ids.ts';
import { contributionsOf, type Contribution } from './contribution.ts';
import type { Fact, Outcome } from './facts.ts';
import { cardsOf, offersOf, type Card, type Offer } from './offers.ts';
import type { CallPolicy } from './policy.ts';
import { recordOf, type CallRecord } from './record.ts';
import { recordingWait } from './recordings.ts';
import { see, type CallIdentity, type Seen } from './seen.ts';
import { inSequence } from './sequence.ts';

/** What a vendor is asked for: to place the call, for its record, or for a recording that did not come by itself. */
export type Ask = 'dial' | 'record' | 'recording';

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
  /** For ownership, once settled: who talked and who was rung, first to last. */
  readonly talkers: readonly CounsellorId[];
  readonly rung: readonly CounsellorId[];
  /** When time alone changes something; null when nothing is left to wait for. */
  readonly wakeAt: EpochMs | null;
  /** The same while the vendor is asked, however long that takes: the question's own time is past. */
  readonly besideAt: EpochMs | null;
  /** What the vendor should be asked now. */
  readonly ask: Ask | null;
  /** Nothing is left to do unless another fact comes. */
  readonly closed: boolean;
}

/** Outcomes that are work for somebody (product 6). */
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
 * @param given the call's facts; they are ordered by their sequence numbers, and one given twice counts once
 * @param now decides only what depends on waiting: cards that expire, questions to the vendor, giving up
 */
export function plan(given: readonly Fact[], identity: CallIdentity, policy: CallPolicy, now: EpochMs): Plan {
  const facts = inSequence(given);
  const seen = see(facts, identity, policy, now);
  const record = recordOf(seen, facts, identity, policy, now);
  const wrapUpOver = record.wrapUpDone || record.wrapUpUntil === null || now >= record.wrapUpUntil;
  const { rings, talk, end } = seen;
  const by = seen.dialling?.requested.counsellorId ?? null;
  // Their own click is no ringing of whoever dialled: no offer, no card (product 4).
  const legs = by === null ? seen.legs : seen.legs.filter(({ counsellorId }) => counsellorId !== by);
  const talkers = talk?.talkers.map((talker) => talker.counsellorId) ?? [];
  const answered = talk ? talk.outcome === 'answered' : rings.answered !== null;
  const known = { rings, legs, talkers, answered, endedAt: end?.at ?? null, ring: policy.ring };
  const offers = offersOf(known);
  const rung = offers.map((offer) => offer.counsellorId);
  const settled = end && talk && !record.unclaimed && !identity.isTest ? talk : null;
  return {
    record,
    offers,
    cards: identity.blocked ? [] : cardsOf(known, wrapUpOver),
    contributions: settled ? contributionsOf({ ...settled, offers, rung: rings.offers, dialled: dialledBy(seen) }) : [],
    missedBy: settled && makesMissedEntry(settled.outcome, identity) ? [...new Set(rung)] : null,
    createsLead: createsLead(seen, record, identity, policy),
    talkers,
    rung,
    ...nextStep(seen, record, { policy, now, wrapUpOver, recordingAt: recordingWait(record, facts, policy).askAt }),
  };
}

function dialledBy({ dialling }: Seen): { by: CounsellorId; taken: boolean } | null {
  return dialling && { by: dialling.requested.counsellorId, taken: dialling.taken };
}

function makesMissedEntry(outcome: Outcome, { direction, blocked }: CallIdentity): boolean {
  return direction !== 'outbound' && !blocked && MISSED.has(outcome);
}

function createsLead(
  { rings, end, talk, unclaimed }: Seen,
  record: CallRecord,
  { direction, blocked, isTest }: CallIdentity,
  { createOn }: CallPolicy,
): boolean {
  if (unclaimed || blocked || isTest || createOn === 'never') return false;
  const answered = talk?.outcome === 'answered' || record.state === 'talking';
  // Calls dialled at the vendor make a lead only when somebody was reached (product 4).
  if (direction !== 'inbound' || createOn === 'answer') return answered;
  return end !== null || (createOn === 'ring' && rings.offers.length > 0);
}

function nextStep(
  { rings, end, dialAt, askAt, giveUpAt }: Seen,
  record: CallRecord,
  {
    policy,
    now,
    wrapUpOver,
    recordingAt,
  }: {
    policy: CallPolicy;
    now: EpochMs;
    wrapUpOver: boolean;
    recordingAt: EpochMs | null;
  },
): Pick<Plan, 'wakeAt' | 'besideAt' | 'ask' | 'closed'> {
  const due = (time: EpochMs | null): boolean => time !== null && now >= time;
  const ask = due(dialAt) ? 'dial' : due(askAt) ? 'record' : due(recordingAt) ? 'recording' : null;
  const asks = [dialAt, askAt, recordingAt];
  const times = [...asks, giveUpAt, ...rings.offers.map((offer) => (offer.endedAt === null ? offer.expiresAt : null))];
  if (end && !end.gaveUp) {
    // Answered: until wrap-up ends. Else: as long as another counsellor's ring would be the next leg.
    times.push(
      record.wrapUpUntil === null ? end.at + policy.ringSeconds * 1000 : wrapUpOver ? null : record.wrapUpUntil,
    );
  }
  const waits = times.filter((time) => time !== null);
  const wakeAt = earliest(waits.filter((time) => time > now || asks.includes(time)));
  const besideAt = earliest(waits.filter((time) => time > now));
  return { wakeAt, besideAt, ask, closed: end !== null && wakeAt === null };
}

function earliest(times: readonly EpochMs[]): EpochMs | null {
  return times.length > 0 ? Math.min(...times) : null;
}
