import type { EpochMs } from '../ids.ts';
import { showsTheCall, type Fact, type FactOf } from './facts.ts';
import type { CallPolicy } from './policy.ts';

/** An unclaimed routing question is given up after this long (design 4e). */
export const ROUTING_ONLY_MS = 10 * 60_000;
/** Between two questions to the vendor, unless the institute's own time is longer (contract 3, times). */
const LONGEST_PAUSE_MS = 15 * 60_000;
/** A vendor that calls a call live for this long is not believed any more. */
const LONGEST_LIVE_MS = 24 * 3_600_000;

/** A call that the counsellor hung up is over soon: its record is asked for then. */
const HANG_UP_MS = 15_000;

/** What an unfinished call waits for. */
export interface Waiting {
  /** When to ask the vendor next; null when there is nobody to ask. */
  readonly askAt: EpochMs | null;
  /** When it was, or will be, given up as `unknown`. */
  readonly giveUpAt: EpochMs;
}

/**
 * How long we wait for a call back, and when we ask the vendor (product 2, contract 3 "times"). All waiting
 * counts from when we heard the last sign of life, never from a vendor's stamp.
 *
 * @param facts in sequence order, at least one of them heard
 * @param endedAt when a report we could not read ended the call; the vendor is then asked at once
 */
export function waitingFor(facts: readonly Fact[], policy: CallPolicy, endedAt: EpochMs | null): Waiting {
  const lastSign = lastSignOfLife(facts);
  const pulls = facts.filter(
    (fact): fact is FactOf<'record_pulled'> => fact.kind === 'record_pulled' && fact.receivedAt >= lastSign,
  );
  const patience = policy.callBackSeconds * 1000;
  const last = pulls.at(-1);
  const unknownTwice = pulls.filter((pull) => pull.result === 'none')[1];
  const longest = lastSign + patience + policy.talkSeconds * 1000;

  let giveUpAt = longest;
  if (unknownTwice) giveUpAt = unknownTwice.receivedAt;
  // A vendor that can be asked is asked before we give up, however late we are.
  else if (last?.result === 'live' || (!last && policy.canPull)) giveUpAt = lastSign + LONGEST_LIVE_MS;
  else if (last && last.receivedAt > longest) giveUpAt = last.receivedAt;

  if (!policy.canPull) return { askAt: null, giveUpAt };
  const pause = Math.min(patience * 2 ** pulls.length, Math.max(patience, LONGEST_PAUSE_MS));
  const hungUp = facts.findLast((fact) => fact.kind === 'hung_up')?.receivedAt ?? Infinity;
  const firstAsk = endedAt ?? Math.min(lastSign + patience, Math.max(lastSign, hungUp) + HANG_UP_MS);
  return { askAt: last ? last.receivedAt + pause : firstAsk, giveUpAt };
}

/** When the call last showed that it exists. One we clicked may show it by nothing but the vendor's word that it is on. */
function lastSignOfLife(facts: readonly Fact[]): EpochMs {
  const last = facts.reduce((latest, fact) => (isSignOfLife(fact) ? Math.max(latest, fact.receivedAt) : latest), 0);
  return last || (facts.find((fact) => fact.kind === 'record_pulled' && fact.result === 'live')?.receivedAt ?? 0);
}

/** The events by which a vendor shows that the call exists; what our own users do is none. */
function isSignOfLife(fact: Fact): boolean {
  return fact.kind === 'dial_accepted' || fact.kind === 'routing_asked' || showsTheCall(fact);
}
