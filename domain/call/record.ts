import type { CounsellorId, EpochMs } from '../ids.ts';
import { DIAL_FAILURES, type DialFailure } from './dial-failures.ts';
import type { CallState, Fact, Outcome } from './facts.ts';
import { flagsOf } from './flags.ts';
import type { Leg } from './legs.ts';
import type { CallPolicy } from './policy.ts';
import type { Rings } from './rings.ts';
import { recordingWait } from './recordings.ts';
import type { CallIdentity, Seen } from './seen.ts';
import { talkedLegs, vendorAnswerStamp, type Talk } from './talk.ts';

/** The call as its log shows it. Stamps are the vendor's where it gave one, else ours. */
export interface CallRecord {
  readonly state: CallState;
  readonly outcome: Outcome | null;
  readonly counsellorId: CounsellorId | null;
  readonly startedAt: EpochMs;
  /** Never before `startedAt` nor after `endedAt`. */
  readonly answeredAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  /** From the first ring to the answer, or to the end of the last ring; by our clock alone. */
  readonly ringSeconds: number | null;
  /** 0 unless answered; null when answered and nobody said how long. */
  readonly talkSeconds: number | null;
  readonly recordingUrl: string | null;
  /** The newest code a counsellor gave it. */
  readonly disposition: string | null;
  /** Why a click to call was not placed, or is not known to have been. */
  readonly reason: { readonly code: DialFailure; readonly text: string } | null;
  readonly source: 'events' | 'reconciled';
  readonly flags: readonly string[];
  /** When we learned that it ended, by our clock. */
  readonly settledAt: EpochMs | null;
  /** Counted from when we learned that the call ended, or that its last talker talked, whichever is later. */
  readonly wrapUpUntil: EpochMs | null;
  readonly wrapUpDone: boolean;
  /** A routing question that no event has claimed: in no list, report or lead. */
  readonly unclaimed: boolean;
}

/** The record that a call's facts come to. */
export function recordOf(
  seen: Seen,
  facts: readonly Fact[],
  identity: CallIdentity,
  policy: CallPolicy,
  now: EpochMs,
): CallRecord {
  const { rings, legs, dialling, end, talk, unclaimed } = seen;
  const startedAt = earliest(legs, 'call_back') ?? earliest(legs, 'record') ?? identity.firstHeardAt;
  const lastEnd = legs.reduce<EpochMs | null>((last, leg) => latest(last, leg.endedAt), null);
  const settledAt = end?.at ?? null;
  const endedAt = settledAt === null ? null : Math.max(startedAt, lastEnd ?? settledAt);
  const answered = talk?.outcome === 'answered' || (end === null && rings.answered !== null);
  const stamp = answered ? (rings.answered?.at ?? (talk && vendorAnswerStamp(legs))) : null;
  const wrapUpFrom = talk !== null && talk.talkers.length > 0 ? latest(settledAt, talk.learnedAt) : null;
  const wrapUpUntil = wrapUpFrom === null ? null : wrapUpFrom + policy.wrapUpSeconds * 1000;
  // Nobody has to write up a test.
  const wrapUpDone = wrapUpFrom !== null && (identity.isTest === true || isWrittenUp(facts, talk));
  const overdue = wrapUpUntil !== null && !wrapUpDone && now >= wrapUpUntil;
  const outcome = talk?.outcome ?? null;
  const recordingUrl = recordingOf(legs, facts);
  const { lost } = recordingWait({ outcome, recordingUrl, settledAt }, facts, policy);
  const flags = flagsOf(seen, facts, identity, policy, overdue);
  return {
    state: stateOf(seen),
    outcome,
    counsellorId:
      (talk ? talk.talkers.at(-1)?.counsellorId : rings.answered?.counsellorIds.at(-1)) ??
      (identity.direction === 'outbound' && talk?.outcome !== 'answered' ? dialler(seen) : null),
    startedAt,
    answeredAt: stamp === null ? null : Math.min(Math.max(stamp, startedAt), endedAt ?? Infinity),
    endedAt,
    ringSeconds: ringSeconds(rings, talk?.outcome ?? null),
    talkSeconds: talk ? talk.talkSeconds : 0,
    recordingUrl,
    disposition: facts.findLast((fact) => fact.kind === 'disposition')?.code ?? null,
    reason: dialling?.failed ? { code: dialling.failed.reason, text: DIAL_FAILURES[dialling.failed.reason] } : null,
    source: isReconciled(legs, talk, end?.gaveUp ?? false) ? 'reconciled' : 'events',
    flags: lost ? [...flags, 'recording_lost'].toSorted() : flags,
    settledAt,
    wrapUpUntil,
    wrapUpDone,
    unclaimed,
  };
}

function latest(a: EpochMs | null, b: EpochMs | null): EpochMs | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

function earliest(legs: readonly Leg[], source: Leg['source']): EpochMs | null {
  const stamps = legs.flatMap((leg) => (leg.source === source && leg.startedAt !== null ? [leg.startedAt] : []));
  return stamps.length > 0 ? Math.min(...stamps) : null;
}

function stateOf({ rings, legs, dialling, end }: Seen): CallState {
  if (end) return 'ended';
  if (rings.answered) return 'talking';
  if (dialling !== null) return dialling.taken ? (rings.studentRung ? 'ringing' : 'agent_ringing') : 'dialling';
  return rings.offers.length > 0 || rings.unknownRung.size > 0 || legs.length > 0 ? 'ringing' : 'routing';
}

/** Whose outbound call it is: who clicked, else whom the vendor named first. */
function dialler({ dialling, rings, legs }: Seen): CounsellorId | null {
  const named = [...rings.offers, ...legs].find(({ counsellorId }) => counsellorId !== null);
  return dialling?.requested.counsellorId ?? named?.counsellorId ?? null;
}

function ringSeconds({ offers, answered }: Rings, outcome: Outcome | null): number | null {
  const first = offers[0]?.at;
  if (first === undefined) return null;
  if (answered) return seconds(answered.at - first);
  // Classic reports never tell when the counsellor picked up.
  if (outcome === 'answered' || outcome === 'unknown' || outcome === null) return null;
  const last = offers.reduce<EpochMs | null>((end, offer) => latest(end, offer.endedAt), null);
  return last === null ? null : seconds(last - first);
}

function seconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1000));
}

/** The recording of whoever talked last, before any other leg's. */
function recordingOf(legs: readonly Leg[], facts: readonly Fact[]): string | null {
  const leg = [...legs, ...talkedLegs(legs)].findLast((one) => one.recordingUrl !== null);
  const recording = facts.findLast((fact) => fact.kind === 'recording');
  return leg?.recordingUrl ?? recording?.url ?? null;
}

/** Whether one of those who talked wrote it up, or their lead ended a wrap-up that nobody finished (product 6). */
function isWrittenUp(facts: readonly Fact[], talk: Talk | null): boolean {
  const talkers = new Set(talk?.talkers.map((talker) => talker.counsellorId));
  return facts.some(
    (fact) =>
      fact.kind === 'wrap_up_closed' ||
      ((fact.kind === 'disposition' || (fact.kind === 'saved' && fact.what === 'note')) &&
        talkers.has(fact.counsellorId)),
  );
}

function isReconciled(legs: readonly Leg[], talk: Talk | null, gaveUp: boolean): boolean {
  if (gaveUp || talk === null || talk.outcome === 'unknown') return false;
  const deciding = legs.filter((leg) => leg.status.result === (talk.outcome === 'answered' ? 'success' : 'failure'));
  return deciding.length > 0 && deciding.every((leg) => leg.source === 'record');
}
