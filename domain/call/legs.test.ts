import { describe, expect, test } from '@jest/globals';
import { asha, asked, at, bilal, callBack, inOrder, reportOf, stranger, statusOf } from '../../test/build/facts.ts';
import type { NewFact } from '../../db/facts.ts';
import { legsOf, WHOLE_CALL } from './legs.ts';

const legs = (...facts: NewFact[]) => legsOf(inOrder(...facts));
const leg = (...facts: NewFact[]) => legs(...facts)[0];

describe('whose leg a report is about', () => {
  test('call backs that name different counsellors are those counsellors’ legs', () => {
    const [first, second] = legs(callBack(asha, 'no_answer', 30), callBack(bilal, 'success', 90, { talk: 40 }));
    expect(first).toMatchObject({ counsellorId: asha, status: statusOf('no_answer'), talkSeconds: null });
    expect(second).toMatchObject({ counsellorId: bilal, status: statusOf('success'), talkSeconds: 40 });
  });

  test('an agent number mapped to nobody is a leg of its own, and a report without agent is the whole call’s', () => {
    const keys = legs(callBack(stranger, 'failure', 30), callBack(null, 'failure', 40)).map(({ key }) => key);
    expect(keys).toEqual([`number:${stranger.number}`, WHOLE_CALL]);
  });

  test('a record names whom it rang in vain beside the one it is about', () => {
    const record = asked('found', 400, reportOf(bilal, 'success', { talk: 20 }), [asha]);
    expect(legs(record)).toMatchObject([
      { counsellorId: bilal, status: statusOf('success'), source: 'record' },
      { counsellorId: asha, status: statusOf('no_answer'), source: 'record' },
    ]);
  });
});

describe('reports about the same counsellor', () => {
  test('the one with the later end stamp wins, whichever came first', () => {
    const early = callBack(asha, 'failure', 70, { end: 60 });
    const late = callBack(asha, 'success', 71, { end: 65, talk: 9 });
    for (const facts of [
      [early, late],
      [late, early],
    ]) {
      expect(leg(...facts)).toMatchObject({ status: statusOf('success'), endedAt: at(65), talkSeconds: 9 });
    }
  });

  test('without end stamps on both, the later arrival wins', () => {
    expect(leg(callBack(asha, 'success', 70, { end: 60 }), callBack(asha, 'busy', 71))).toMatchObject({
      status: statusOf('busy'),
    });
    expect(leg(callBack(asha, 'busy', 70), callBack(asha, 'success', 71, { end: 60 }))).toMatchObject({
      status: statusOf('success'),
    });
  });

  test('each field goes by itself, and an absent one never erases', () => {
    const facts = [
      callBack(asha, 'success', 70, { start: 5, end: 60, talk: 40, url: 'https://a/1' }),
      callBack(asha, 'success', 71, { end: 62 }),
      callBack(asha, 'success', 72, { talk: 41 }),
    ];
    expect(leg(...facts)).toMatchObject({
      startedAt: at(5),
      endedAt: at(62),
      talkSeconds: 41,
      recordingUrl: 'https://a/1',
    });
  });

  test('a word we do not know takes nothing away', () => {
    const facts = [callBack(asha, 'success', 70, { talk: 40 }), callBack(asha, 'unrecognised', 71, { end: 66 })];
    expect(leg(...facts)).toMatchObject({ status: statusOf('success'), talkSeconds: 40, endedAt: at(66) });
    expect(leg(callBack(asha, 'unrecognised', 71))).toMatchObject({
      status: statusOf('unrecognised'),
      source: 'call_back',
    });
  });

  test('a call back outranks a pulled record field by field, also when the record is newer', () => {
    const facts = [
      callBack(asha, 'failure', 70, { start: 5 }),
      asked('found', 400, reportOf(asha, 'success', { start: 6, end: 60, talk: 40 })),
    ];
    expect(leg(...facts)).toMatchObject({
      status: statusOf('failure'),
      source: 'call_back',
      startedAt: at(5),
      endedAt: at(60),
      talkSeconds: 40,
    });
  });

  test('a record says how a leg went whose call back we could not read', () => {
    const facts = [callBack(asha, 'unrecognised', 70), asked('found', 400, reportOf(asha, 'success', { talk: 40 }))];
    expect(leg(...facts)).toMatchObject({ status: statusOf('success'), source: 'record', talkSeconds: 40 });
  });

  test('when we first heard of a connection stays, whatever corrects it', () => {
    const facts = [
      callBack(asha, 'failure', 70),
      callBack(asha, 'success', 80),
      callBack(asha, 'success', 90, { talk: 3 }),
    ];
    expect(leg(...facts)).toMatchObject({ heardAt: at(70), successAt: at(80) });
    expect(leg(callBack(asha, 'failure', 70))).toMatchObject({ successAt: null });
  });
});
