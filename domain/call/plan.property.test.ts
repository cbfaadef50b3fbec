import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { at, identityWith, inOrder } from '../../test/build/facts.ts';
import { anyPolicy, history } from '../../test/build/histories.ts';
import type { Fact } from './facts.ts';
import { plan, type Plan } from './plan.ts';
import type { CallPolicy } from './policy.ts';
import type { CallIdentity } from './seen.ts';

/** Rules that hold whatever a call's facts are. The seed is fixed: a failure is the same for everybody. */
const RUNS = { numRuns: 400, seed: 20_260_105 };

interface Case {
  readonly facts: readonly Fact[];
  readonly policy: CallPolicy;
  readonly identity: CallIdentity;
  /** Seconds after the last event. */
  readonly later: number;
}

const anyCase: fc.Arbitrary<Case> = fc.record({
  facts: history.map((events) => inOrder(...events)),
  policy: anyPolicy,
  identity: fc
    .record({
      direction: fc.constantFrom('inbound', 'inbound', 'outbound', 'campaign'),
      blocked: fc.constantFrom(false, false, false, true),
    })
    .map(identityWith),
  later: fc.oneof(fc.constant(0), fc.nat(60), fc.nat(200_000)),
});
const momentOf = ({ facts, later }: Case) => Math.max(at(0), ...facts.map((fact) => fact.receivedAt)) + later * 1000;
const planned = (given: Case, now = momentOf(given)): Plan => plan(given.facts, given.identity, given.policy, now);

function always(name: string, holds: (given: Case, itsPlan: Plan) => void): void {
  test(name, () => {
    fc.assert(
      fc.property(anyCase, (given) => holds(given, planned(given))),
      RUNS,
    );
  });
}

always('any order and repetition of the stored facts gives the same plan', (given, itsPlan) => {
  const shuffled = {
    ...given,
    facts: [...given.facts.toReversed(), ...given.facts.filter((_, index) => index % 2 === 0)],
  };
  expect(planned(shuffled, momentOf(given))).toEqual(itsPlan);
});

always('planning changes nothing it was given', (given) => {
  const before = structuredClone(given);
  planned(given);
  expect(given).toEqual(before);
});

always(
  'one after the other, at most one card is open; and one a counsellor when several ring',
  ({ policy }, { cards }) => {
    const open = cards.filter(({ phase }) => phase.state === 'open').map(({ counsellorId }) => counsellorId);
    if (policy.ring === 'sequential') expect(open.length).toBeLessThanOrEqual(1);
    expect(new Set(open).size).toBe(open.length);
  },
);

always(
  'a call that has ended has no open card, and one in wrap-up none but the talkers’',
  ({ identity }, { cards, record, talkers }) => {
    if (identity.blocked) expect(cards).toEqual([]);
    if (record.state !== 'ended') return;
    expect(cards.filter(({ phase }) => phase.state === 'open')).toEqual([]);
    for (const { counsellorId, phase } of cards)
      if (phase.state === 'answered') expect(talkers).toContain(counsellorId);
  },
);

always('every card is an offer’s, and an offer’s end is never before its beginning', (_, { cards, offers }) => {
  for (const { factSeq } of cards) expect(offers.map((offer) => offer.factSeq)).toContain(factSeq);
  for (const offer of offers) {
    if (offer.endedAt !== null) expect(offer.endedAt).toBeGreaterThanOrEqual(offer.at);
    expect(offer.endedAt === null).toBe(offer.result === 'ringing');
  }
});

always(
  'a counsellor has at most one of success and missed, a settled call is counted, one under way is not',
  (_, { contributions, record }) => {
    const ids = contributions.map(({ counsellorId }) => counsellorId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { success, missed, talkSeconds, timedSuccesses, offersAnswered, offers } of contributions) {
      expect(success + missed).toBeLessThanOrEqual(1);
      expect(timedSuccesses).toBeLessThanOrEqual(success);
      expect(talkSeconds).toBeGreaterThanOrEqual(0);
      expect(offersAnswered).toBeLessThanOrEqual(offers);
    }
    expect(contributions.length > 0).toBe(record.outcome !== null && !record.unclaimed);
    const sum = (pick: 'success' | 'missed') => contributions.reduce((total, one) => total + one[pick], 0);
    expect(sum('success') > 0).toBe(record.outcome === 'answered');
    if (record.outcome === 'unknown') expect(sum('missed')).toBe(0);
  },
);

always('talk is never negative, and 0 unless answered', (_, { record, talkers }) => {
  if (record.talkSeconds !== null) expect(record.talkSeconds).toBeGreaterThanOrEqual(0);
  if (record.outcome !== 'answered') expect(record).toMatchObject({ talkSeconds: 0 });
  if (record.outcome !== 'answered' && record.outcome !== null) expect(talkers).toEqual([]);
});

always(
  'nothing ends before it begins',
  (_, { record: { startedAt, answeredAt, endedAt, ringSeconds, settledAt, wrapUpUntil } }) => {
    if (endedAt !== null) expect(endedAt).toBeGreaterThanOrEqual(startedAt);
    if (answeredAt !== null) expect(answeredAt).toBeGreaterThanOrEqual(startedAt);
    if (answeredAt !== null && endedAt !== null) expect(endedAt).toBeGreaterThanOrEqual(answeredAt);
    if (ringSeconds !== null) expect(ringSeconds).toBeGreaterThanOrEqual(0);
    if (wrapUpUntil !== null && settledAt !== null) expect(wrapUpUntil).toBeGreaterThanOrEqual(settledAt);
  },
);

always('a call is closed, or asks the vendor, or is looked at again later', (given, { wakeAt, ask, closed }) => {
  if (closed) expect({ wakeAt, ask }).toEqual({ wakeAt: null, ask: null });
  else if (ask === null) expect(wakeAt).toBeGreaterThan(momentOf(given));
  else expect(wakeAt).toBeLessThanOrEqual(momentOf(given));
});

always('until then nothing changes', (given, { wakeAt, ask, closed, ...rest }) => {
  if (ask !== null) return;
  const before = wakeAt === null ? momentOf(given) + 10 ** 12 : wakeAt - 1;
  expect(planned(given, before)).toEqual({ wakeAt, ask, closed, ...rest });
});

always('time alone never opens a settled call again, nor changes how it came out', (given, { record, closed }) => {
  if (record.outcome === null) return;
  for (const hours of [1, 30, 10_000]) {
    const later = planned(given, momentOf(given) + hours * 3_600_000);
    expect(later.record).toMatchObject({ state: 'ended', outcome: record.outcome, settledAt: record.settledAt });
    if (closed) expect(later.closed).toBe(true);
  }
});

always('every call is over some day, though nobody ever tells us', (given) => {
  let { facts } = given;
  let now = momentOf(given);
  for (let step = 0; step < 200; step += 1) {
    const { closed, ask, wakeAt } = plan(facts, given.identity, given.policy, now);
    if (closed) return;
    if (ask === null) now = wakeAt ?? now;
    else
      facts = [
        ...facts,
        {
          kind: 'record_pulled',
          result: 'unreachable',
          report: null,
          alsoRung: [],
          receivedAt: now,
          flags: [],
          seq: facts.length + 1,
        },
      ];
  }
  throw new Error('The call is still open');
});

always('a missed entry is made only when nobody talked, and for nobody twice', (_, { missedBy, record }) => {
  if (missedBy === null) return;
  expect(record.state).toBe('ended');
  expect(record.outcome).not.toBe('answered');
  expect(new Set(missedBy).size).toBe(missedBy.length);
});
