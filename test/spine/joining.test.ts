import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually, openStage, type Answer, type Stage } from './stage.ts';
import { ASHA, aVendorCall, BILAL, RIYA, type VendorCall } from './vendor-call.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});

const nameless = { call_id: '' };

/** All calls of a number that are in the log, oldest first, once there are as many and each has been looked at. */
async function callsOf({ number }: VendorCall, many = 1, query = ''): Promise<readonly Answer['body'][]> {
  const { call } = await stage.admin();
  return await eventually(async () => {
    const { body } = await call('GET', `/v1/calls?search=${number}${query}`);
    const ready =
      body.items.length >= many &&
      body.items.every(({ state, offers }: Answer['body']) => query !== '' || state !== 'routing' || offers.length > 0);
    return ready ? body.items.toReversed() : null;
  });
}
const settledAs = async (call: VendorCall, outcome: string) =>
  await eventually(async () => (await callsOf(call)).find((one) => one.outcome === outcome) ?? null);

describe('without a call id', () => {
  test('a pop-up request and a call back join by number and counsellor, and are flagged', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA, nameless);
    await call.rings(BILAL, nameless);
    await call.answeredBy(BILAL, nameless);
    const settled = await settledAs(call, 'answered');
    expect(settled).toMatchObject({
      vendorCallId: null,
      offers: [{ result: 'missed' }, { result: 'answered' }],
      flags: ['no_call_id'],
    });
    expect(await callsOf(call)).toHaveLength(1);
  });

  test('a call back joins the call that has an id', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.answeredBy(ASHA, nameless);
    expect(await call.shown()).toMatchObject({ outcome: 'answered', vendorCallId: call.id });
    expect(await callsOf(call)).toHaveLength(1);
  });

  test('a pop-up request waits for an id that comes late', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA, nameless);
    await call.answeredBy(ASHA);
    expect(await call.shown()).toMatchObject({
      vendorCallId: call.id,
      outcome: 'answered',
      offers: [{ result: 'answered' }],
    });
    expect(await callsOf(call)).toHaveLength(1);
  });

  test('two DIDs are two calls, a DID and none are one', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA, { ...nameless, did_no: '8047100100' });
    await call.rings(BILAL, { ...nameless, did_no: '8047100999' });
    const [first, second] = await callsOf(call, 2);
    expect([first, second]).toMatchObject([
      { did: '+918047100100', campaign: 'Website' },
      { did: '+918047100999', campaign: null },
    ]);
    await call.ends({ ...nameless, agent_no: ASHA, did_no: '8047100100' });
    await eventually(async () => ((await callsOf(call, 2))[0]?.outcome === 'missed' ? true : null));
    expect((await callsOf(call, 2))[1]).toMatchObject({ state: 'ringing' });

    const other = aVendorCall(stage);
    await other.rings(ASHA, { ...nameless, did_no: '8047100100' });
    await other.ends({ ...nameless, agent_no: ASHA });
    expect(await settledAs(other, 'missed')).toMatchObject({ did: '+918047100100' });
    expect(await callsOf(other)).toHaveLength(1);
  });

  test('a call long after another of the same number is another call', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.ends({ agent_no: ASHA });
    await call.shown();
    await call.ages(3600);
    await call.rings(ASHA, nameless);
    expect(await callsOf(call, 2)).toMatchObject([{ outcome: 'missed' }, { state: 'ringing', vendorCallId: null }]);
  });

  test('a call back said again is a repeat', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA, nameless);
    await call.answeredBy(ASHA, nameless);
    await settledAs(call, 'answered');
    await call.answeredBy(ASHA, nameless);
    expect(await callsOf(call)).toHaveLength(1);
  });

  test('a call back that says more, or better, is about the call it corrects, and may bring its id', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA, nameless);
    await call.ends({ ...nameless, agent_no: ASHA });
    await settledAs(call, 'missed');
    await call.answeredBy(ASHA, nameless);
    await settledAs(call, 'answered');
    await call.answeredBy(ASHA, { resource_url: 'https://recordings.example/1.mp3' });
    expect(await call.shown(({ recording }) => recording === 'ready')).toMatchObject({
      outcome: 'answered',
      talkSeconds: 60,
      offers: [{ result: 'answered' }],
    });
    expect(await callsOf(call)).toHaveLength(1);
  });

  test('a caller who withholds the number joins by counsellor', async () => {
    const call = aVendorCall(stage, 'anonymous', { did_no: '8047100100' });
    await call.rings(ASHA, nameless);
    await call.answeredBy(ASHA, nameless);
    const { call: ask } = await stage.admin();
    const withheld = async () =>
      (await ask('GET', '/v1/calls')).body.items.filter(({ number }: Answer['body']) => number === null);
    expect(
      await eventually(
        async () => (await withheld()).find(({ outcome }: Answer['body']) => outcome === 'answered') ?? null,
      ),
    ).toMatchObject({
      lead: null,
      counsellor: { name: 'Asha Rao' },
      offers: [{ result: 'answered' }],
      flags: ['no_call_id', 'number_unreadable'],
    });
    expect(await withheld()).toHaveLength(1);
  });

  test('everything at once is one call', async () => {
    const call = aVendorCall(stage);
    await Promise.all([call.asks(nameless), call.rings(ASHA, nameless), call.answeredBy(ASHA, nameless)]);
    expect(await settledAs(call, 'answered')).toMatchObject({ counsellor: { name: 'Asha Rao' } });
    expect(await callsOf(call)).toHaveLength(1);
  });
});

describe('a call id', () => {
  test('beats the number: one that differs is flagged', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.ends({ agent_no: ASHA, applicant_no: '9700009999' });
    expect(await call.shown()).toMatchObject({
      number: `+91${call.number}`,
      flags: ['number_differs'],
      outcome: 'missed',
    });
  });

  test('brings the number to a call that began without one', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA, { applicant_no: 'withheld' });
    await call.answeredBy(ASHA);
    expect(await call.shown()).toMatchObject({ number: `+91${call.number}`, lead: { name: '' } });
  });

  test('of its own makes a call of its own, whatever rings at the same number', async () => {
    const call = aVendorCall(stage);
    const other = aVendorCall(stage, call.number);
    await Promise.all([call.rings(ASHA), other.rings(BILAL)]);
    const calls = await callsOf(call, 2);
    expect(calls.map(({ vendorCallId }) => vendorCallId).toSorted()).toEqual([call.id, other.id].toSorted());
  });
});

describe('a routing question', () => {
  test.each([
    ['with an id', {}, 'of that id', {}],
    ['with an id', {}, 'without one', nameless],
    ['without an id', nameless, 'with one', {}],
    ['without an id', nameless, 'without one', nameless],
  ])('%s becomes the call of a pop-up request %s', async (_, asked, __, rung) => {
    const call = aVendorCall(stage);
    await call.asks(asked);
    expect(await callsOf(call, 1, '&state=routing')).toMatchObject([{ state: 'routing', outcome: null }]);
    await call.rings(ASHA, rung);
    expect(await callsOf(call)).toMatchObject([{ state: 'ringing', offers: [{ counsellor: { name: 'Asha Rao' } }] }]);
    expect(await callsOf(call, 0, '&state=routing')).toEqual([]);
  });

  test('that nobody claimed is in no list', async () => {
    const call = aVendorCall(stage);
    await call.asks();
    const { call: ask } = await stage.admin();
    const listed = async () => (await ask('GET', `/v1/calls?search=${call.number}`)).body.items;
    expect(await listed()).toEqual([]);
    await callsOf(call, 1, '&state=routing');
    expect(await listed()).toEqual([]);
  });

  test('with an id is not claimed by another id', async () => {
    const call = aVendorCall(stage);
    await call.asks();
    await aVendorCall(stage, call.number).rings(ASHA);
    expect(await callsOf(call)).toHaveLength(1);
    expect(await callsOf(call, 1, '&state=routing')).toMatchObject([{ vendorCallId: call.id }]);
  });

  test('asked again without an id is the same question', async () => {
    const call = aVendorCall(stage);
    for (let times = 0; times < 3; times += 1) await call.asks(nameless);
    expect(await callsOf(call, 1, '&state=routing')).toHaveLength(1);
  });

  test('is claimed by a call back only of a call that began with it', async () => {
    const call = aVendorCall(stage);
    await call.asks(nameless);
    const start_time = String(Date.now() - 3_600_000);
    await call.ends({ ...nameless, start_time });
    expect(await settledAs(call, 'abandoned')).toMatchObject({ startedAt: new Date(Number(start_time)).toISOString() });
    expect(await callsOf(call, 1, '&state=routing')).toHaveLength(1);
    await call.ends({ ...nameless, start_time: String(Date.now() - 5000) });
    await eventually(async () => ((await callsOf(call, 2)).length === 2 ? true : null));
    expect(await callsOf(call, 0, '&state=routing')).toEqual([]);
  });

  test('of an owned lead names the owner also when it comes after the pop-up', async () => {
    const call = aVendorCall(stage, RIYA);
    await call.rings(BILAL);
    expect(await call.asks()).toEqual([ASHA]);
    expect(await call.shown(({ offers }) => offers.length === 1)).toMatchObject({ state: 'ringing' });
  });
});
