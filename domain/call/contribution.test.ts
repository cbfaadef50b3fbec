import { describe, expect, test } from '@jest/globals';
import {
  asha,
  bilal,
  callBack,
  pickUp,
  planFor,
  question,
  ring,
  stranger,
  type Circumstances,
} from '../../test/build/facts.ts';
import type { NewFact } from '../../db/facts.ts';

const counts = (facts: readonly NewFact[], circumstances?: Circumstances) =>
  planFor(facts, circumstances).contributions;
const success = { success: 1, missed: 0 };
const missed = { success: 0, missed: 1, talkSeconds: 0, timedSuccesses: 0 };
const rang = (...seconds: readonly number[]) => ({
  timedRings: seconds.length,
  ringSeconds: seconds.reduce((sum, each) => sum + each, 0),
});

describe('what a settled call adds to the reports', () => {
  test('nothing until it is settled', () => {
    expect(counts([ring(asha, 0)])).toEqual([]);
  });

  test('a success for whoever talked, a miss for who was rung and did not, though a colleague answered', () => {
    expect(counts([ring(asha, 0), ring(bilal, 9), callBack(bilal, 'success', 60, { talk: 40 })])).toEqual([
      { counsellorId: asha, ...missed, offers: 1, offersAnswered: 0, ...rang(9) },
      { counsellorId: bilal, ...success, talkSeconds: 40, timedSuccesses: 1, offers: 1, offersAnswered: 1, ...rang() },
    ]);
  });

  test('at most one of the two per counsellor, however often they were rung', () => {
    const rung = [ring(asha, 0), ring(bilal, 9), ring(asha, 18)];
    expect(counts([...rung, callBack(asha, 'success', 60)])[0]).toMatchObject({
      ...success,
      offers: 2,
      offersAnswered: 1,
    });
    expect(counts([...rung, callBack(null, 'failure', 60)])[0]).toMatchObject({ ...missed, offers: 2 });
  });

  test('no miss for one answered elsewhere', () => {
    const facts = [ring(asha, 0), ring(bilal, 0), callBack(bilal, 'success', 60)];
    expect(counts(facts, { policy: { ring: 'simultaneous' } })[0]).toMatchObject({ success: 0, missed: 0, offers: 1 });
  });

  test('a success without duration is left out of averages', () => {
    expect(counts([callBack(asha, 'success', 60)])).toMatchObject([{ ...success, talkSeconds: 0, timedSuccesses: 0 }]);
  });

  test('of a transfer each has a success with their own talk', () => {
    const facts = [
      callBack(asha, 'success', 60, { end: 50, talk: 40 }),
      callBack(bilal, 'success', 61, { end: 58, talk: 8 }),
    ];
    expect(counts(facts)).toMatchObject([
      { counsellorId: asha, ...success, talkSeconds: 40 },
      { counsellorId: bilal, ...success, talkSeconds: 8 },
    ]);
  });

  test('a call with nobody is unattributed', () => {
    expect(counts([callBack(null, 'failure', 60)])).toEqual([
      { counsellorId: null, ...missed, offers: 0, offersAnswered: 0, ...rang() },
    ]);
    expect(counts([callBack(stranger, 'success', 60, { talk: 9 })])).toMatchObject([
      { counsellorId: null, ...success, talkSeconds: 9, timedSuccesses: 1 },
    ]);
  });

  test('who was rung missed it when somebody unknown talked', () => {
    expect(counts([ring(asha, 0), callBack(stranger, 'success', 60)])).toMatchObject([
      { counsellorId: asha, ...missed },
      { counsellorId: null, ...success },
    ]);
  });

  test('a ring has a length where somebody told when it ended', () => {
    const told = [
      ring(asha, 0),
      ring(bilal, 9, { reportsAnswer: true }),
      pickUp(bilal, 15),
      callBack(bilal, 'success', 60),
    ];
    expect(counts(told)).toMatchObject([rang(9), rang(6)]);
    expect(counts([ring(asha, 0), ring(asha, 0.2), callBack(asha, 'failure', 20)])).toMatchObject([rang(0, 20)]);
    // Picked up, but this vendor never says when; run out; told of when it was over; and nobody ever said.
    expect(counts([ring(asha, 0), callBack(asha, 'success', 60)])).toMatchObject([rang()]);
    expect(counts([ring(asha, 0, { reportsAnswer: true }), callBack(null, 'failure', 200)])).toMatchObject([rang()]);
    expect(counts([callBack(asha, 'failure', 5), ring(asha, 6)])).toMatchObject([{ offers: 1, ...rang() }]);
    expect(counts([ring(asha, 0)], { now: 100_000, policy: { canPull: false } })).toMatchObject([rang()]);
  });

  test('an unknown end is neither, and an unclaimed question is nothing', () => {
    const given = { now: 100_000, policy: { canPull: false } };
    expect(counts([ring(asha, 0)], given)).toMatchObject([{ counsellorId: asha, success: 0, missed: 0, offers: 1 }]);
    expect(counts([question(0)], given)).toEqual([]);
  });
});
