import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { at, identityWith, policyWith, save, statusOf, stranger } from '../../test/build/facts.ts';
import { NOBODY, twoOrders, type Arrival } from '../../test/build/requests.ts';
import type { CounsellorId } from '../ids.ts';
import type { Agent, Fact } from './facts.ts';
import { repeatedReport, repeatedRing } from './joining.ts';
import { plan } from './plan.ts';
import type { CallPolicy, Ring } from './policy.ts';

const agentOf = (name: string): Agent =>
  name === NOBODY ? stranger : { counsellorId: name as CounsellorId, number: name };

/** The facts that requests become in the order they arrive, a second apart; repeats become none. */
function takeIn(order: readonly Arrival[], policy: CallPolicy): readonly Fact[] {
  const facts: Fact[] = [];
  for (const [index, arrival] of order.entries()) {
    const heard = { seq: facts.length + 1, receivedAt: at(index), flags: [] };
    if (arrival.kind === 'save') {
      facts.push({ ...save(arrival.by, index), seq: heard.seq });
    } else if (arrival.kind === 'popup') {
      const agent = agentOf(arrival.agent);
      if (repeatedRing(facts, agent, policy, heard.receivedAt)) continue;
      facts.push({ ...heard, kind: 'offered', agent, stale: false, reportsAnswer: false });
    } else {
      const { agent, word, said } = arrival;
      const report = {
        agent: agent === null ? null : agentOf(agent),
        status: statusOf(word),
        talkSeconds: said.talk ?? null,
        startedAt: said.start === undefined ? null : at(said.start),
        endedAt: said.end === undefined ? null : at(said.end),
        recordingUrl: null,
      };
      if (!repeatedReport(facts, report, policy)) facts.push({ ...heard, kind: 'ended', ...report });
    }
  }
  return facts;
}

/** How the call came out; without the numbers of offers, and the times by our clock, which the order may change. */
function result(order: readonly Arrival[], ring: Ring) {
  const policy = policyWith({ ring });
  const { record, talkers, missedBy, contributions, cards } = plan(
    takeIn(order, policy),
    identityWith(),
    policy,
    at(order.length),
  );
  const { state, outcome, counsellorId, talkSeconds, startedAt } = record;
  const counts = contributions.map((row) => ({
    ...row,
    offers: null,
    offersAnswered: null,
    ringSeconds: null,
    timedRings: null,
  }));
  return {
    state,
    outcome,
    counsellorId,
    talkSeconds,
    startedAt,
    talkers,
    missedBy: missedBy && missedBy.toSorted(),
    counts: counts.toSorted((a, b) => String(a.counsellorId).localeCompare(String(b.counsellorId))),
    open: cards.filter(({ phase }) => phase.state === 'open').length,
  };
}

test.each<Ring>(['sequential', 'simultaneous'])('any order of a call’s requests comes to the same, ring %s', (ring) => {
  fc.assert(
    fc.property(twoOrders, ([first, second]) => {
      const [one, other] = [result(first, ring), result(second, ring)];
      expect(one).toMatchObject({ state: 'ended', open: 0 });
      expect(other).toEqual(one);
    }),
    { numRuns: 1000, seed: 20_260_105 },
  );
});
