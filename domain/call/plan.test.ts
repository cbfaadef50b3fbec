import { describe, expect, test } from '@jest/globals';
import {
  asha,
  asked,
  at,
  bilal,
  callBack,
  inOrder,
  identityWith,
  pickUp,
  planFor,
  policyWith,
  question,
  reportOf,
  ring,
  save,
  START,
  stranger,
  type Circumstances,
  type Word,
} from '../../test/build/facts.ts';
import type { NewFact } from '../../db/facts.ts';
import { plan } from './plan.ts';

const record = (facts: readonly NewFact[], circumstances?: Circumstances) => planFor(facts, circumstances).record;
const flags = (facts: readonly NewFact[], circumstances?: Circumstances) => record(facts, circumstances).flags;
const disposed = (who: typeof asha, code: string, seconds: number): NewFact => ({
  kind: 'disposition',
  counsellorId: who,
  code,
  receivedAt: at(seconds),
  flags: [],
});

describe('the record', () => {
  test('goes from routing to ringing to talking to ended', () => {
    const facts = [question(0), ring(asha, 5), pickUp(asha, 9), callBack(asha, 'success', 60)];
    const states = facts.map((_, index) => record(facts.slice(0, index + 1)).state);
    expect(states).toEqual(['routing', 'ringing', 'talking', 'ended']);
  });

  test('of a call under way has no outcome, no end and talk 0', () => {
    expect(record([ring(asha, 0)])).toMatchObject({ outcome: null, endedAt: null, talkSeconds: 0, counsellorId: null });
  });

  test('begins with the vendor’s start, of a call back before a record, else with the first arrival', () => {
    expect(record([ring(asha, 5), callBack(asha, 'success', 60)]).startedAt).toBe(START);
    expect(record([ring(asha, 5), callBack(asha, 'success', 60, { start: -3 })]).startedAt).toBe(at(-3));
    const pulled = asked('found', 400, reportOf(bilal, 'success', { start: -9 }));
    expect(record([callBack(asha, 'success', 60, { start: -3 }), pulled]).startedAt).toBe(at(-3));
    expect(record([ring(asha, 5), pulled]).startedAt).toBe(at(-9));
  });

  test('never ends before it began, nor is it answered outside of the two', () => {
    const odd = record([
      ring(asha, 0),
      pickUp(asha, 500),
      callBack(asha, 'success', 600, { start: 70, end: 60, talk: 5 }),
    ]);
    expect(odd).toMatchObject({ startedAt: at(70), endedAt: at(70), answeredAt: at(70) });
  });

  test('rings until the answer where that was heard, else until the last ring ends; not known of an answered classic call', () => {
    expect(
      record([ring(asha, 0), ring(bilal, 20), pickUp(bilal, 26), callBack(bilal, 'success', 90)]).ringSeconds,
    ).toBe(26);
    expect(record([ring(asha, 0), ring(bilal, 20), callBack(bilal, 'failure', 45)]).ringSeconds).toBe(45);
    expect(record([ring(asha, 0), callBack(asha, 'success', 45)]).ringSeconds).toBeNull();
  });

  test('takes the recording of whoever talked last', () => {
    const facts = [
      callBack(bilal, 'success', 60, { end: 58, url: 'https://a/2' }),
      callBack(asha, 'success', 61, { end: 50, url: 'https://a/1' }),
    ];
    expect(record(facts).recordingUrl).toBe('https://a/2');
  });

  test('of a transfer names the last who talked as the call’s counsellor', () => {
    const facts = [callBack(bilal, 'success', 60, { end: 58 }), callBack(asha, 'success', 61, { end: 50 })];
    expect(record(facts).counsellorId).toBe(bilal);
  });

  test('settles once: a correction changes the record, not when we learned of the end', () => {
    const facts = [ring(asha, 0), callBack(asha, 'success', 60, { talk: 40 })];
    expect(record([...facts, callBack(asha, 'success', 90, { talk: 41 })])).toMatchObject({
      settledAt: at(60),
      talkSeconds: 41,
    });
  });

  test('is settled anew by the next leg', () => {
    const leg = [ring(asha, 0), callBack(asha, 'failure', 10)];
    expect(record(leg)).toMatchObject({ state: 'ended', outcome: 'missed' });
    expect(record([...leg, ring(bilal, 12)])).toMatchObject({ state: 'ringing', outcome: null });
    expect(record([...leg, ring(bilal, 12), callBack(bilal, 'success', 60)])).toMatchObject({
      outcome: 'answered',
      settledAt: at(60),
    });
  });

  test('pulled from the vendor it says so, and which events never came', () => {
    const facts = [ring(asha, 0), asked('found', 300, reportOf(bilal, 'success', { talk: 7 }), [asha])];
    expect(record(facts)).toMatchObject({
      outcome: 'answered',
      counsellorId: bilal,
      source: 'reconciled',
      flags: ['call_back_missing', 'popup_missing'],
    });
    expect(record([...facts, callBack(bilal, 'success', 400, { talk: 8 })])).toMatchObject({
      source: 'events',
      talkSeconds: 8,
    });
  });
});

describe('flags', () => {
  test('what requests were flagged with, once each and sorted', () => {
    const facts = [
      ring(asha, 0, { flags: ['no_call_id'] }),
      callBack(asha, 'success', 60, { talk: 1, flags: ['a', 'no_call_id'] }),
    ];
    expect(flags(facts)).toEqual(['a', 'no_call_id']);
  });

  test('an answered call with no duration, and a counsellor we had to infer', () => {
    expect(flags([ring(asha, 0), callBack(asha, 'success', 60)])).toEqual(['no_duration']);
    expect(flags([ring(asha, 0), callBack(null, 'success', 60, { talk: 1 })])).toEqual(['counsellor_inferred']);
  });

  const amend: Circumstances = { policy: { amendSeconds: 1000 } };
  test('a correction later than the amend time after the call settled', () => {
    const settled = [ring(asha, 0), callBack(asha, 'success', 60, { talk: 1 })];
    const corrected = (seconds: number) =>
      flags([...settled, callBack(asha, 'success', seconds, { talk: 2 })], { ...amend, now: 70 });
    expect(corrected(1060)).toEqual([]);
    expect(corrected(1061)).toEqual(['late_correction']);
  });

  test('a call back of a call long given up is a late correction, a long call’s is none', () => {
    const given = { policy: { amendSeconds: 1000, canPull: false, callBackSeconds: 10, talkSeconds: 60 }, now: 1100 };
    expect(flags([ring(asha, 0), callBack(asha, 'success', 1071, { talk: 2 })], given)).toEqual(['late_correction']);
    expect(flags([ring(asha, 0), callBack(asha, 'success', 1070, { talk: 2 })], given)).toEqual([]);
    expect(flags([ring(asha, 0), callBack(asha, 'success', 5000, { talk: 2 })], { ...amend, now: 5000 })).toEqual([]);
  });
});

describe('wrap-up', () => {
  const talked = [ring(asha, 0), callBack(asha, 'success', 60, { talk: 1 })];

  test('is counted from when we learned that the call ended, never from the vendor’s stamp', () => {
    expect(record([ring(asha, 0), callBack(asha, 'success', 60, { end: 20 })]).wrapUpUntil).toBe(at(660));
  });

  test('or from when we learned who talked, if that is later', () => {
    const facts = [ring(asha, 0), callBack(null, 'failure', 60), callBack(asha, 'success', 500)];
    expect(record(facts)).toMatchObject({ settledAt: at(60), wrapUpUntil: at(1100) });
  });

  test('is done with a note or a disposition of whoever talked, at any time', () => {
    expect(record([...talked, save(asha, 5000, { what: 'note' })]).wrapUpDone).toBe(true);
    expect(record([...talked, disposed(asha, 'interested', 70)])).toMatchObject({
      wrapUpDone: true,
      disposition: 'interested',
    });
    expect(record([...talked, save(asha, 70)]).wrapUpDone).toBe(false);
    expect(record([...talked, save(bilal, 70, { what: 'note' })]).wrapUpDone).toBe(false);
  });

  test('frees the counsellor when its time is over, and is flagged until it is done', () => {
    expect(flags(talked, { now: 659 })).toEqual([]);
    expect(flags(talked, { now: 660 })).toEqual(['wrap_up_overdue']);
    expect(flags([...talked, save(asha, 700, { what: 'note' })])).toEqual([]);
  });

  test('a call that nobody talked on has none', () => {
    expect(record([ring(asha, 0), callBack(asha, 'failure', 60)])).toMatchObject({
      wrapUpUntil: null,
      wrapUpDone: false,
    });
  });
});

describe('missed calls as work', () => {
  const missedBy = (facts: readonly NewFact[], circumstances?: Circumstances) => planFor(facts, circumstances).missedBy;

  test('an entry for each counsellor who was rung or named, once', () => {
    const facts = [ring(asha, 0), ring(bilal, 9), ring(asha, 18), callBack(null, 'failure', 60)];
    expect(missedBy(facts)).toEqual([asha, bilal]);
    expect(missedBy([callBack(bilal, 'failure', 60)])).toEqual([bilal]);
  });

  test('with nobody rung it is still work', () => {
    expect(missedBy([callBack(null, 'failure', 60)])).toEqual([]);
    expect(missedBy([ring(stranger, 0), callBack(null, 'failure', 60)])).toEqual([]);
  });

  test.each<Word>(['voicemail', 'busy', 'no_answer', 'cancelled', 'failed'])(
    'campaign calls too, whatever they came to: %s',
    (word) => {
      expect(missedBy([callBack(asha, word, 60)], { identity: { direction: 'campaign' } })).toEqual([asha]);
    },
  );

  test.each<[string, NewFact[], Circumstances]>([
    ['that is answered', [callBack(asha, 'success', 60)], {}],
    ['that goes on', [ring(asha, 0)], {}],
    ['whose end is unknown', [ring(asha, 0)], { now: 100_000, policy: { canPull: false } }],
    ['that we dialled', [callBack(asha, 'failure', 60)], { identity: { direction: 'outbound' } }],
    ['of a blocked number', [ring(asha, 0), callBack(asha, 'failure', 60)], { identity: { blocked: true } }],
    ['that was only asked about', [question(0)], { now: 100_000 }],
  ])('none for a call %s', (_, facts, circumstances) => {
    expect(missedBy(facts, circumstances)).toBeNull();
  });
});

describe('a lead of an unknown caller is made', () => {
  const makes = (facts: readonly NewFact[], circumstances?: Circumstances) => planFor(facts, circumstances).createsLead;
  const on = (createOn: 'ring' | 'answer' | 'end' | 'never'): Circumstances => ({ policy: { createOn } });
  const rung = [question(0), ring(asha, 5)];
  const missed = [...rung, callBack(asha, 'failure', 60)];
  const answered = [...rung, callBack(asha, 'success', 60)];

  test('by default when the number first rings somebody, or the call ends without', () => {
    expect(makes([question(0)])).toBe(false);
    expect(makes(rung)).toBe(true);
    expect(makes([callBack(null, 'failure', 60)])).toBe(true);
  });

  test('on answer: when somebody talks, as soon as we know', () => {
    expect(makes(missed, on('answer'))).toBe(false);
    expect(makes(answered, on('answer'))).toBe(true);
    expect(makes([...rung, pickUp(asha, 9)], on('answer'))).toBe(true);
  });

  test('on end: when it ends, however; never: never', () => {
    expect(makes(rung, on('end'))).toBe(false);
    expect(makes(missed, on('end'))).toBe(true);
    expect(makes(answered, on('never'))).toBe(false);
  });

  test('not of a blocked number, nor for a routing question that nobody claimed', () => {
    expect(makes(answered, { identity: { blocked: true } })).toBe(false);
    expect(makes([question(0)], { now: 100_000 })).toBe(false);
  });

  test('of a call dialled at the vendor only when it was answered', () => {
    const dialled: Circumstances = { identity: { direction: 'outbound' } };
    expect(makes(missed, dialled)).toBe(false);
    expect(makes(answered, dialled)).toBe(true);
  });
});

test('the order in which facts are read, and how often, makes no difference', () => {
  const facts = inOrder(
    ring(asha, 0),
    callBack(asha, 'failure', 10),
    ring(bilal, 12),
    callBack(bilal, 'success', 60, { talk: 40 }),
  );
  const planned = plan(facts, identityWith(), policyWith(), at(70));
  expect(plan([...facts.toReversed(), ...facts], identityWith(), policyWith(), at(70))).toEqual(planned);
});

describe('while the vendor is asked', () => {
  test('what else time brings is still waited for', () => {
    const policy = policyWith({ callBackSeconds: 30, talkSeconds: 60 });
    // A vendor that tells of answers: the ring is over after its own time.
    const facts = [ring(asha, 0, { reportsAnswer: true })];
    const asking = planFor(facts, { policy, now: 31 });
    expect(asking).toMatchObject({ ask: 'record', wakeAt: at(30), besideAt: at(45) });
    expect(planFor(facts, { policy, now: 1 })).toMatchObject({ ask: null, wakeAt: at(30), besideAt: at(30) });
  });
});
