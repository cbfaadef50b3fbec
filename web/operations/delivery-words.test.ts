import { describe, expect, test } from '@jest/globals';
import type { Delivery, Operations } from './contract.ts';
import { deliveryText, workStanding } from './delivery-words.ts';

const when = (at: string): string => at.slice(11, 16);
const at = '2026-11-24T10:00:00.000Z';

describe('how the work behind the calls goes', () => {
  const now = (delivery: Partial<Operations['delivery']>, temporal: Operations['temporal'] = 'ok') =>
    workStanding(
      {
        at,
        temporal,
        delivery: { paused: false, waiting: 0, oldestAt: null, overdue: 0, ...delivery },
        calls: { since: at, unknown: 0, stuck: 0, repaired: 0 },
      },
      when,
    );

  test('is well when nothing waits', () => {
    expect(now({}).map(({ word }) => word)).toEqual(['Well', 'Well', 'Well']);
  });

  test('says what waits since when, and no more than was counted', () => {
    expect(now({ waiting: 1, oldestAt: at })[1]?.text).toContain(
      'One call waits to be told to its workflow, the longest since 10:00',
    );
    expect(now({ waiting: 1000, oldestAt: at })[1]?.text).toContain('1000 or more calls wait');
    expect(now({ overdue: 4 })[2]).toMatchObject({ tone: 'miss', word: 'Overdue' });
  });

  test('says that nothing is lost while Temporal is away', () => {
    expect(now({ paused: true }, 'degraded').map(({ word }) => word)).toEqual(['Away', 'Paused', 'Well']);
  });
});

test('what became of an event is said with what comes next', () => {
  const delivery: Delivery = {
    id: 'a',
    webhookId: 'w',
    eventId: 'e',
    event: 'call.ended',
    at,
    callId: null,
    state: 'pending',
    attempts: 2,
    nextAttemptAt: '2026-11-24T10:05:00.000Z',
    lastAttemptAt: at,
    lastStatus: 500,
    lastProblem: 'answered_otherwise',
  };
  expect(deliveryText(delivery, when)).toBe('The endpoint answered with an error (HTTP 500). Tried again 10:05.');
  expect(
    deliveryText({ ...delivery, state: 'dead', nextAttemptAt: null, lastProblem: 'timed_out', lastStatus: null }, when),
  ).toBe('The endpoint did not answer within 15 seconds.');
  expect(deliveryText({ ...delivery, attempts: 0, lastProblem: null, lastStatus: null }, when)).toBe('It is sent now.');
  expect(deliveryText({ ...delivery, state: 'delivered', attempts: 3 }, when)).toBe('Taken at the third attempt.');
});
