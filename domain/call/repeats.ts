import { showsTheCall, type Agent, type Fact, type FactOf } from './facts.ts';
import { legKey } from './legs.ts';
import type { CallPolicy } from './policy.ts';
import { followRings } from './rings.ts';

/** What a live event says beside rings and reports, whose repeats are told in domain/call/joining. */
export type Sign =
  | { readonly kind: 'noticed' }
  | { readonly kind: 'offer_ended'; readonly agent: Agent }
  | { readonly kind: 'student_rung' | 'answered'; readonly agent: Agent | null }
  | { readonly kind: 'recording'; readonly url: string };

/** The fact that already says what a live event says, if any: vendors send them twice, and tell of one thing in several ways. */
export function repeatedSign(facts: readonly Fact[], sign: Sign): Fact | null {
  switch (sign.kind) {
    case 'noticed':
      return facts.find(showsTheCall) ?? null;
    case 'offer_ended': {
      const newest = facts.findLast(
        (fact) => (fact.kind === 'offered' || fact.kind === 'offer_ended') && legKey(fact.agent) === legKey(sign.agent),
      );
      return newest?.kind === 'offer_ended' ? newest : null;
    }
    case 'student_rung':
      return facts.find((fact) => fact.kind === 'student_rung' || fact.kind === 'answered') ?? null;
    case 'answered':
      return repeatedAnswer(facts, sign.agent);
    default:
      return facts.find((fact) => urlOf(fact) === sign.url) ?? null;
  }
}

/** Whoever answered and was not rung since has not answered again. */
function repeatedAnswer(facts: readonly Fact[], agent: Agent | null): FactOf<'answered'> | null {
  const isTheirs = (fact: { readonly agent: Agent | null }): boolean =>
    agent === null || legKey(fact.agent) === legKey(agent);
  const answered = facts.findLast((fact) => fact.kind === 'answered' && isTheirs(fact));
  const rung = facts.findLast((fact) => fact.kind === 'offered' && isTheirs(fact));
  return answered?.kind === 'answered' && answered.seq > (rung?.seq ?? 0) ? answered : null;
}

function urlOf(fact: Fact): string | null {
  if (fact.kind === 'recording') return fact.url;
  return fact.kind === 'ended' ? fact.recordingUrl : null;
}

/**
 * Whether somebody who picks up was never told of as rung on a call that goes on: their ring got lost, or the vendor
 * tells of none, and this is it. A click of their own is no ring (product 4).
 */
export function lacksRing(facts: readonly Fact[], agent: Agent, policy: CallPolicy): boolean {
  if (
    facts.some(
      (fact) => fact.kind === 'dial_requested' || (fact.kind === 'offered' && legKey(fact.agent) === legKey(agent)),
    )
  )
    return false;
  return followRings(facts, policy, facts.at(-1)?.receivedAt ?? 0).ended === null;
}
