import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { NewFact } from '../../db/facts.ts';
import { accepted, click, clicked, hangUp, notTaken, refused, sent, unclear } from '../../test/build/dial-facts.ts';
import { asha, asked, at, callBack, inOrder, policyWith, reportOf, ring, START } from '../../test/build/facts.ts';
import { plan, type Plan } from './plan.ts';

/** What one dial may come to, and after how many seconds; `lost` leaves no result. */
const result = fc.record({
  kind: fc.constantFrom('accepted', 'refused', 'not_taken', 'busy', 'unclear', 'lost'),
  after: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 60 })),
});

const factOf = ({ kind }: { kind: string }, seconds: number): NewFact | null => {
  switch (kind) {
    case 'accepted':
      return accepted(seconds);
    case 'refused':
      return refused(seconds);
    case 'not_taken':
      return notTaken(seconds, 'not_connected');
    case 'busy':
      return notTaken(seconds, 'rate_limited', seconds + 3);
    case 'unclear':
      return unclear(seconds);
    default:
      return null;
  }
};

/** What else may be heard meanwhile. */
const event = fc.record({
  at: fc.integer({ min: 0, max: 90 }),
  fact: fc.constantFrom<(seconds: number) => NewFact>(
    (seconds) => ring(asha, seconds),
    (seconds) => callBack(asha, 'success', seconds, { talk: 3 }),
    (seconds) => callBack(null, 'no_answer', seconds),
    (seconds) => hangUp(seconds),
    (seconds) => asked('live', seconds),
    (seconds) => asked('none', seconds),
    (seconds) => asked('unreachable', seconds),
    (seconds) => asked('found', seconds, reportOf(asha, 'no_answer')),
  ),
});

const cases = fc.record({
  results: fc.array(result, { minLength: 1, maxLength: 25 }),
  events: fc.array(event, { maxLength: 5 }),
  /** Seconds between two looks at the call: workflow, relay and sweeper come when they come. */
  pauses: fc.array(fc.constantFrom(0.2, 1, 1, 5, 30), { minLength: 10, maxLength: 10 }),
  canPull: fc.boolean(),
});

interface Played {
  readonly facts: readonly NewFact[];
  readonly last: Plan;
}

/** Plays a call: whenever `plan` asks to dial, the activity writes `dial_sent` first and its result when there is one. */
function play({ results, events, pauses, canPull }: typeof cases extends fc.Arbitrary<infer T> ? T : never): Played {
  const policy = policyWith({ canPull });
  const heard: NewFact[] = [click()];
  const coming = events.map(({ at: when, fact }) => fact(when));
  const left = [...results];
  let planned: Plan | null = null;
  for (let seconds = 0, step = 0; seconds < 200; seconds += pauses[step % pauses.length] ?? 1, step += 1) {
    const now = at(seconds);
    for (const fact of coming.filter(({ receivedAt }) => receivedAt <= now)) {
      coming.splice(coming.indexOf(fact), 1);
      heard.push(fact);
    }
    planned = plan(inOrder(...heard), clicked, policy, now);
    const [next] = left;
    if (planned.ask === 'dial' && next) {
      left.shift();
      heard.push(sent(seconds));
      const comes = factOf(next, seconds + next.after);
      if (comes) coming.push(comes);
    }
    if (planned.ask === 'record' && step % 2 === 0) heard.push(asked('none', seconds));
  }
  if (planned === null) throw new Error('The call was never looked at');
  return { facts: heard, last: planned };
}

const RUNS = { numRuns: 500, seed: 20_260_105 };

test('whatever comes in whatever order, at most one dial is not known to have been taken by nobody', () => {
  fc.assert(
    fc.property(cases, (given) => {
      let open = 0;
      for (const fact of play(given).facts) {
        if (fact.kind === 'dial_sent') open += 1;
        if (fact.kind === 'dial_not_taken') open -= 1;
        expect(open).toBeLessThanOrEqual(1);
      }
    }),
    RUNS,
  );
});

test('nothing is dialled later than 20 s after the click', () => {
  fc.assert(
    fc.property(cases, (given) => {
      for (const { kind, receivedAt } of play(given).facts)
        if (kind === 'dial_sent') expect(receivedAt - START).toBeLessThan(20_000);
    }),
    RUNS,
  );
});

test('placing a call ends, one way or the other, in two minutes', () => {
  fc.assert(
    fc.property(cases, (given) => {
      expect(play(given).last.record.state).not.toBe('dialling');
    }),
    RUNS,
  );
});
