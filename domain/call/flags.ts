import type { EpochMs } from '../ids.ts';
import type { Fact } from './facts.ts';
import type { CallPolicy } from './policy.ts';
import { see, type CallIdentity, type Seen } from './seen.ts';

/** Marks a call of a go-live check. */
export const TEST_CALL = 'test_call';

/**
 * What is odd about a call, sorted: what its requests were flagged with, and what its facts show together.
 *
 * @param overdue its wrap-up time is over and nobody wrote it up
 */
export function flagsOf(
  { legs, rings, talk, end, unclaimed, dialling }: Seen,
  facts: readonly Fact[],
  identity: CallIdentity,
  policy: CallPolicy,
  overdue: boolean,
): readonly string[] {
  const flags = new Set(facts.flatMap((fact) => fact.flags));
  if (unclaimed && end) flags.add('routing_only');
  // Nobody reports a call that was not placed, or was placed by the counsellor's own phone.
  const reported = dialling === null || (dialling.taken && dialling.requested.via === 'cloud');
  if (end && !unclaimed && reported && !facts.some((fact) => fact.kind === 'ended')) flags.add('call_back_missing');
  if (facts.some((fact) => fact.kind === 'self_reported')) flags.add('self_reported');
  const rung = new Set(rings.offers.map((offer) => offer.counsellorId));
  // Who dialled was rung by their own click.
  if (dialling !== null) rung.add(dialling.requested.counsellorId);
  if (legs.some((leg) => leg.counsellorId !== null && !rung.has(leg.counsellorId))) flags.add('popup_missing');
  if (talk?.outcome === 'answered' && !talk.timed) flags.add('no_duration');
  if (talk?.inferred) flags.add('counsellor_inferred');
  if (overdue) flags.add('wrap_up_overdue');
  if (identity.isTest) flags.add(TEST_CALL);
  if (isCorrectedLate(facts, identity, policy)) flags.add('late_correction');
  return [...flags].toSorted();
}

/**
 * Whether a report came when the call had long been settled (design 6). Asked of what was heard, not of when somebody
 * got round to settling it: the flag does not depend on how often the call was advanced.
 */
function isCorrectedLate(facts: readonly Fact[], identity: CallIdentity, policy: CallPolicy): boolean {
  const amend = policy.amendSeconds * 1000;
  const long = (since: EpochMs, fact: Fact) => fact.receivedAt > since + amend;
  return facts.some((fact, index) => {
    if (!isReport(fact) || !long(identity.firstHeardAt, fact)) return false;
    const { end, unclaimed } = see(facts.slice(0, index), identity, policy, fact.receivedAt);
    return end !== null && !unclaimed && long(end.at, fact);
  });
}

function isReport(fact: Fact): boolean {
  return fact.kind === 'ended' || (fact.kind === 'record_pulled' && fact.result === 'found');
}
