import { describe, expect, test } from '@jest/globals';
import {
  asha,
  asked,
  at,
  callBack,
  inOrder,
  planFor,
  policyWith,
  question,
  reportOf,
  ring,
  save,
  START,
  type Circumstances,
} from '../../test/build/facts.ts';
import type { NewFact } from '../../db/facts.ts';
import { waitingFor } from './waiting.ts';

/** Seconds after the start at which the vendor is asked next, and the call given up. */
const waiting = (facts: readonly NewFact[], { policy }: Circumstances = {}) => {
  const { askAt, giveUpAt } = waitingFor(inOrder(...facts), policyWith(policy), null);
  return { ask: askAt === null ? null : (askAt - START) / 1000, giveUp: (giveUpAt - START) / 1000 };
};
const standing = (facts: readonly NewFact[], now: number, circumstances: Circumstances = {}) => {
  const { record, ask, wakeAt, closed } = planFor(facts, { ...circumstances, now });
  return { outcome: record.outcome, ask, wake: wakeAt === null ? null : (wakeAt - START) / 1000, closed };
};
const cannotAsk: Circumstances = { policy: { canPull: false } };

describe('a call back that does not come', () => {
  test('the vendor is asked the call back time after the last sign of life', () => {
    expect(waiting([ring(asha, 0)]).ask).toBe(300);
    expect(waiting([ring(asha, 0), ring(asha, 100)]).ask).toBe(400);
    expect(standing([ring(asha, 0)], 299)).toMatchObject({ ask: null, wake: 300 });
    expect(standing([ring(asha, 0)], 300)).toMatchObject({ ask: 'record', outcome: null });
  });

  test('what our own users do is no sign of life, nor is what we asked ourselves', () => {
    expect(waiting([ring(asha, 0), save(asha, 200)]).ask).toBe(300);
    expect(waiting([ring(asha, 0), asked('live', 250)]).ask).not.toBe(550);
  });

  test('a vendor’s stamp never counts: only when we heard', () => {
    expect(waiting([ring(asha, 0), callBack(asha, 'failure', 20, { end: -400 }), ring(asha, 21)]).ask).toBe(321);
  });

  test('again after ×2, up to 15 minutes', () => {
    const asks: NewFact[] = [];
    const pauses: number[] = [];
    for (let last = 0; pauses.length < 5;) {
      const { ask } = waiting([ring(asha, 0), ...asks]);
      pauses.push((ask ?? NaN) - last);
      last = ask ?? NaN;
      asks.push(asked('live', last));
    }
    expect(pauses).toEqual([300, 600, 900, 900, 900]);
  });

  test('an institute that waits longer than that asks as seldom as it waits', () => {
    const hourly: Circumstances = { policy: { callBackSeconds: 3600 } };
    expect(waiting([ring(asha, 0), asked('unreachable', 3600)], hourly).ask).toBe(7200);
  });

  test('another event begins the waiting anew', () => {
    expect(waiting([ring(asha, 0), asked('none', 300), ring(asha, 310)])).toMatchObject({ ask: 610 });
  });
});

describe('giving up as unknown', () => {
  test('when the vendor knows no such call twice', () => {
    const once = [ring(asha, 0), asked('none', 300)];
    expect(standing(once, 899)).toMatchObject({ outcome: null, wake: 900 });
    expect(standing([...once, asked('none', 900)], 900)).toMatchObject({ outcome: 'unknown', ask: null, closed: true });
  });

  test('when talk and call back time have passed and the record says nothing', () => {
    const asks = [ring(asha, 0), asked('unreachable', 300)];
    expect(waiting(asks).giveUp).toBe(7500);
    expect(standing(asks, 7499).outcome).toBeNull();
    expect(standing(asks, 7500)).toMatchObject({ outcome: 'unknown', closed: true });
  });

  test('never before a vendor that can be asked was asked, however late we are', () => {
    expect(standing([ring(asha, 0)], 20_000)).toMatchObject({ outcome: null, ask: 'record' });
    expect(standing([ring(asha, 0), asked('none', 20_000)], 20_000)).toMatchObject({ outcome: 'unknown' });
  });

  test('never while the vendor says that the call is on, but for a day', () => {
    const live = [ring(asha, 0), asked('none', 300), asked('live', 8000)];
    expect(standing(live, 8001).outcome).toBeNull();
    expect(waiting(live).giveUp).toBe(86_400);
  });

  test('a vendor without records: after talk and call back time, and it is never asked', () => {
    expect(waiting([ring(asha, 0)], cannotAsk)).toEqual({ ask: null, giveUp: 7500 });
    expect(standing([ring(asha, 0)], 7500, cannotAsk)).toMatchObject({ outcome: 'unknown', ask: null, closed: true });
  });

  test('a call back that comes after all settles the call', () => {
    expect(standing([ring(asha, 0), callBack(asha, 'success', 9000)], 9000, cannotAsk)).toMatchObject({
      outcome: 'answered',
    });
  });
});

describe('a report whose words we cannot read', () => {
  const unread = [ring(asha, 0), callBack(asha, 'unrecognised', 60, { flags: ['status_unrecognised'] })];

  test('settles as unknown, and the record is asked for at once', () => {
    expect(standing(unread, 60)).toMatchObject({ outcome: 'unknown', ask: 'record' });
  });

  test('the record then says more', () => {
    const facts = [...unread, asked('found', 61, reportOf(asha, 'success', { talk: 9 }))];
    expect(planFor(facts).record).toMatchObject({ outcome: 'answered', talkSeconds: 9, source: 'reconciled' });
  });

  test('or the vendor knows nothing, and it stays unknown', () => {
    expect(standing([...unread, asked('none', 61), asked('none', 661)], 661)).toMatchObject({
      outcome: 'unknown',
      ask: null,
    });
  });
});

describe('a routing question that nobody claims', () => {
  test('closes after 10 minutes, unknown, flagged, and is never asked for', () => {
    expect(standing([question(0)], 599)).toMatchObject({ outcome: null, ask: null, wake: 600 });
    expect(planFor([question(0)], { now: 600 }).record).toMatchObject({
      state: 'ended',
      outcome: 'unknown',
      unclaimed: true,
      flags: ['routing_only'],
    });
    expect(standing([question(0)], 600).closed).toBe(true);
  });

  test('an event claims it, also after that', () => {
    expect(planFor([question(0), ring(asha, 700)]).record).toMatchObject({
      state: 'ringing',
      outcome: null,
      unclaimed: false,
      flags: [],
    });
  });
});

describe('when the call is looked at again', () => {
  test('answered: at the end of wrap-up, or not at all when that is done', () => {
    const facts = [ring(asha, 0), callBack(asha, 'success', 60)];
    expect(standing(facts, 60)).toMatchObject({ wake: 660, closed: false });
    expect(standing(facts, 660)).toMatchObject({ wake: null, closed: true });
    expect(standing([...facts, save(asha, 70, { what: 'note' })], 70)).toMatchObject({ wake: null, closed: true });
  });

  test('not answered: as long as another ring would be its next leg', () => {
    const facts = [ring(asha, 0), callBack(asha, 'failure', 60)];
    expect(standing(facts, 60)).toMatchObject({ wake: 105, closed: false });
    expect(standing(facts, 105)).toMatchObject({ wake: null, closed: true });
  });

  test('ringing: when the ring expires', () => {
    expect(standing([ring(asha, 0, { reportsAnswer: true })], 10)).toMatchObject({ wake: 45 });
    expect(waiting([ring(asha, 0)]).ask).toBe((at(300) - START) / 1000);
  });
});
