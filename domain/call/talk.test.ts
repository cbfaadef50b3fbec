import { describe, expect, test } from '@jest/globals';
import {
  asha,
  asked,
  at,
  bilal,
  callBack,
  chitra,
  inOrder,
  pickUp,
  policyWith,
  reportOf,
  ring,
  stranger,
  type Word,
} from '../../test/build/facts.ts';
import type { NewFact } from '../../db/facts.ts';
import type { Direction } from './facts.ts';
import { legsOf } from './legs.ts';
import { followRings } from './rings.ts';
import { talkOf, vendorAnswerStamp } from './talk.ts';

const talk = (facts: readonly NewFact[], direction: Direction = 'inbound') => {
  const all = inOrder(...facts);
  return talkOf(legsOf(all), followRings(all, policyWith(), at(10_000)), direction);
};

describe('an answered call', () => {
  test('is answered if any leg talked, whoever failed before or after', () => {
    const reports = [callBack(asha, 'no_answer', 30), callBack(bilal, 'success', 90, { talk: 40 })];
    for (const facts of [reports, reports.toReversed()]) {
      expect(talk([ring(asha, 0), ring(bilal, 20), ...facts])).toMatchObject({
        outcome: 'answered',
        talkers: [{ counsellorId: bilal, talkSeconds: 40 }],
        talkSeconds: 40,
        timed: true,
        inferred: false,
      });
    }
  });

  test('with no duration has none, rather than 0', () => {
    expect(talk([callBack(asha, 'success', 30)])).toMatchObject({
      talkers: [{ counsellorId: asha, talkSeconds: null }],
      talkSeconds: null,
      timed: false,
    });
  });

  test('takes the duration that only a report about the whole call gives', () => {
    const facts = [callBack(asha, 'success', 30), callBack(null, 'success', 31, { talk: 65 })];
    expect(talk(facts)).toMatchObject({
      talkers: [{ counsellorId: asha, talkSeconds: 65 }],
      talkSeconds: 65,
      timed: true,
    });
  });

  test('learned of its last talker when their leg’s success was first heard', () => {
    const facts = [
      callBack(asha, 'success', 30),
      callBack(bilal, 'success', 40),
      callBack(bilal, 'success', 50, { talk: 4 }),
    ];
    expect(talk(facts).learnedAt).toBe(at(40));
  });

  test('taken by an agent mapped to nobody has talk and no counsellor', () => {
    expect(talk([ring(asha, 0), callBack(stranger, 'success', 30, { talk: 12 })])).toMatchObject({
      outcome: 'answered',
      talkers: [],
      talkSeconds: 12,
    });
  });
});

describe('a transfer', () => {
  test('each who talked has their leg’s talk; the last by the vendor’s stamps is last, in any order of arrival', () => {
    const first = callBack(asha, 'success', 90, { start: 5, end: 50, talk: 40 });
    const second = callBack(bilal, 'success', 91, { start: 50, end: 80, talk: 28 });
    for (const facts of [
      [first, second],
      [second, first],
    ]) {
      expect(talk(facts)).toMatchObject({
        talkers: [
          { counsellorId: asha, talkSeconds: 40 },
          { counsellorId: bilal, talkSeconds: 28 },
        ],
        talkSeconds: 68,
      });
    }
  });

  test('by end stamps where starts are missing, else by first report', () => {
    const who = (...facts: NewFact[]) => talk(facts).talkers.map(({ counsellorId }) => counsellorId);
    const ended = [callBack(bilal, 'success', 90, { end: 80 }), callBack(asha, 'success', 91, { start: 5, end: 50 })];
    expect(who(...ended)).toEqual([asha, bilal]);
    expect(who(callBack(bilal, 'success', 90), callBack(asha, 'success', 91, { start: 5 }))).toEqual([bilal, asha]);
  });

  test('known by live events alone, all the talk is the last one’s', () => {
    const facts = [
      ring(asha, 0),
      pickUp(asha, 5),
      ring(bilal, 40),
      pickUp(bilal, 44),
      callBack(null, 'success', 90, { talk: 70 }),
    ];
    expect(talk(facts)).toMatchObject({
      talkers: [
        { counsellorId: asha, talkSeconds: null },
        { counsellorId: bilal, talkSeconds: 70 },
      ],
      talkSeconds: 70,
      inferred: false,
    });
  });
});

describe('a success that names nobody', () => {
  const success = callBack(null, 'success', 60, { talk: 40 });

  test('belongs to whoever was heard to answer, also when that is told after the end', () => {
    const others = [ring(asha, 0), ring(bilal, 9)];
    for (const facts of [
      [...others, pickUp(asha, 12), success],
      [...others, success, pickUp(asha, 61)],
    ]) {
      expect(talk(facts)).toMatchObject({ talkers: [{ counsellorId: asha, talkSeconds: 40 }], inferred: false });
    }
  });

  test('else to the only counsellor rung, which is flagged as inferred', () => {
    expect(talk([ring(asha, 0), success])).toMatchObject({
      talkers: [{ counsellorId: asha, talkSeconds: 40 }],
      inferred: true,
    });
    const failed = [ring(asha, 0), callBack(asha, 'failure', 8), ring(bilal, 9)];
    expect(talk([...failed, success])).toMatchObject({ talkers: [{ counsellorId: bilal }], inferred: true });
  });

  test('else to nobody', () => {
    expect(talk([ring(asha, 0), ring(bilal, 9), success])).toMatchObject({
      outcome: 'answered',
      talkers: [],
      talkSeconds: 40,
    });
    expect(talk([ring(asha, 0), ring(stranger, 9), success])).toMatchObject({ talkers: [] });
    expect(talk([success])).toMatchObject({ outcome: 'answered', talkers: [] });
  });

  test('unless another report names who talked', () => {
    expect(talk([ring(asha, 0), success, callBack(bilal, 'success', 61, { talk: 7 })])).toMatchObject({
      talkers: [{ counsellorId: bilal, talkSeconds: 7 }],
      talkSeconds: 7,
    });
  });
});

describe('an unanswered call', () => {
  test.each<[string, NewFact[], string]>([
    ['somebody was rung', [ring(asha, 0), callBack(null, 'failure', 30)], 'missed'],
    ['a report names somebody', [callBack(asha, 'busy', 30)], 'missed'],
    ['an agent mapped to nobody was rung', [ring(stranger, 0), callBack(null, 'failure', 30)], 'missed'],
    ['nobody was rung', [callBack(null, 'failure', 30)], 'abandoned'],
    ['the caller left a message', [ring(asha, 0), callBack(asha, 'voicemail', 30)], 'voicemail'],
    ['the record knows more', [ring(asha, 0), asked('found', 400, reportOf(null, 'failure'), [asha])], 'missed'],
  ])('is inbound, and %s', (_, facts, outcome) => {
    expect(talk(facts)).toMatchObject({ outcome, talkers: [], talkSeconds: 0, learnedAt: null });
  });

  test.each<[Word, string]>([
    ['busy', 'busy'],
    ['no_answer', 'no_answer'],
    ['cancelled', 'cancelled'],
    ['failure', 'failed'],
  ])('is outbound or campaign and the report says %s', (word, outcome) => {
    expect(talk([callBack(asha, word, 30)], 'outbound').outcome).toBe(outcome);
    expect(talk([callBack(asha, word, 30)], 'campaign').outcome).toBe(outcome);
  });

  test('has talk 0, even when the report gives a duration', () => {
    expect(talk([callBack(asha, 'failure', 30, { talk: 12 })])).toMatchObject({ outcome: 'missed', talkSeconds: 0 });
  });

  test('is unknown while a word stands that we could not read', () => {
    expect(talk([ring(asha, 0), callBack(asha, 'unrecognised', 30)]).outcome).toBe('unknown');
    expect(talk([callBack(asha, 'unrecognised', 30), callBack(bilal, 'failure', 31)]).outcome).toBe('unknown');
  });

  test('is known again when a report about the whole call says that it failed', () => {
    expect(talk([callBack(asha, 'unrecognised', 30), asked('found', 400, reportOf(null, 'failure'))]).outcome).toBe(
      'missed',
    );
  });
});

test('when the talk began is told by the vendor’s clock alone, of the first who talked', () => {
  const stamp = (...facts: NewFact[]) => vendorAnswerStamp(legsOf(inOrder(...facts)));
  expect(
    stamp(callBack(asha, 'success', 90, { end: 50, talk: 40 }), callBack(chitra, 'success', 91, { end: 80, talk: 20 })),
  ).toBe(at(10));
  expect(stamp(callBack(asha, 'success', 90, { end: 50 }))).toBeNull();
  expect(stamp(callBack(asha, 'failure', 90, { end: 50, talk: 40 }))).toBeNull();
});
