import type { EpochMs } from '../ids.ts';
import type { DialFailure } from './dial-failures.ts';
import { showsTheCall, type Fact, type FactOf } from './facts.ts';

/** No call is dialled later than this after the click (product 4). */
export const DIAL_WITHIN_MS = 20_000;
/** Reason of a `dial_not_taken` whose time had passed before it left. */
export const TOO_LATE = 'too_late';
/** Between two tries where the vendor did not say how long to wait. */
const AGAIN_MS = 1000;
/** A dial without a result for so long has lost it: whoever dialled died. Vendors' clients take half a minute at most. */
const LOST_MS = 40_000;
/** When live calls and records are asked for a call that may have been placed, counted from then (product 4). */
const QUESTIONS_MS = [0, 5000, 15_000];
/** A call that may have been placed is given up for lost by then, though the vendor could not be asked. */
const UNCLEAR_MS = 60_000;
/** A phone page takes the call within this time, or there is none (product 4). */
export const PHONE_WITHIN_MS = 5000;

/** How far the placing of a clicked call has come. All times count from when we heard, by our clock. */
export interface Dialling {
  readonly requested: FactOf<'dial_requested'>;
  /** The vendor, or a phone page, has the call: it said so, or its events show it. */
  readonly taken: boolean;
  /** Nobody has it, and nobody will be asked again; what comes all the same corrects it. */
  readonly failed: { readonly at: EpochMs; readonly reason: DialFailure } | null;
  /** When to dial; null: not now, or never again. */
  readonly dialAt: EpochMs | null;
  /** When to ask the vendor whether it has the call. */
  readonly askAt: EpochMs | null;
  /** When time alone makes it another. */
  readonly turnsAt: EpochMs | null;
}

/**
 * Whether and when a clicked call is to be dialled (product 4): again only after a `dial_not_taken`, and never once a
 * `dial_sent` has no such answer. Null for a call nobody clicked.
 *
 * @param facts in sequence order
 * @param canAsk whether the vendor can be asked for calls and records
 */
export function diallingOf(facts: readonly Fact[], canAsk: boolean, now: EpochMs): Dialling | null {
  const requested = facts.find((fact) => fact.kind === 'dial_requested');
  if (requested === undefined) return null;
  if (facts.some((fact) => shows(fact, requested.via))) return { ...NOTHING, requested, taken: true };
  if (requested.via === 'app') return { ...NOTHING, requested, ...byPhone(facts, requested, now) };
  const last = facts.findLast(isResult);
  switch (last?.kind) {
    case 'dial_refused':
      return { ...NOTHING, requested, failed: { at: last.receivedAt, reason: REFUSALS[last.reason] } };
    case 'dial_sent':
      return { ...NOTHING, requested, ...lost(facts, last.receivedAt + LOST_MS, canAsk, now) };
    case 'dial_unclear':
      return { ...NOTHING, requested, ...unclear(facts, last.receivedAt, canAsk, now) };
    default:
      return { ...NOTHING, requested, ...stillToDial(facts, requested, last ?? null, now) };
  }
}

/** Whether the vendor may have the call: it was asked, and has not said for certain that it did not take it. */
export function mayBePlaced(facts: readonly Fact[]): boolean {
  const last = facts.findLast((fact) => isResult(fact) || fact.kind === 'dial_accepted');
  return last !== undefined && last.kind !== 'dial_refused' && last.kind !== 'dial_not_taken';
}

const NOTHING = { taken: false, failed: null, dialAt: null, askAt: null, turnsAt: null };

type Step = Partial<Omit<Dialling, 'requested' | 'taken'>>;

const REFUSALS: Readonly<Record<FactOf<'dial_refused'>['reason'], DialFailure>> = {
  credentials_refused: 'vendor_credentials',
  address_refused: 'vendor_address',
  request_refused: 'vendor_refused',
};

type Result = FactOf<'dial_sent' | 'dial_refused' | 'dial_not_taken' | 'dial_unclear'>;

function isResult(fact: Fact): fact is Result {
  return (
    fact.kind === 'dial_sent' ||
    fact.kind === 'dial_refused' ||
    fact.kind === 'dial_not_taken' ||
    fact.kind === 'dial_unclear'
  );
}

/** Whether a fact shows that the call was placed. Of a call from the counsellor's own phone the vendor knows nothing. */
function shows(fact: Fact, via: FactOf<'dial_requested'>['via']): boolean {
  if (via === 'app') return (fact.kind === 'dial_accepted' && fact.by === 'phone') || fact.kind === 'self_reported';
  switch (fact.kind) {
    case 'dial_accepted':
      return fact.by === 'vendor';
    case 'record_pulled':
      return fact.result === 'live' || fact.result === 'found';
    default:
      return showsTheCall(fact);
  }
}

/** Nothing was sent, or the last that was sent was certainly not taken. */
function stillToDial(
  facts: readonly Fact[],
  { receivedAt }: FactOf<'dial_requested'>,
  last: FactOf<'dial_not_taken'> | null,
  now: EpochMs,
): Step {
  const until = receivedAt + DIAL_WITHIN_MS;
  const dialAt = last === null ? receivedAt : Math.max(last.receivedAt, last.retryAt ?? last.receivedAt + AGAIN_MS);
  if (last !== null && dialAt >= until) return { failed: { at: last.receivedAt, reason: whyNotTaken(last) } };
  const hungUp = facts.find((fact) => fact.kind === 'hung_up' && fact.receivedAt < until);
  if (hungUp) return { failed: { at: Math.max(hungUp.receivedAt, last?.receivedAt ?? 0), reason: 'cancelled' } };
  if (now >= until) return { failed: { at: until, reason: whyNotTaken(last) } };
  return { dialAt, turnsAt: until };
}

function whyNotTaken(last: FactOf<'dial_not_taken'> | null): DialFailure {
  if (last === null || last.reason === TOO_LATE) return 'not_dialled';
  return last.reason === 'rate_limited' ? 'vendor_busy' : 'vendor_unreachable';
}

/** Sent, and nothing heard since: as long as the result may still come, it is waited for. */
function lost(facts: readonly Fact[], lostAt: EpochMs, canAsk: boolean, now: EpochMs): Step {
  return now < lostAt ? { turnsAt: lostAt } : unclear(facts, lostAt, canAsk, now);
}

/** It may ring or not: the vendor is asked three times, and never to dial. */
function unclear(facts: readonly Fact[], since: EpochMs, canAsk: boolean, now: EpochMs): Step {
  const failed = (at: EpochMs): Step => ({ failed: { at, reason: 'vendor_unclear' } });
  const answers = facts.filter((fact) => fact.kind === 'record_pulled' && fact.receivedAt >= since);
  const lastAnswer = answers[QUESTIONS_MS.length - 1];
  const giveUpAt = since + (canAsk ? UNCLEAR_MS : Math.max(...QUESTIONS_MS));
  if (lastAnswer && lastAnswer.receivedAt < giveUpAt) return failed(lastAnswer.receivedAt);
  if (now >= giveUpAt) return failed(giveUpAt);
  const after = QUESTIONS_MS[answers.length];
  return { askAt: canAsk && after !== undefined ? since + after : null, turnsAt: giveUpAt };
}

function byPhone(facts: readonly Fact[], { receivedAt }: FactOf<'dial_requested'>, now: EpochMs): Step {
  const until = receivedAt + PHONE_WITHIN_MS;
  const hungUp = facts.find((fact) => fact.kind === 'hung_up' && fact.receivedAt < until);
  if (hungUp) return { failed: { at: hungUp.receivedAt, reason: 'cancelled' } };
  return now >= until ? { failed: { at: until, reason: 'no_phone_connected' } } : { turnsAt: until };
}
