import { describe, expect, test } from '@jest/globals';
import {
  asha,
  at,
  bilal,
  callBack,
  inOrder,
  pickUp,
  planFor,
  policyWith,
  question,
  ring,
  ringEnd,
  stranger,
  type Circumstances,
} from '../../test/build/facts.ts';
import type { NewFact } from '../../db/facts.ts';
import type { CounsellorId } from '../ids.ts';
import type { Agent, Direction, EventKind } from './facts.ts';
import { fit } from './joining.ts';
import { lacksRing, repeatedSign } from './repeats.ts';

/** What vendors tell of while a call goes on, beside rings (classic vendors tell none of it). */

const live = (who: CounsellorId, seconds: number): NewFact => ring(who, seconds, { reportsAnswer: true });
const noticed = (seconds: number): NewFact => ({ kind: 'noticed', receivedAt: at(seconds), flags: [] });
const theirs = (who: CounsellorId) => ({ counsellorId: who, number: `number of ${who}` });
const studentRung = (who: CounsellorId | null, seconds: number): NewFact => ({
  kind: 'student_rung',
  agent: who === null ? null : theirs(who),
  receivedAt: at(seconds),
  flags: [],
});
const recording = (url: string, seconds: number): NewFact => ({
  kind: 'recording',
  url,
  receivedAt: at(seconds),
  flags: [],
});
const clicked: NewFact = {
  kind: 'dial_requested',
  counsellorId: asha,
  via: 'cloud',
  leadId: null,
  agentNumber: '1',
  callerId: null,
  receivedAt: at(0),
  flags: [],
};
const accepted: NewFact = { kind: 'dial_accepted', by: 'vendor', receivedAt: at(1), flags: [] };

const cards = (facts: readonly NewFact[], circumstances: Circumstances) =>
  planFor(facts, circumstances).cards.map(({ counsellorId, phase }) => [
    counsellorId,
    phase.state,
    ...('reason' in phase ? [phase.reason] : []),
  ]);
const results = (facts: readonly NewFact[], circumstances: Circumstances = {}) =>
  planFor(facts, circumstances).offers.map(({ counsellorId, result }) => [counsellorId, result]);
const record = (facts: readonly NewFact[], circumstances?: Circumstances) => planFor(facts, circumstances).record;

describe('a card', () => {
  test('of a vendor that tells of answers is over with the ring time, of one that does not with the talk time', () => {
    expect(cards([live(asha, 0)], { now: 46 })).toEqual([[asha, 'withdrawn', 'expired']]);
    expect(cards([ring(asha, 0)], { now: 7199 })).toEqual([[asha, 'open']]);
    expect(cards([ring(asha, 0)], { now: 7201 })).toEqual([[asha, 'withdrawn', 'expired']]);
  });

  test('stays with the one who answered, for as long as they talk and write up', () => {
    const talking = [live(asha, 0), pickUp(asha, 5)];
    expect(cards(talking, { now: 3600 })).toEqual([[asha, 'answered']]);
    const ended = [...talking, callBack(asha, 'success', 3600, { talk: 3500 })];
    expect(cards(ended, { now: 3700 })).toEqual([[asha, 'answered']]);
    expect(cards(ended, { now: 4201 })).toEqual([[asha, 'closed']]);
  });

  test('goes as a colleague answers, whose offer was not missed where all were rung together', () => {
    const facts = [live(asha, 0), live(bilal, 0), pickUp(bilal, 5)];
    expect(cards(facts, { policy: { ring: 'simultaneous' }, now: 6 })).toEqual([
      [asha, 'withdrawn', 'answered_elsewhere'],
      [bilal, 'answered'],
    ]);
    expect(results(facts, { policy: { ring: 'simultaneous' } })).toEqual([
      [asha, 'answered_elsewhere'],
      [bilal, 'answered'],
    ]);
  });

  test('goes as its ring ends, and the call rings on', () => {
    const facts = [live(asha, 0), ringEnd(asha, 20)];
    expect(cards(facts, { now: 21 })).toEqual([[asha, 'withdrawn', 'next_agent']]);
    expect(results(facts)).toEqual([[asha, 'missed']]);
    expect(record(facts)).toMatchObject({ state: 'ringing', outcome: null });
    expect(cards([...facts, live(asha, 25)], { now: 26 })).toEqual([
      [asha, 'withdrawn', 'next_agent'],
      [asha, 'open'],
    ]);
  });

  test('is none for a ring whose end was told first, and one for the ring after it', () => {
    expect(cards([ringEnd(asha, 0), live(asha, 1)], { now: 2 })).toEqual([]);
    expect(cards([ringEnd(asha, 0), live(asha, 1), live(asha, 30)], { now: 31 })).toEqual([[asha, 'open']]);
  });
});

describe('a call dialled out', () => {
  test('rings the counsellor, then the student, then they talk', () => {
    const outbound = { identity: { direction: 'outbound' } } as const;
    const facts = [clicked, accepted, studentRung(asha, 5), pickUp(asha, 12), callBack(asha, 'success', 60)];
    const states = facts.map((_, index) => record(facts.slice(0, index + 1), outbound).state);
    expect(states).toEqual(['dialling', 'agent_ringing', 'ringing', 'talking', 'ended']);
  });

  test('of another’s making keeps the card of whoever dialled while the student rings', () => {
    const outbound = { identity: { direction: 'outbound' }, now: 90 } as const;
    expect(cards([live(asha, 0), studentRung(asha, 5)], outbound)).toEqual([[asha, 'open']]);
    expect(cards([live(asha, 0)], outbound)).toEqual([[asha, 'withdrawn', 'expired']]);
  });

  test('whose student did not pick up is no answer, and the counsellor’s none when their own phone was not', () => {
    const outbound = { identity: { direction: 'outbound' } } as const;
    expect(record([clicked, accepted, callBack(null, 'no_answer', 60)], outbound).outcome).toBe('agent_no_answer');
    expect(record([clicked, accepted, studentRung(null, 60), callBack(null, 'no_answer', 60)], outbound).outcome).toBe(
      'no_answer',
    );
  });
});

describe('a call that is only told of', () => {
  test('goes on, makes no lead yet, and waits for its end', () => {
    const plan = planFor([noticed(0)]);
    expect(plan).toMatchObject({ record: { state: 'routing', unclaimed: false }, createsLead: false, wakeAt: at(300) });
    expect(planFor([noticed(0), callBack(null, 'no_answer', 30)])).toMatchObject({
      record: { outcome: 'abandoned' },
      createsLead: true,
    });
  });
});

describe('a recording told of by itself', () => {
  test('is the call’s, unless its report names another', () => {
    const facts = [live(asha, 0), recording('https://x.test/1', 70)];
    expect(record([...facts, callBack(asha, 'success', 60)]).recordingUrl).toBe('https://x.test/1');
    expect(record([...facts, callBack(asha, 'success', 60, { url: 'https://x.test/2' })]).recordingUrl).toBe(
      'https://x.test/2',
    );
  });
});

describe('what is told again', () => {
  const told = inOrder(noticed(0), live(asha, 1), pickUp(asha, 5), recording('https://x.test/1', 9));
  const a = theirs(asha);
  const b = theirs(bilal);

  test('is a repeat', () => {
    expect(repeatedSign(told, { kind: 'noticed' })?.seq).toBe(1);
    expect(repeatedSign(told, { kind: 'answered', agent: a })?.seq).toBe(3);
    expect(repeatedSign(told, { kind: 'answered', agent: null })?.seq).toBe(3);
    expect(repeatedSign(told, { kind: 'student_rung', agent: a })?.seq).toBe(3);
    expect(repeatedSign(told, { kind: 'recording', url: 'https://x.test/1' })?.seq).toBe(4);
    expect(repeatedSign(inOrder(live(asha, 0), ringEnd(asha, 5)), { kind: 'offer_ended', agent: a })?.seq).toBe(2);
  });

  test('of somebody else, or of a ring since, is not', () => {
    expect(repeatedSign(told, { kind: 'answered', agent: b })).toBeNull();
    expect(repeatedSign(told, { kind: 'offer_ended', agent: a })).toBeNull();
    expect(repeatedSign(told, { kind: 'recording', url: 'https://x.test/2' })).toBeNull();
    const rungAgain = inOrder(live(asha, 0), pickUp(asha, 5), live(asha, 30));
    expect(repeatedSign(rungAgain, { kind: 'answered', agent: a })).toBeNull();
  });
});

describe('who picks up', () => {
  const lacks = (facts: readonly NewFact[], who: Agent = theirs(asha)): boolean =>
    lacksRing(inOrder(...facts), who, policyWith());

  test('was rung, though nobody told of it, as long as the call goes on', () => {
    expect(lacks([noticed(0)])).toBe(true);
    expect(lacks([live(bilal, 0)])).toBe(true);
    expect(lacks([live(asha, 0)])).toBe(false);
    expect(lacks([noticed(0), callBack(null, 'no_answer', 9)])).toBe(false);
    expect(lacks([ring(stranger, 0)], stranger)).toBe(false);
  });

  test('was not rung by their own click', () => {
    expect(lacks([clicked, accepted])).toBe(false);
  });
});

describe('a live event without an id', () => {
  const fits = (
    facts: readonly NewFact[],
    kind: EventKind,
    who: Agent | null,
    seconds: number,
    direction: Direction | null = null,
  ) =>
    fit(
      { kind, receivedAt: at(seconds), agent: who, direction, report: null },
      { direction: 'inbound', facts: inOrder(...facts) },
      policyWith(),
    );

  test('belongs to the call that goes on, best where its counsellor was rung', () => {
    expect(fits([live(asha, 0)], 'answered', theirs(asha), 20)).toBe(2);
    expect(fits([live(asha, 0)], 'answered', theirs(bilal), 20)).toBe(1);
    expect(fits([live(asha, 0)], 'offer_ended', theirs(asha), 3000)).toBe(2);
    expect(fits([noticed(0)], 'offered', theirs(asha), 20)).toBe(1);
    expect(fits([noticed(0)], 'noticed', null, 50)).toBeNull();
  });

  test('belongs to a call that is over only where it was on its way', () => {
    const over = [live(asha, 0), callBack(asha, 'success', 30)];
    expect(fits(over, 'answered', theirs(asha), 40)).toBe(2);
    expect(fits(over, 'answered', theirs(asha), 90)).toBeNull();
    expect(fits(over, 'answered', theirs(bilal), 40)).toBeNull();
    expect(fits(over, 'noticed', null, 40)).toBeNull();
  });

  test('claims a routing question', () => {
    expect(fits([question(0)], 'noticed', null, 5)).toBe(1);
    expect(fits([question(0)], 'answered', theirs(asha), 5)).toBe(1);
  });

  test('belongs to a click where it says that the call goes out, or tells of the counsellor’s own', () => {
    const clickedCall = [clicked, accepted];
    expect(fits(clickedCall, 'student_rung', theirs(asha), 9)).toBe(3);
    expect(fits(clickedCall, 'answered', null, 20, 'outbound')).toBe(3);
    expect(fits(clickedCall, 'answered', theirs(asha), 20, 'inbound')).toBeNull();
    expect(fits(clickedCall, 'noticed', null, 9)).toBeNull();
    expect(fits(clickedCall, 'noticed', null, 9, 'outbound')).toBe(3);
  });
});
