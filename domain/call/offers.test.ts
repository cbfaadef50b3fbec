import { describe, expect, test } from '@jest/globals';
import {
  asha,
  at,
  bilal,
  callBack,
  chitra,
  pickUp,
  planFor,
  ring,
  ringEnd,
  stranger,
  type Circumstances,
} from '../../test/build/facts.ts';
import type { NewFact } from '../../db/facts.ts';

const results = (facts: readonly NewFact[], circumstances?: Circumstances) =>
  planFor(facts, circumstances).offers.map(({ counsellorId, result }) => [counsellorId, result]);
/** [who, state, why it was withdrawn] of every card that the facts ask for. */
const cards = (facts: readonly NewFact[], circumstances?: Circumstances) =>
  planFor(facts, circumstances).cards.map(({ counsellorId, phase }) =>
    phase.state === 'withdrawn' ? [counsellorId, phase.state, phase.reason] : [counsellorId, phase.state],
  );
const simultaneous: Circumstances = { policy: { ring: 'simultaneous' } };

describe('who was rung, and how it came out', () => {
  test('each pop-up request is an offer, in the order they rang', () => {
    expect(results([ring(asha, 0), ring(bilal, 20), ring(asha, 40)])).toEqual([
      [asha, 'missed'],
      [bilal, 'missed'],
      [asha, 'ringing'],
    ]);
  });

  test('whoever talked answered their newest ring; the others missed theirs', () => {
    expect(results([ring(asha, 0), ring(bilal, 20), ring(asha, 40), callBack(asha, 'success', 90)])).toEqual([
      [asha, 'missed'],
      [bilal, 'missed'],
      [asha, 'answered'],
    ]);
  });

  test('while the call goes on, whoever was heard to answer', () => {
    expect(results([ring(asha, 0), pickUp(asha, 4)])).toEqual([[asha, 'answered']]);
  });

  test('a leg that only a report names is an offer that has ended and shows no card', () => {
    const facts = [
      ring(asha, 0),
      callBack(asha, 'failure', 20),
      callBack(bilal, 'success', 60, { start: 25, end: 55 }),
    ];
    expect(planFor(facts).offers[1]).toEqual({
      factSeq: null,
      counsellorId: bilal,
      at: at(25),
      endedAt: at(55),
      result: 'answered',
    });
    expect(cards(facts)).toEqual([[asha, 'withdrawn', 'call_ended']]);
  });

  test('no leg is an offer twice, however many reports and rings name it', () => {
    const facts = [callBack(asha, 'failure', 5), ring(asha, 6), callBack(asha, 'failure', 7, { end: 4 })];
    expect(results(facts)).toEqual([[asha, 'missed']]);
  });

  test('an agent mapped to nobody is no offer', () => {
    expect(results([ring(stranger, 0), callBack(stranger, 'failure', 9)])).toEqual([]);
  });
});

describe('rung all at once', () => {
  const facts = [ring(asha, 0), ring(bilal, 0), ring(chitra, 0)];

  test('on answer the others were answered elsewhere, not missed', () => {
    expect(results([...facts, callBack(bilal, 'success', 60)], simultaneous)).toEqual([
      [asha, 'answered_elsewhere'],
      [bilal, 'answered'],
      [chitra, 'answered_elsewhere'],
    ]);
  });

  test('also those whose rings we are told of only after the answer', () => {
    expect(results([ring(bilal, 0), callBack(bilal, 'success', 60), ring(asha, 61)], simultaneous)).toEqual([
      [bilal, 'answered'],
      [asha, 'answered_elsewhere'],
    ]);
  });

  test('a ring that was over before the answer was missed, whichever report came first', () => {
    const reports = [callBack(asha, 'no_answer', 30), callBack(bilal, 'success', 60)];
    for (const ordered of [reports, reports.toReversed()]) {
      expect(results([...facts, ...ordered], simultaneous)[0]).toEqual([asha, 'missed']);
    }
    expect(results([...facts, ringEnd(asha, 30), callBack(bilal, 'success', 60)], simultaneous)[0]).toEqual([
      asha,
      'missed',
    ]);
  });

  test('when nobody answers, or a correction says so, everybody missed it', () => {
    const all = [
      [asha, 'missed'],
      [bilal, 'missed'],
      [chitra, 'missed'],
    ];
    expect(results([...facts, callBack(null, 'failure', 60)], simultaneous)).toEqual(all);
    const corrected = [callBack(bilal, 'success', 60, { end: 50 }), callBack(bilal, 'failure', 70, { end: 51 })];
    expect(results([...facts, ...corrected], simultaneous)).toEqual(all);
  });
});

describe('cards', () => {
  test('one after the other: at most the newest is open', () => {
    expect(cards([ring(asha, 0)])).toEqual([[asha, 'open']]);
    expect(cards([ring(asha, 0), ring(bilal, 20)])).toEqual([
      [asha, 'withdrawn', 'next_agent'],
      [bilal, 'open'],
    ]);
  });

  test('simultaneous ring shows all', () => {
    expect(cards([ring(asha, 0), ring(bilal, 0)], simultaneous)).toEqual([
      [asha, 'open'],
      [bilal, 'open'],
    ]);
  });

  test('the card of whoever talks stays through talk and wrap-up', () => {
    const facts = [ring(asha, 0), ring(bilal, 9), callBack(bilal, 'success', 60)];
    const others = [asha, 'withdrawn', 'next_agent'];
    expect(cards([ring(bilal, 0), pickUp(bilal, 3)])).toEqual([[bilal, 'answered']]);
    expect(cards(facts, { now: 659 })).toEqual([others, [bilal, 'answered']]);
    expect(cards(facts, { now: 660 })).toEqual([others, [bilal, 'closed']]);
  });

  test('an echo of the ring after the end does not take it away', () => {
    expect(cards([ring(asha, 0), callBack(asha, 'success', 60), ring(asha, 61)])).toEqual([[asha, 'answered']]);
  });

  test('a call that ended, expired or was given up has no open card', () => {
    expect(cards([ring(asha, 0), callBack(asha, 'failure', 60)])).toEqual([[asha, 'withdrawn', 'call_ended']]);
    expect(cards([ring(asha, 0, { reportsAnswer: true })], { now: 46 })).toEqual([[asha, 'withdrawn', 'expired']]);
    expect(cards([ring(asha, 0)], { now: 7200, policy: { canPull: false } })).toEqual([[asha, 'withdrawn', 'expired']]);
  });

  test('none for a ring that came after the end, nor for one whose own stamp is too old, nor for a blocked caller', () => {
    expect(cards([callBack(asha, 'success', 60), ring(asha, 61)])).toEqual([]);
    expect(cards([ring(asha, 0, { stale: true })])).toEqual([]);
    expect(cards([ring(asha, 0)], { identity: { blocked: true } })).toEqual([]);
  });
});
