import { describe, expect, test } from '@jest/globals';
import type { NewFact } from '../../db/facts.ts';
import { accepted, click, notTaken, refused, sent, unclear } from '../../test/build/dial-facts.ts';
import {
  asha,
  at,
  bilal,
  callBack,
  inOrder,
  policyWith,
  reportOf,
  ring,
  stranger,
  type Said,
} from '../../test/build/facts.ts';
import type { CounsellorId } from '../ids.ts';
import type { Agent, Direction } from './facts.ts';
import { fit } from './joining.ts';

const policy = policyWith();
const taken = [click(), sent(0), accepted(1)];

interface Event {
  readonly after: number;
  readonly who?: CounsellorId | Agent | null;
  readonly direction?: Direction | null;
  /** Set for a call back. */
  readonly said?: Said;
}

/** How an event without references fits a call with these facts. */
function fits(facts: readonly NewFact[], { after, who = asha, direction = null, said }: Event) {
  const agent = typeof who === 'string' ? { counsellorId: who, number: `number of ${who}` } : who;
  const report = said === undefined ? null : { ...reportOf(null, 'success', said), agent };
  const event = {
    kind: report === null ? 'offered' : 'ended',
    receivedAt: at(after),
    agent,
    direction,
    report,
  } as const;
  return fit(event, { direction: 'outbound', facts: inOrder(...facts) }, policy);
}

describe('the first event of a clicked call', () => {
  test('concerns whoever clicked, says outbound or nothing, and comes within two minutes', () => {
    expect(fits(taken, { after: 5 })).toBe(3);
    expect(fits(taken, { after: 5, direction: 'outbound' })).toBe(3);
    expect(fits(taken, { after: 120 })).toBe(3);
    expect(fits(taken, { after: 121 })).toBeNull();
    for (const direction of ['inbound', 'campaign'] as const) expect(fits(taken, { after: 5, direction })).toBeNull();
    expect(fits(taken, { after: 5, who: bilal })).toBeNull();
  });

  test('may name a line we do not know when it says outbound, and a report may name nobody', () => {
    expect(fits(taken, { after: 5, who: stranger })).toBeNull();
    expect(fits(taken, { after: 5, who: stranger, direction: 'outbound' })).toBe(3);
    expect(fits(taken, { after: 5, who: null, said: {} })).toBe(3);
  });

  test('may come before the answer, or when the answer was unclear', () => {
    expect(fits([click(), sent(0)], { after: 1 })).toBe(3);
    expect(fits([click(), sent(0), unclear(8)], { after: 9 })).toBe(3);
  });

  test('is not that of a call the vendor certainly does not have', () => {
    expect(fits([click()], { after: 1 })).toBeNull();
    expect(fits([click(), sent(0), refused(1)], { after: 2 })).toBeNull();
    expect(fits([click(), sent(0), notTaken(1, 'rate_limited')], { after: 2 })).toBeNull();
    expect(fits([click('app'), accepted(1, 'phone')], { after: 2 })).toBeNull();
  });
});

describe('the call back of a clicked call', () => {
  test('is of the call that began with the click, however long they talked', () => {
    expect(fits(taken, { after: 1200, said: { talk: 1180 } })).toBe(3);
    expect(fits(taken, { after: 1200, said: { start: 12, talk: 900 } })).toBe(3);
    // By a clock that is behind.
    expect(fits(taken, { after: 60, said: { start: -50 } })).toBe(3);
    expect(fits(taken, { after: 60, said: { start: -70 } })).toBeNull();
    expect(fits(taken, { after: 1200, said: { start: 600 } })).toBeNull();
    expect(fits(taken, { after: 60, said: { talk: 300 } })).toBeNull();
  });

  test('that does not say when fits less well after two minutes', () => {
    expect(fits(taken, { after: 100, said: {} })).toBe(3);
    expect(fits(taken, { after: 130, said: {} })).toBe(2);
    expect(fits(taken, { after: 8000, said: {} })).toBeNull();
  });

  test('repeated, is still of the call that has ended; another report is not', () => {
    const over = [...taken, callBack(asha, 'success', 60, { talk: 30 })];
    expect(fits(over, { after: 70, said: { talk: 30 } })).toBe(2);
    expect(fits(over, { after: 70, said: { talk: 31 } })).toBeNull();
  });
});

test('a ring told of after the end is of the call, and a second one the student who calls back', () => {
  const over = [...taken, callBack(asha, 'busy', 10)];
  expect(fits(over, { after: 12 })).toBe(3);
  expect(fits([...over, ring(asha, 12)], { after: 60 })).toBeNull();
});
