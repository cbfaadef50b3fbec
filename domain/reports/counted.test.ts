import { describe, expect, test } from '@jest/globals';
import type { NewFact } from '../../db/facts.ts';
import {
  asha,
  asked,
  bilal,
  callBack,
  inOrder,
  planFor,
  question,
  reportOf,
  ring,
  type Circumstances,
} from '../../test/build/facts.ts';
import { countedCall } from './counted.ts';

const counted = (facts: readonly NewFact[], circumstances?: Circumstances) =>
  countedCall(planFor(facts, circumstances), inOrder(...facts));
const marks = (facts: readonly NewFact[], circumstances?: Circumstances) => counted(facts, circumstances)?.marks;

describe('what a call adds to the reports of calls', () => {
  test('is nothing until it is settled, and nothing for a question that no call claimed', () => {
    expect(counted([ring(asha, 0)])).toBeNull();
    expect(counted([question(0)], { now: 100_000 })).toBeNull();
  });

  test('is one call, answered when anybody talked, with the talk of all legs', () => {
    const legs = [
      ring(asha, 0),
      callBack(asha, 'success', 60, { end: 50, talk: 40 }),
      callBack(bilal, 'success', 61, { end: 58, talk: 8 }),
    ];
    expect(counted(legs)).toMatchObject({ calls: 1, answered: 1, missed: 0, talkSeconds: 48 });
  });

  test('is missed once, however many were rung', () => {
    expect(counted([ring(asha, 0), ring(bilal, 9), callBack(null, 'failure', 60)])).toMatchObject({
      calls: 1,
      answered: 0,
      missed: 1,
      talkSeconds: 0,
    });
  });

  test('is neither when nobody ever told how it ended', () => {
    expect(counted([ring(asha, 0)], { now: 100_000, policy: { canPull: false } })).toMatchObject({
      calls: 1,
      answered: 0,
      missed: 0,
    });
  });
});

describe('what was odd about it', () => {
  test('that a ring was told of after its report', () => {
    expect(marks([callBack(asha, 'success', 5), ring(asha, 6)])).toContain('out_of_order');
    expect(marks([callBack(null, 'failure', 5), ring(asha, 6)])).toContain('out_of_order');
    expect(
      marks([ring(asha, 0), callBack(asha, 'failure', 5), ring(bilal, 6), callBack(bilal, 'success', 9)]),
    ).not.toContain('out_of_order');
  });

  test('that a ring or a report came too late', () => {
    expect(marks([ring(asha, 0, { stale: true }), callBack(asha, 'failure', 5)])).toContain('late');
    const policy = { amendSeconds: 60 };
    expect(marks([ring(asha, 0), callBack(asha, 'failure', 5), callBack(asha, 'success', 500)], { policy })).toContain(
      'late',
    );
    expect(marks([ring(asha, 0), callBack(asha, 'failure', 5)])).not.toContain('late');
  });

  test('that its call back never came, and that the vendor’s record repaired it', () => {
    expect(marks([ring(asha, 0), asked('found', 400, reportOf(asha, 'success', { talk: 9 }))])).toEqual(
      expect.arrayContaining(['call_back_missing', 'repaired']),
    );
  });
});
