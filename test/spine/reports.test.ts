import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../vendors/json.ts';
import { openStage, type Answer, type Stage } from './stage.ts';
import { ASHA, aVendorCall, BILAL, type VendorCall } from './vendor-call.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});

/** All orders of some steps. */
function orders<T>(steps: readonly T[]): readonly (readonly T[])[] {
  if (steps.length < 2) return [steps];
  return steps.flatMap((first, index) =>
    orders(steps.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
}

const settled = (fits: Record<string, unknown>) => (call: Answer['body']) =>
  call.state === 'ended' && Object.entries(fits).every(([name, value]) => call[name] === value);

/** Minutes ago, as an ISO time with India's offset. */
const ago = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000 + 330 * 60_000).toISOString().replace('Z', '+05:30');

describe('whatever the order of its requests', () => {
  const steps = {
    asha: async (call: VendorCall) => await call.rings(ASHA),
    bilal: async (call: VendorCall) => await call.rings(BILAL),
    missed: async (call: VendorCall) => await call.ends({ agent_no: ASHA }),
    answered: async (call: VendorCall) => await call.answeredBy(BILAL),
    again: async (call: VendorCall) => await call.answeredBy(BILAL),
  };
  test.each(orders(['asha', 'bilal', 'answered'] as const).map((order) => [order.join(', '), order] as const))(
    '%s: answered by Bilal, who owns the lead',
    async (_, order) => {
      const call = aVendorCall(stage);
      for (const step of order) expect(await steps[step](call)).toMatchObject({ status: 200, body: { status: 1 } });
      const now = await call.shown((shown) => shown.state === 'ended' && shown.offers.length === 2);
      expect(now).toMatchObject({
        outcome: 'answered',
        talkSeconds: 60,
        counsellor: { name: 'Bilal Khan' },
        source: 'events',
      });
      const { body: lead } = await (await stage.admin()).call('GET', `/v1/leads/${now.lead.id}`);
      expect(lead).toMatchObject({ owners: [{ name: 'Bilal Khan' }], callCount: 1, lastCall: { outcome: 'answered' } });
    },
  );

  test('a failed leg, its ring and a colleague’s talk, each said twice: one answered call', async () => {
    for (const order of orders(['asha', 'missed', 'answered'] as const)) {
      const call = aVendorCall(stage);
      for (const step of [...order, ...order]) await steps[step](call);
      const now = await call.shown(settled({ outcome: 'answered' }));
      expect([order, now]).toMatchObject([order, { talkSeconds: 60, counsellor: { name: 'Bilal Khan' } }]);
    }
  });

  test('all of it at once: one call', async () => {
    const call = aVendorCall(stage);
    await Promise.all(Object.values(steps).map(async (step) => await step(call)));
    const now = await call.shown(settled({ outcome: 'answered' }));
    expect(now).toMatchObject({ talkSeconds: 60, counsellor: { name: 'Bilal Khan' } });
    const { body } = await (await stage.admin()).call('GET', `/v1/calls?search=${call.number}`);
    expect(body.items).toHaveLength(1);
  });
});

describe('a transfer', () => {
  const first = { agent_no: ASHA, status: '1', call_duration: 30, start_time: ago(5), end_time: ago(4) };
  const second = { agent_no: BILAL, status: '1', call_duration: '00:00:40', start_time: ago(4), end_time: ago(3) };

  test.each([
    ['first to last', [first, second]],
    ['last to first', [second, first]],
  ] as const)('told %s gives each their talk, the call to the last and the lead to the first', async (_, legs) => {
    const call = aVendorCall(stage);
    for (const leg of legs) await call.ends(leg);
    const now = await call.shown(settled({ talkSeconds: 70 }));
    expect(now).toMatchObject({
      outcome: 'answered',
      counsellor: { name: 'Bilal Khan' },
      startedAt: new Date(first.start_time).toISOString(),
    });
    expect(now.offers.map(({ result }: { result: string }) => result)).toEqual(['answered', 'answered']);
    const { body: lead } = await (await stage.admin()).call('GET', `/v1/leads/${now.lead.id}`);
    expect(lead.owners).toMatchObject([{ name: 'Asha Rao' }]);
  });
});

describe('a later report of the same leg', () => {
  const recording = 'https://recordings.test/a.mp3';

  test('corrects field by field, and what it leaves out stands', async () => {
    const call = aVendorCall(stage);
    await call.answeredBy(ASHA, { call_duration: 30, start_time: ago(9) });
    await call.ends({ agent_no: ASHA, status: 'answered', call_duration: '', resource_url: recording });
    const now = await call.shown(({ recording: state }) => state !== 'none' && state !== 'pending');
    expect(now).toMatchObject({ talkSeconds: 30, startedAt: expect.any(String), outcome: 'answered' });
    await call.ends({ agent_no: ASHA, status: '1', call_duration: 45, resource_url: 'null' });
    expect(await call.shown(settled({ talkSeconds: 45 }))).toMatchObject({
      recording: now.recording,
      startedAt: now.startedAt,
    });
  });

  test('wins by its later end, whenever it comes', async () => {
    const call = aVendorCall(stage);
    await call.answeredBy(ASHA, { call_duration: 45, end_time: ago(1) });
    await call.answeredBy(ASHA, { call_duration: 30, end_time: ago(2), resource_url: recording });
    expect(await call.shown(({ recording: state }) => state !== 'none' && state !== 'pending')).toMatchObject({
      talkSeconds: 45,
    });
  });

  test('equal to an earlier one is a repeat and brings no old value back', async () => {
    const call = aVendorCall(stage);
    await call.answeredBy(ASHA, { call_duration: 30 });
    await call.answeredBy(ASHA, { call_duration: 45 });
    await call.shown(settled({ talkSeconds: 45 }));
    const { body } = await call.answeredBy(ASHA, { call_duration: '00:30' });
    expect(body).toEqual({ status: 1, message: 'Call details accepted', call_id: call.id });
    await call.answeredBy(ASHA, { call_duration: 45, resource_url: recording });
    expect(await call.shown(({ recording: state }) => state !== 'none' && state !== 'pending')).toMatchObject({
      talkSeconds: 45,
    });
  });

  test('turns missed into answered and back, and each correction is told', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.ends({ agent_no: ASHA });
    await call.shown(settled({ outcome: 'missed' }));
    await call.answeredBy(ASHA);
    await call.shown(settled({ outcome: 'answered', talkSeconds: 60 }));
    await call.ends({ agent_no: ASHA, status: 'busy' });
    const { id } = await call.shown(settled({ outcome: 'missed', talkSeconds: 0 }));
    const { body } = await (await stage.admin()).call('GET', `/v1/calls/${id}/explanation`);
    const steps = body.steps.filter(({ kind }: { kind: string }) => kind === 'settled');
    expect(steps.map(({ text }: { text: string }) => text)).toEqual([
      expect.stringContaining('missed'),
      expect.stringContaining('anew as answered'),
      expect.stringContaining('anew as missed'),
    ]);
  });
});

describe('what a call back says', () => {
  const over = async (fields: JsonObject) => {
    const call = aVendorCall(stage);
    await call.ends({ agent_no: ASHA, ...fields });
    return await call.shown();
  };

  test.each([
    '1',
    1,
    true,
    'TRUE',
    'Answered',
    'answered by agent',
    'ANSWERED BY CUSTOMER',
    'answer',
    'completed',
    'Connected',
    'bridged',
    'success',
  ])('by the status %p is answered', async (status) =>
    expect(await over({ status, call_duration: 5 })).toMatchObject({ outcome: 'answered', talkSeconds: 5 }),
  );
  test.each([
    '0',
    0,
    false,
    'Failed',
    'fail',
    'MISSED',
    'noanswer',
    'no-answer',
    'No Answer',
    'busy',
    'cancel',
    'canceled',
    'Cancelled',
  ])('by the status %p is missed', async (status) =>
    expect(await over({ status })).toMatchObject({ outcome: 'missed', talkSeconds: 0 }),
  );

  test('by a word we do not know is answered with talk, else unknown and flagged', async () => {
    expect(await over({ status: 'fulfilled', call_duration: '00:12' })).toMatchObject({
      outcome: 'answered',
      talkSeconds: 12,
      flags: expect.not.arrayContaining(['status_unrecognised']),
    });
    expect(await over({ status: 'fulfilled' })).toMatchObject({
      outcome: 'unknown',
      flags: expect.arrayContaining(['status_unrecognised']),
    });
  });

  test('of talk counts only when it is answered; without a duration it is empty and flagged', async () => {
    expect(await over({ status: 'missed', call_duration: 30 })).toMatchObject({ outcome: 'missed', talkSeconds: 0 });
    expect(await over({ status: '1' })).toMatchObject({
      outcome: 'answered',
      talkSeconds: null,
      flags: expect.arrayContaining(['no_duration']),
    });
    for (const [call_duration, talkSeconds] of [
      ['75', 75],
      ['01:15', 75],
      ['00:01:15', 75],
      [75, 75],
      ['0', 0],
    ] as const) {
      expect(await over({ status: '1', call_duration })).toMatchObject({ talkSeconds });
    }
    expect(await over({ status: '1', call_duration: '-5' })).toMatchObject({ talkSeconds: null });
  });

  test.each([
    ['1970', { start_time: '1970-01-01 05:30:00' }],
    ['an end before its start', { start_time: ago(5), end_time: ago(10) }],
    ['a span of more than a day', { start_time: ago(60 * 26), end_time: ago(1) }],
    ['the future', { start_time: ago(-30) }],
    ['no time at all', { start_time: 'yesterday' }],
  ])('of %s is dropped and flagged', async (_, times) => {
    const call = await over({ status: '0', ...times });
    expect(call.flags).toContain('time_implausible');
    expect(Math.abs(Date.parse(call.startedAt) - Date.now())).toBeLessThan(27 * 3_600_000);
    expect(Date.parse(call.endedAt)).toBeGreaterThanOrEqual(Date.parse(call.startedAt));
  });

  test('of its start is read in the institute’s zone, with an offset, or since 1970', async () => {
    const at = Math.floor(Date.now() / 1000) * 1000 - 600_000;
    const inIndia = new Date(at + 330 * 60_000).toISOString().slice(0, 19).replace('T', ' ');
    for (const start_time of [inIndia, new Date(at).toISOString(), at, String(at / 1000)]) {
      expect(await over({ start_time })).toMatchObject({
        startedAt: new Date(at).toISOString(),
        flags: expect.not.arrayContaining(['time_implausible']),
      });
    }
  });

  test.each([
    [{ call_type: 'outbound' }, 'outbound'],
    [{ call_type: 'clicktocall' }, 'outbound'],
    [{ call_type: 'Dialer (outbound)', campaign_name: 'Fair' }, 'campaign'],
    [{ call_type: 'campaign' }, 'campaign'],
    [{ call_type: 'Dialer (inbound)' }, 'inbound'],
    [{ call_type: 'sideways' }, 'inbound'],
    [{}, 'inbound'],
  ] as const)('by %j is a call of the direction %s', async (fields, direction) => {
    expect(await over({ status: '0', ...fields })).toMatchObject({ direction });
  });

  test('of its direction does not turn a call that is known', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.ends({ agent_no: ASHA, call_type: 'outbound' });
    expect(await call.shown()).toMatchObject({ direction: 'inbound', outcome: 'missed' });
  });
});
