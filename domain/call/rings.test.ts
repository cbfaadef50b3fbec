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
  ringEnd,
  stranger,
  type Circumstances,
} from '../../test/build/facts.ts';
import type { NewFact } from '../../db/facts.ts';
import { followRings } from './rings.ts';

const follow = (facts: readonly NewFact[], { policy, now = 100 }: Circumstances = {}) =>
  followRings(inOrder(...facts), policyWith(policy), at(now));
/** [who, second it ended or null while it rings, how it ended], in the order they rang. */
const story = (facts: readonly NewFact[], circumstances?: Circumstances) =>
  follow(facts, circumstances).offers.map(({ counsellorId, endedAt, end }) => [
    counsellorId,
    endedAt === null ? null : (endedAt - at(0)) / 1000,
    end,
  ]);
const simultaneous: Circumstances = { policy: { ring: 'simultaneous' } };

describe('one counsellor after the other', () => {
  test('each is rung in turn, the one before ends as the next begins', () => {
    expect(story([ring(asha, 0), ring(bilal, 20), ring(chitra, 40)])).toEqual([
      [asha, 20, 'next_agent'],
      [bilal, 40, 'next_agent'],
      [chitra, null, null],
    ]);
  });

  test('the same counsellor rung again after another is a new offer', () => {
    expect(story([ring(asha, 0), ring(bilal, 20), ring(asha, 40)])).toEqual([
      [asha, 20, 'next_agent'],
      [bilal, 40, 'next_agent'],
      [asha, null, null],
    ]);
  });

  test('a failed leg while another rings ends only that offer', () => {
    const { ended } = follow([ring(asha, 0), ring(bilal, 20), callBack(asha, 'failure', 22)]);
    expect(ended).toBeNull();
    expect(story([ring(bilal, 20), callBack(asha, 'failure', 22)])).toEqual([[bilal, null, null]]);
  });

  test('a failed leg with nobody else ringing ends the call at once', () => {
    const facts = [ring(asha, 0), ring(bilal, 20), callBack(bilal, 'failure', 30)];
    expect(follow(facts).ended).toMatchObject({ at: at(30) });
    expect(story(facts)).toEqual([
      [asha, 20, 'next_agent'],
      [bilal, 30, 'call_ended'],
    ]);
  });

  test('a report that names nobody ends the call, whoever rings', () => {
    expect(follow([ring(asha, 0), callBack(null, 'failure', 9)]).ended).toMatchObject({ at: at(9) });
  });

  test('a success ends the call and every ring', () => {
    const facts = [ring(asha, 0), ring(bilal, 20), callBack(asha, 'success', 80)];
    expect(follow(facts).ended).toMatchObject({ at: at(80) });
    expect(story(facts)).toEqual([
      [asha, 20, 'next_agent'],
      [bilal, 80, 'answered_elsewhere'],
    ]);
  });
});

describe('the next leg', () => {
  const failed = [ring(asha, 0), callBack(asha, 'failure', 10)];

  test('another counsellor rung within the ring time after a failed leg makes the call ring again', () => {
    const { ended, offers } = follow([...failed, ring(bilal, 55)]);
    expect(ended).toBeNull();
    expect(offers.at(-1)).toMatchObject({ counsellorId: bilal, shown: true, endedAt: null });
  });

  test.each([
    ['the same counsellor', ring(asha, 20)],
    ['another one after the ring time', ring(bilal, 56)],
    ['one whose own stamp is too old', ring(bilal, 20, { stale: true })],
  ])('it is none for %s: recorded, and shown to nobody', (_, late) => {
    const { ended, offers } = follow([...failed, late]);
    expect(ended).toMatchObject({ at: at(10) });
    expect(offers.at(-1)).toMatchObject({ shown: false, endedAt: late.receivedAt });
  });

  test.each([
    ['a success', callBack(asha, 'success', 10)],
    ['a report about the whole call', callBack(null, 'failure', 10)],
    ['a record', asked('found', 10, reportOf(asha, 'failure'))],
  ])('there is none after %s', (_, end) => {
    const { ended, offers } = follow([ring(asha, 0), end, ring(bilal, 12)]);
    expect(ended).toMatchObject({ at: at(10) });
    expect(offers.at(-1)).toMatchObject({ counsellorId: bilal, shown: false });
  });

  test('what was heard of an answer belonged to the leg that failed', () => {
    const { answered } = follow([ring(asha, 0), pickUp(asha, 5), callBack(asha, 'failure', 9), ring(bilal, 12)]);
    expect(answered).toBeNull();
  });
});

describe('requests that come out of order', () => {
  test('a ring heard after its own leg’s report is that leg, come late', () => {
    const { ended, offers } = follow([ring(bilal, 0), callBack(asha, 'failure', 5), ring(asha, 6)]);
    expect(ended).toBeNull();
    expect(offers).toMatchObject([
      { counsellorId: bilal, endedAt: null },
      { counsellorId: asha, shown: false },
    ]);
  });

  test('all reports before all rings: everything came late, and the call stays ended', () => {
    const facts = [callBack(asha, 'failure', 1), callBack(bilal, 'failure', 2), ring(asha, 3), ring(bilal, 4)];
    const { ended, offers } = follow(facts);
    expect(ended).not.toBeNull();
    expect(offers.map(({ shown }) => shown)).toEqual([false, false]);
  });

  test('a ring never ends before it began', () => {
    const [first] = follow([ring(asha, 10), ring(bilal, 9)]).offers;
    expect(first).toMatchObject({ at: at(10), endedAt: at(10) });
  });
});

describe('how long a ring lasts', () => {
  test('a vendor that reports no answers: until the talk time', () => {
    expect(story([ring(asha, 0)], { now: 7199 })).toEqual([[asha, null, null]]);
    expect(story([ring(asha, 0)], { now: 7200 })).toEqual([[asha, 7200, 'expired']]);
  });

  test('a vendor that reports answers: until the ring time', () => {
    expect(story([ring(asha, 0, { reportsAnswer: true })], { now: 45 })).toEqual([[asha, 45, 'expired']]);
  });

  test('the vendor may say itself that it is over', () => {
    expect(story([ring(asha, 0), ringEnd(asha, 12)])).toEqual([[asha, 12, 'next_agent']]);
  });
});

describe('several at once', () => {
  test('all ring, and on answer the others end as answered elsewhere', () => {
    const facts = [ring(asha, 0), ring(bilal, 0), ring(chitra, 1)];
    expect(story(facts, simultaneous).map(([, endedAt]) => endedAt)).toEqual([null, null, null]);
    expect(story([...facts, callBack(bilal, 'success', 90)], simultaneous)).toEqual([
      [asha, 90, 'answered_elsewhere'],
      [bilal, 90, 'call_ended'],
      [chitra, 90, 'answered_elsewhere'],
    ]);
  });

  test('a second ring of the same counsellor replaces their first: one card a call', () => {
    expect(story([ring(asha, 0), ring(bilal, 0), ring(asha, 5)], simultaneous)).toEqual([
      [asha, 5, 'next_agent'],
      [bilal, null, null],
      [asha, null, null],
    ]);
  });
});

describe('live events of answering', () => {
  test('the one who answered rings no more, and the others neither', () => {
    const facts = [ring(asha, 0), ring(bilal, 0), pickUp(bilal, 8)];
    expect(story(facts, simultaneous)).toEqual([
      [asha, 8, 'answered_elsewhere'],
      [bilal, 8, null],
    ]);
    expect(follow(facts, simultaneous).answered).toEqual({ at: at(8), counsellorIds: [bilal] });
  });

  test('an event that names nobody is about the only one who rings, and takes no name away', () => {
    expect(follow([ring(asha, 0), pickUp(null, 8)]).answered).toEqual({ at: at(8), counsellorIds: [asha] });
    expect(follow([ring(asha, 0), pickUp(asha, 8), pickUp(null, 9)]).answered).toEqual({
      at: at(8),
      counsellorIds: [asha],
    });
  });

  test('whoever talks already rings no more: their ring came late, and an echo shows nothing', () => {
    const { offers } = follow([pickUp(asha, 8), ring(asha, 9), ring(asha, 10)]);
    expect(offers).toMatchObject([
      { shown: true, endedAt: at(9), end: null },
      { shown: false, endedAt: at(10) },
    ]);
  });

  test('of a transfer everybody who answered is kept, the last one last', () => {
    const facts = [ring(asha, 0), pickUp(asha, 8), ring(bilal, 60), pickUp(bilal, 66)];
    expect(follow(facts).answered).toEqual({ at: at(8), counsellorIds: [asha, bilal] });
  });

  test('one that comes after the end still says who talked, and not that it began later', () => {
    const { answered, ended } = follow([ring(asha, 0), callBack(null, 'success', 50), pickUp(asha, 51)]);
    expect(answered).toEqual({ at: at(50), counsellorIds: [asha] });
    expect(ended).toMatchObject({ at: at(50) });
  });

  test('a failed leg does not end a call that somebody else talks on', () => {
    expect(follow([ring(asha, 0), ring(bilal, 9), pickUp(bilal, 12), callBack(asha, 'failure', 14)]).ended).toBeNull();
  });
});

describe('agent numbers mapped to nobody', () => {
  test('ring without an offer; the call stays open and the counsellor before rings no more', () => {
    const { offers, unknownRung, ended } = follow([ring(asha, 0), ring(stranger, 20)]);
    expect(offers).toMatchObject([{ counsellorId: asha, end: 'next_agent' }]);
    expect([...unknownRung]).toEqual([`number:${stranger.number}`]);
    expect(ended).toBeNull();
  });

  test('their call back settles the call', () => {
    expect(follow([ring(asha, 0), callBack(stranger, 'failure', 9)]).ended).not.toBeNull();
    expect(follow([ring(stranger, 0), callBack(stranger, 'success', 9)]).ended).not.toBeNull();
  });

  test('unless it is the leg of one whom a counsellor’s ring overtook', () => {
    expect(follow([ring(stranger, 0), ring(asha, 20), callBack(stranger, 'failure', 22)]).ended).toBeNull();
  });
});
