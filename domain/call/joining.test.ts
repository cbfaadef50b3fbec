import { describe, expect, test } from '@jest/globals';
import {
  asha,
  at,
  bilal,
  callBack,
  chitra,
  inOrder,
  pickUp,
  policyWith,
  question,
  reportOf,
  ring,
  stranger,
  type Circumstances,
  type Said,
  type Word,
} from '../../test/build/facts.ts';
import type { NewFact } from '../../db/facts.ts';
import type { CounsellorId } from '../ids.ts';
import type { Agent, Direction, Fact, Report } from './facts.ts';
import { fit, repeatedReport, repeatedRing, type UnplacedEvent } from './joining.ts';

const agent = (who: CounsellorId): Agent => ({ counsellorId: who, number: 'any' });
/** Facts as they come back from the database, which keeps no order of an object's keys. */
const stored = (...facts: NewFact[]): readonly Fact[] =>
  inOrder(...facts).map((fact) => ('status' in fact ? { ...fact, status: reversed(fact.status) } : fact));
const reversed = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).toReversed()) as T;

describe('a pop-up request repeats the one before', () => {
  const repeats = (facts: readonly NewFact[], who: Agent, seconds: number, { policy }: Circumstances = {}) =>
    repeatedRing(stored(...facts), who, policyWith(policy), at(seconds))?.seq ?? null;

  test('when the newest offer is that counsellor’s, open and inside the ring time', () => {
    expect(repeats([ring(asha, 0)], agent(asha), 45)).toBe(1);
  });

  test.each<[string, NewFact[], Agent, number]>([
    ['after the ring time', [ring(asha, 0)], agent(asha), 46],
    ['when another was rung since', [ring(asha, 0), ring(bilal, 9)], agent(asha), 20],
    ['for another counsellor', [ring(asha, 0)], agent(bilal), 9],
    ['when the offer is over', [ring(asha, 0), callBack(asha, 'failure', 9)], agent(asha), 12],
    ['when nobody was rung', [question(0)], agent(asha), 9],
  ])('not %s: it is a new offer', (_, facts, who, seconds) => {
    expect(repeats(facts, who, seconds)).toBeNull();
  });

  const implied = (who: CounsellorId, seconds: number): NewFact[] => [
    ring(who, seconds, { implied: true, reportsAnswer: true }),
    pickUp(who, seconds),
  ];

  test('when that counsellor talks on the call: their ring came late, or twice', () => {
    expect(repeats(implied(asha, 0), agent(asha), 600)).toBe(1);
    expect(repeats([ring(asha, 0), pickUp(asha, 5)], agent(asha), 600)).toBe(1);
    expect(repeats([ring(asha, 0), pickUp(asha, 5), ring(bilal, 9)], agent(asha), 20)).toBeNull();
  });

  test('when only their picking up told of their ring so far, whatever was heard since', () => {
    expect(repeats([...implied(asha, 0), callBack(asha, 'success', 9)], agent(asha), 20)).toBe(1);
    expect(repeats([...implied(asha, 0), ring(bilal, 9)], agent(asha), 20)).toBe(1);
    expect(repeats([...implied(asha, 0), ring(bilal, 9)], agent(asha), 46)).toBeNull();
  });

  test('an agent mapped to nobody, inside the ring time', () => {
    expect(repeats([ring(stranger, 0)], stranger, 45)).toBe(1);
    expect(repeats([ring(stranger, 0)], stranger, 46)).toBeNull();
    expect(repeats([ring(stranger, 0)], { counsellorId: null, number: '+912222222222' }, 9)).toBeNull();
  });
});

describe('a call back repeats an earlier one', () => {
  const repeats = (facts: readonly NewFact[], report: Report) =>
    repeatedReport(stored(...facts), report, policyWith())?.seq ?? null;
  const full: Said = { start: 0, end: 60, talk: 40, url: 'https://a/1' };

  test('when everything it says was said before', () => {
    expect(repeats([callBack(asha, 'success', 61, full)], reportOf(asha, 'success', full))).toBe(1);
    expect(repeats([callBack(asha, 'busy', 61, { end: 60 })], reportOf(asha, 'busy', { end: 60 }))).toBe(1);
    expect(repeats([callBack(asha, 'success', 61, full)], reportOf(asha, 'success', { talk: 40 }))).toBe(1);
  });

  test('of any earlier one, so that it brings no old value back', () => {
    const facts = [callBack(asha, 'success', 61, { talk: 40 }), callBack(asha, 'success', 62, { talk: 41 })];
    expect(repeats(facts, reportOf(asha, 'success', { talk: 40 }))).toBe(1);
  });

  test.each<[string, CounsellorId | null, Word, Said]>([
    ['another status', asha, 'failure', full],
    ['another cause', asha, 'busy', full],
    ['another duration', asha, 'success', { ...full, talk: 41 }],
    ['a field more', asha, 'success', { ...full, url: 'https://a/2' }],
    ['another counsellor', bilal, 'success', full],
  ])('not with %s', (_, who, word, said) => {
    expect(repeats([callBack(asha, 'success', 61, full)], reportOf(who, word, said))).toBeNull();
  });

  test('one that names nobody only its like: that nobody took the call is more than that one did not', () => {
    const facts = [ring(asha, 0), callBack(asha, 'failure', 20)];
    expect(repeats(facts, reportOf(null, 'failure'))).toBeNull();
    expect(repeats([...facts, callBack(null, 'failure', 40)], reportOf(null, 'failure'))).toBe(3);
  });

  test('not when that counsellor was rung again: it is another leg', () => {
    const facts = [ring(asha, 0), callBack(asha, 'failure', 20), ring(bilal, 22), ring(asha, 40)];
    expect(repeats(facts, reportOf(asha, 'failure'))).toBeNull();
    expect(repeats(facts, reportOf(bilal, 'failure'))).toBeNull();
  });

  test('a ring that came late, or an echo of one, begins no leg', () => {
    expect(repeats([callBack(asha, 'failure', 20), ring(asha, 21)], reportOf(asha, 'failure'))).toBe(1);
    const echoed = [
      ring(asha, 0),
      callBack(asha, 'failure', 20),
      callBack(asha, 'success', 21, { talk: 9 }),
      ring(asha, 22),
    ];
    expect(repeats(echoed, reportOf(asha, 'failure'))).toBe(2);
  });
});

describe('an event without a usable reference', () => {
  const policy = policyWith();
  const rung = (who: Agent | null, seconds: number, direction: Direction | null = null): UnplacedEvent => ({
    kind: 'offered',
    receivedAt: at(seconds),
    agent: who,
    direction,
    report: null,
  });
  const reported = (report: Report, seconds: number, direction: Direction | null = null): UnplacedEvent => ({
    kind: 'ended',
    receivedAt: at(seconds),
    agent: report.agent,
    direction,
    report,
  });
  const fits = (event: UnplacedEvent, ...facts: NewFact[]) =>
    fit(event, { direction: 'inbound', facts: stored(...facts) }, policy);

  test('joins the call that rings, better the one of the same counsellor', () => {
    expect(fits(reported(reportOf(asha, 'failure'), 30), ring(asha, 0))).toBe(2);
    expect(fits(reported(reportOf(bilal, 'failure'), 30), ring(asha, 0))).toBe(1);
    expect(fits(rung(agent(bilal), 30), ring(asha, 0))).toBe(1);
  });

  test('within the ring time for a ring, the talk time for a report; else it is a new call', () => {
    expect(fits(rung(agent(bilal), 45), ring(asha, 0))).toBe(1);
    expect(fits(rung(agent(bilal), 46), ring(asha, 0))).toBeNull();
    expect(fits(reported(reportOf(asha, 'success'), 7245), ring(asha, 0))).toBe(2);
    expect(fits(reported(reportOf(asha, 'success'), 7246), ring(asha, 0))).toBeNull();
  });

  test('not a call of another direction', () => {
    expect(fits(rung(agent(bilal), 9, 'outbound'), ring(asha, 0))).toBeNull();
    expect(fits(rung(agent(bilal), 9, 'inbound'), ring(asha, 0))).toBe(1);
  });

  test('after the end only what was on its way: a repeat, a late ring, or the next leg', () => {
    const failed = [ring(asha, 0), callBack(asha, 'failure', 20)];
    expect(fits(reported(reportOf(asha, 'failure'), 30), ...failed)).toBe(2);
    expect(fits(reported(reportOf(bilal, 'success', { talk: 9 }), 30), ...failed)).toBeNull();
    expect(fits(rung(agent(bilal), 30), ...failed)).toBe(2);
    expect(fits(rung(agent(asha), 30), ...failed)).toBeNull();
    expect(fits(rung(agent(asha), 30), callBack(asha, 'success', 20))).toBe(2);
    expect(fits(rung(agent(chitra), 30), ring(asha, 0), callBack(asha, 'success', 20))).toBeNull();
  });

  test('and a report that says anew how a leg went, not the one of the student’s next call', () => {
    const fits20 = (said: Said, seconds: number, before: Said = {}) =>
      fits(reported(reportOf(asha, 'success', said), seconds), ring(asha, 0), callBack(asha, 'failure', 20, before));
    expect(fits20({ talk: 9 }, 65)).toBe(1);
    expect(fits20({ talk: 9 }, 66)).toBeNull();
    expect(fits20({ talk: 9, start: 2 }, 600, { start: 2 })).toBe(2);
    expect(fits20({ talk: 9, end: 18 }, 600, { end: 18 })).toBe(2);
    expect(fits20({ talk: 9, start: 22 }, 40, { start: 2 })).toBeNull();
    expect(fits20({ talk: 9, start: 22 }, 40, { end: 18 })).toBeNull();
  });

  test('claims a routing question that nobody claimed, for 10 minutes', () => {
    expect(fits(rung(agent(asha), 600), question(0))).toBe(1);
    expect(fits(rung(agent(asha), 601), question(0))).toBeNull();
  });

  test('but a call back only one of its own call: begun no more than 60 s before the question', () => {
    expect(fits(reported(reportOf(asha, 'success', { start: -60 }), 9), question(0))).toBe(1);
    expect(fits(reported(reportOf(asha, 'success', { start: -61 }), 9), question(0))).toBeNull();
    expect(fits(reported(reportOf(asha, 'success', { talk: 300 }), 9), question(0))).toBeNull();
    expect(fits(reported(reportOf(null, 'failure'), 9), question(0))).toBe(1);
  });
});
