import type { EpochMs } from '../ids.ts';
import { fitDialled } from './dial-joining.ts';
import {
  showsTheCall,
  type Agent,
  type Direction,
  type EventKind,
  type Fact,
  type FactOf,
  type LegStatus,
  type Report,
} from './facts.ts';
import { legKey } from './legs.ts';
import type { CallPolicy } from './policy.ts';
import { followRings } from './rings.ts';
import { ROUTING_ONLY_MS } from './waiting.ts';

/** An event that could not be placed by its references. */
export interface UnplacedEvent {
  readonly kind: EventKind;
  readonly receivedAt: EpochMs;
  readonly agent: Agent | null;
  /** As the event said it; null when it did not. */
  readonly direction: Direction | null;
  /** Set for a call back. */
  readonly report: Report | null;
}

/** A call of the same vendor and number (and DID, where both have one) that the event may belong to. */
export interface Candidate {
  readonly direction: Direction;
  readonly facts: readonly Fact[];
}

/** Began no longer than this before the routing question it claims (design 4d). */
const CLAIM_SLACK_MS = 60_000;

/**
 * How well an event without a usable reference fits a call: 2 when the call already concerns the same counsellor,
 * 1 when it may be the same call, null when it can't be; 3 for the call of a click (design 4c). The best fit wins, then
 * the newest call (contract 1.1: "joined by number, counsellor and DID within the ring/talk window").
 */
export function fit(event: UnplacedEvent, { direction, facts }: Candidate, policy: CallPolicy): 1 | 2 | 3 | null {
  if (facts.some((fact) => fact.kind === 'dial_requested')) {
    return fitDialled(
      event,
      facts,
      policy,
      () => event.report !== null && repeatedReport(facts, event.report, policy) !== null,
    );
  }
  if (event.direction !== null && event.direction !== direction) return null;
  const asked = facts.findLast((fact) => fact.kind === 'routing_asked');
  const heard = facts.filter(showsTheCall);
  if (heard.length === 0) return asked && claims(event, asked.receivedAt) ? 1 : null;

  const rings = followRings(facts, policy, event.receivedAt);
  const begins = event.kind === 'offered' || event.kind === 'noticed';
  const window = (begins ? policy.ringSeconds : policy.talkSeconds + policy.ringSeconds) * 1000;
  const last = heard.reduce((latest, fact) => Math.max(latest, fact.receivedAt), 0);
  if (event.receivedAt - last > window) return null;

  const key = legKey(event.agent);
  const concerned = heard.some((fact) => fact.kind !== 'noticed' && fact.agent !== null && legKey(fact.agent) === key);
  if (rings.ended === null) return concerned ? 2 : 1;
  // Over: only what was on its way already, or the next leg after a failed one.
  if (event.kind === 'offered') return joinsEnded(key, facts, event, policy) ? 2 : null;
  const soon = event.receivedAt - last <= policy.ringSeconds * 1000;
  if (event.report !== null)
    return repeatedReport(facts, event.report, policy) ? 2 : fitCorrection(event.report, facts, soon);
  return !begins && concerned && soon ? 2 : null;
}

/**
 * A report that says anew how a leg went, of which another was told before, and not how the student's next call did: the
 * two name one start or end; or their stamps leave it open and it came `soon`, which fits less well.
 */
function fitCorrection({ agent, startedAt, endedAt }: Report, facts: readonly Fact[], soon: boolean): 1 | 2 | null {
  const told = facts.filter(
    (fact): fact is FactOf<'ended'> => fact.kind === 'ended' && legKey(fact.agent) === legKey(agent),
  );
  const isSame = (fact: FactOf<'ended'>): boolean =>
    (startedAt !== null && startedAt === fact.startedAt) || (endedAt !== null && endedAt === fact.endedAt);
  if (told.some(isSame)) return 2;
  const isOther = (fact: FactOf<'ended'>): boolean =>
    startedAt !== null && (fact.startedAt !== null || (fact.endedAt !== null && startedAt >= fact.endedAt));
  return soon && told.length > 0 && !told.some(isOther) ? 1 : null;
}

/** Whether a ring would be told of late, or be the next leg: both leave or make the call what it would be with it. */
function joinsEnded(key: string, facts: readonly Fact[], event: UnplacedEvent, policy: CallPolicy): boolean {
  const offered = facts.some((fact) => fact.kind === 'offered' && legKey(fact.agent) === key);
  const reported = facts.some((fact) => fact.kind === 'ended' && legKey(fact.agent) === key);
  if (reported) return !offered;
  const end = facts.findLast((fact) => fact.kind === 'ended');
  const failed = end !== undefined && end.agent !== null && end.status.result !== 'success';
  return failed && event.receivedAt - end.receivedAt <= policy.ringSeconds * 1000;
}

/** An inbound event claims a routing question; a call back only one of its own call, not of the call after it. */
function claims(event: UnplacedEvent, askedAt: EpochMs): boolean {
  if (event.receivedAt - askedAt > ROUTING_ONLY_MS) return false;
  if (event.kind === 'offered' || event.report === null) return true;
  const { startedAt, talkSeconds } = event.report;
  const began = startedAt ?? event.receivedAt - (talkSeconds ?? 0) * 1000;
  return began >= askedAt - CLAIM_SLACK_MS;
}

const REPORTED = ['talkSeconds', 'startedAt', 'endedAt', 'recordingUrl'] as const;

/**
 * The earlier call back that already says everything this one says, if any. A counsellor who was rung since then has
 * a new leg, whose report is no repeat however alike. One that names nobody is about the call as a whole, and repeats
 * only its like: whether a leg said the same depends on which of the two came first.
 */
export function repeatedReport(facts: readonly Fact[], report: Report, policy: CallPolicy): FactOf<'ended'> | null {
  const key = legKey(report.agent);
  const found = facts.findLast((fact): fact is FactOf<'ended'> => fact.kind === 'ended' && saysAll(fact, report));
  if (!found) return null;
  const rings = ringsThatRang(facts, policy).filter((ring) => legKey(ring.agent) === key);
  const rungBefore = rings.some((ring) => ring.seq < found.seq);
  const rungSince = rings.some((ring) => ring.seq > found.seq);
  return rungBefore && rungSince ? null : found;
}

function saysAll(fact: FactOf<'ended'>, report: Report): boolean {
  const sameLeg = legKey(fact.agent) === legKey(report.agent);
  const sameFields = REPORTED.every((field) => report[field] === null || report[field] === fact[field]);
  return sameLeg && sameStatus(fact.status, report.status) && sameFields;
}

function sameStatus(a: LegStatus, b: LegStatus): boolean {
  return a.result === b.result && (a.result !== 'failure' || b.result !== 'failure' || a.cause === b.cause);
}

/** Pop-up requests without those that came when their ring was over: an echo begins no leg. */
function ringsThatRang(facts: readonly Fact[], policy: CallPolicy): readonly FactOf<'offered'>[] {
  const { offers } = followRings(facts, policy, facts.at(-1)?.receivedAt ?? 0);
  const late = new Set(offers.flatMap((offer) => (offer.shown ? [] : [offer.factSeq])));
  return facts.filter((fact): fact is FactOf<'offered'> => fact.kind === 'offered' && !late.has(fact.seq));
}

/**
 * The ring that a pop-up request only repeats, if any: the newest one, of the same counsellor, still open and inside the
 * ring time (product 1.3). Nobody is rung on a call they talk on, so what is told of it then came late or twice; and a
 * ring that only their picking up told of is told now, whatever was heard in between (product 2).
 */
export function repeatedRing(
  facts: readonly Fact[],
  agent: Agent,
  policy: CallPolicy,
  now: EpochMs,
): FactOf<'offered'> | null {
  const key = legKey(agent);
  const rung = facts.filter((fact): fact is FactOf<'offered'> => fact.kind === 'offered');
  const own = rung.findLast((fact) => legKey(fact.agent) === key);
  if (own === undefined) return null;
  const inTime = now - own.receivedAt <= policy.ringSeconds * 1000;
  if (own.implied && inTime) return own;
  if (own !== rung.at(-1)) return null;
  if (agent.counsellorId === null) return inTime ? own : null;
  const { offers, answered, ended } = followRings(facts, policy, now);
  const talks = ended === null && answered?.counsellorIds.at(-1) === agent.counsellorId;
  const open = offers.some((offer) => offer.factSeq === own.seq && offer.endedAt === null);
  return talks || (inTime && open) ? own : null;
}
