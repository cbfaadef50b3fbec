import { describe, expect, test } from '@jest/globals';
import type { NewFact } from '../../db/facts.ts';
import {
  accepted,
  click,
  clicked,
  hangUp,
  notTaken,
  refused,
  selfReport,
  sent,
  unclear,
} from '../../test/build/dial-facts.ts';
import { asha, asked, at, bilal, callBack, pickUp, planFor, reportOf, ring, stranger } from '../../test/build/facts.ts';
import type { CallPolicy } from './policy.ts';

const planned = (facts: readonly NewFact[], now: number, policy: Partial<CallPolicy> = {}) =>
  planFor(facts, { identity: clicked, policy, now });

describe('a clicked call', () => {
  test('is dialled at once, and belongs to whoever clicked', () => {
    const { ask, record, offers, cards } = planned([click()], 0);
    expect({ ask, state: record.state, counsellorId: record.counsellorId }).toEqual({
      ask: 'dial',
      state: 'dialling',
      counsellorId: asha,
    });
    expect([...offers, ...cards]).toEqual([]);
  });

  test('is not dialled any more 20 s after the click', () => {
    expect(planned([click()], 19.9).ask).toBe('dial');
    const late = planned([click()], 20);
    expect(late).toMatchObject({
      ask: null,
      record: { state: 'ended', outcome: 'failed', reason: { code: 'not_dialled' } },
    });
    expect(late.contributions).toEqual([]);
  });

  test('is not dialled again while the answer is out, though it never comes', () => {
    for (const now of [1, 19, 30, 39.9]) expect(planned([click(), sent(1)], now).ask).toBeNull();
    // Whoever dialled died: whether the vendor has the call it is asked, and never to dial.
    expect(planned([click(), sent(1)], 41)).toMatchObject({ ask: 'record', record: { state: 'dialling' } });
  });

  test('that the vendor took rings the counsellor, and waits for the call back like any other', () => {
    const { record, ask, wakeAt } = planned([click(), sent(0), accepted(1)], 2);
    expect(record).toMatchObject({ state: 'agent_ringing', reason: null });
    expect({ ask, wakeAt }).toEqual({ ask: null, wakeAt: at(301) });
  });

  test.each([
    ['credentials_refused', 'vendor_credentials'],
    ['request_refused', 'vendor_refused'],
    ['address_refused', 'vendor_address'],
  ] as const)('that is refused for %s fails at once as %s', (reason, code) => {
    const { record, ask, contributions, missedBy } = planned([click(), sent(0), refused(1, reason)], 1);
    expect(record).toMatchObject({ state: 'ended', outcome: 'failed', reason: { code }, flags: [] });
    expect({ ask, contributions, missedBy }).toEqual({ ask: null, contributions: [], missedBy: null });
  });
});

describe('a call that was certainly not taken', () => {
  test('is dialled again after the vendor’s own wait, inside 20 s', () => {
    const facts = [click(), sent(0), notTaken(1, 'rate_limited', 8)];
    expect(planned(facts, 7)).toMatchObject({ ask: null, wakeAt: at(8) });
    expect(planned(facts, 8).ask).toBe('dial');
  });

  test('is dialled again a second later where the vendor names no wait', () => {
    const facts = [click(), sent(0), notTaken(1, 'not_connected')];
    expect(planned(facts, 1.5).ask).toBeNull();
    expect(planned(facts, 2).ask).toBe('dial');
  });

  test('fails at once when its wait is longer than 20 s', () => {
    const { record } = planned([click(), sent(0), notTaken(1, 'rate_limited', 61)], 1);
    expect(record).toMatchObject({ state: 'ended', settledAt: at(1), reason: { code: 'vendor_busy' } });
  });

  test('fails when 20 s are over', () => {
    const facts = [click(), sent(0), notTaken(18.5, 'not_connected')];
    expect(planned(facts, 20).record.reason?.code).toBe('vendor_unreachable');
    expect(planned([click(), sent(19), notTaken(21, 'too_late')], 21).record.reason?.code).toBe('not_dialled');
  });
});

describe('a call that may have been taken', () => {
  const facts = [click(), sent(0), unclear(8)];

  test('is asked for at 0, 5 and 15 s, and never dialled again', () => {
    expect(planned(facts, 8).ask).toBe('record');
    const once = [...facts, asked('none', 9)];
    expect(planned(once, 9)).toMatchObject({ ask: null, wakeAt: at(13) });
    expect(planned(once, 13).ask).toBe('record');
    const twice = [...once, asked('unreachable', 14)];
    expect(planned(twice, 22.9).ask).toBeNull();
    expect(planned(twice, 23).ask).toBe('record');
  });

  test('has failed for all we know when nobody knows it', () => {
    const { record, contributions, ask } = planned(
      [...facts, asked('none', 8), asked('unreachable', 13), asked('none', 24)],
      24,
    );
    expect(record).toMatchObject({
      state: 'ended',
      outcome: 'failed',
      settledAt: at(24),
      reason: { code: 'vendor_unclear' },
    });
    expect({ contributions, ask }).toEqual({ contributions: [], ask: null });
  });

  test('has failed when nobody could be asked for a minute, or nobody can be', () => {
    expect(planned(facts, 67.9).record.state).toBe('dialling');
    expect(planned(facts, 68).record.reason?.code).toBe('vendor_unclear');
    expect(planned(facts, 8, { canPull: false }).ask).toBeNull();
    expect(planned(facts, 23, { canPull: false }).record.reason?.code).toBe('vendor_unclear');
  });

  test('goes on when it is live', () => {
    const live = planned([...facts, asked('live', 9)], 60);
    expect(live).toMatchObject({ ask: null, record: { state: 'agent_ringing' } });
    expect(live.wakeAt).toBe(at(9 + 600));
  });

  test('settles from its record', () => {
    const { record } = planned([...facts, asked('found', 14, reportOf(asha, 'success', { talk: 4 }))], 14);
    expect(record).toMatchObject({
      outcome: 'answered',
      talkSeconds: 4,
      counsellorId: asha,
      source: 'reconciled',
      reason: null,
    });
  });

  test('is corrected by events that come when it was given up', () => {
    const lost = [...facts, asked('none', 8), asked('none', 13), asked('none', 23)];
    expect(planned([...lost, ring(asha, 40)], 41).record).toMatchObject({
      state: 'agent_ringing',
      outcome: null,
      reason: null,
    });
    const { record, contributions } = planned([...lost, callBack(asha, 'success', 90, { talk: 30 })], 90);
    expect(record).toMatchObject({ outcome: 'answered', talkSeconds: 30, reason: null });
    expect(contributions).toMatchObject([{ counsellorId: asha, success: 1 }]);
  });
});

describe('what the vendor tells of a clicked call', () => {
  const taken = [click(), sent(0), accepted(1)];

  test('may come before its answer', () => {
    expect(planned([click(), sent(0), ring(asha, 1)], 1).record.state).toBe('agent_ringing');
    expect(planned([click(), sent(0), callBack(asha, 'busy', 3), accepted(4)], 4).record).toMatchObject({
      state: 'ended',
      outcome: 'busy',
    });
  });

  test('makes no offer and shows no card', () => {
    const { offers, cards, record } = planned(
      [...taken, ring(asha, 2), pickUp(asha, 6), callBack(asha, 'success', 60, { talk: 50 })],
      60,
    );
    expect({ offers, cards }).toEqual({ offers: [], cards: [] });
    expect(record).toMatchObject({ outcome: 'answered', counsellorId: asha, talkSeconds: 50, flags: [] });
  });

  test('shows that they talk', () => {
    expect(planned([...taken, pickUp(null, 6)], 7).record).toMatchObject({ state: 'talking', counsellorId: asha });
  });

  test('is about whoever clicked when it names nobody, or a line we do not know', () => {
    for (const agent of [null, stranger]) {
      const { record, contributions } = planned([...taken, callBack(agent, 'success', 60, { talk: 50 })], 60);
      expect(record).toMatchObject({ counsellorId: asha, talkSeconds: 50 });
      expect(contributions).toMatchObject([{ counsellorId: asha, success: 1, missed: 0, talkSeconds: 50, offers: 0 }]);
    }
  });

  test('counts as missed when the student never talked', () => {
    const { contributions, missedBy } = planned([...taken, callBack(asha, 'no_answer', 40)], 40);
    expect(contributions).toMatchObject([{ counsellorId: asha, success: 0, missed: 1, offers: 0 }]);
    expect(missedBy).toBeNull();
  });

  test('is no answer of the counsellor when it names nobody who took it', () => {
    expect(planned([...taken, callBack(null, 'no_answer', 40)], 40).record.outcome).toBe('agent_no_answer');
    expect(planned([...taken, callBack(asha, 'no_answer', 40)], 40).record.outcome).toBe('no_answer');
    expect(planned([...taken, asked('found', 400, reportOf(null, 'no_answer'), [asha])], 400).record.outcome).toBe(
      'agent_no_answer',
    );
  });

  test('counts for both when it was transferred', () => {
    const { record, contributions } = planned([...taken, callBack(bilal, 'success', 60, { talk: 20 })], 60);
    expect(record.counsellorId).toBe(bilal);
    expect(contributions).toMatchObject([
      { counsellorId: asha, success: 1 },
      { counsellorId: bilal, success: 1, talkSeconds: 20 },
    ]);
  });

  test('is asked for soon after a hang-up', () => {
    expect(planned([...taken, hangUp(30)], 31).wakeAt).toBe(at(45));
    expect(planned([...taken, hangUp(30)], 45).ask).toBe('record');
  });
});

test('hung up before it was sent, a call is not dialled; hung up while the answer is out, it waits for that', () => {
  expect(planned([click(), hangUp(0.1)], 1)).toMatchObject({
    ask: null,
    record: { outcome: 'cancelled', reason: { code: 'cancelled' } },
  });
  expect(planned([click(), sent(0), hangUp(1), notTaken(2, 'not_connected')], 3)).toMatchObject({
    ask: null,
    record: { outcome: 'cancelled' },
  });
  expect(planned([click(), sent(0), hangUp(1)], 3).record.state).toBe('dialling');
  expect(planned([click(), sent(0), hangUp(1), accepted(2)], 3).record.state).toBe('agent_ringing');
});

describe('a call by the counsellor’s own phone', () => {
  test('fails when no phone takes it within 5 s', () => {
    expect(planned([click('app')], 4.9)).toMatchObject({ ask: null, wakeAt: at(5), record: { state: 'dialling' } });
    const { record, contributions } = planned([click('app')], 5);
    expect(record).toMatchObject({ outcome: 'failed', reason: { code: 'no_phone_connected' }, flags: [] });
    expect(contributions).toEqual([]);
  });

  test('ends as the counsellor says, its talk bounded by the clock', () => {
    const facts = [click('app'), accepted(1, 'phone')];
    expect(planned(facts, 2)).toMatchObject({ ask: null, record: { state: 'agent_ringing' } });
    const { record, contributions } = planned([...facts, selfReport(61, 'answered', 500)], 61);
    expect(record).toMatchObject({
      outcome: 'answered',
      talkSeconds: 60,
      counsellorId: asha,
      flags: ['self_reported'],
    });
    expect(contributions).toMatchObject([{ counsellorId: asha, success: 1, talkSeconds: 60 }]);
  });

  test('ends as the counsellor said last', () => {
    const { record, contributions } = planned(
      [click('app'), accepted(1, 'phone'), selfReport(61, 'answered', 20), selfReport(90, 'busy')],
      90,
    );
    expect(record).toMatchObject({ outcome: 'busy', talkSeconds: 0, settledAt: at(61) });
    expect(contributions).toMatchObject([{ counsellorId: asha, success: 0, missed: 1 }]);
  });

  test('answered for a time nobody says is left out of averages', () => {
    const { record, contributions } = planned([click('app'), accepted(1, 'phone'), selfReport(61, 'answered')], 61);
    expect(record).toMatchObject({ talkSeconds: null, flags: ['no_duration', 'self_reported'] });
    expect(contributions).toMatchObject([{ success: 1, timedSuccesses: 0 }]);
  });

  test('is never asked for at the vendor, and is unknown when the counsellor says nothing', () => {
    const facts = [click('app'), accepted(1, 'phone')];
    expect(planned(facts, 7000).ask).toBeNull();
    expect(planned(facts, 8000).record).toMatchObject({ outcome: 'unknown', flags: [] });
  });
});
