import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { startTatatelExchange, type TatatelExchange } from '../../simulator/tatatel/server.ts';
import type { ExchangeRecord } from '../../simulator/tatatel/rows.ts';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { eventually, openStage, type Answer, type Stage } from '../spine/stage.ts';
import { ASHA, BILAL, CHITRA } from './vendor.ts';

const DID = '+918047100100';
const LOG_IN = { email: 'desk@demo.test', password: 'exchange-password' };

let stage: Stage;
let vendor: TatatelExchange;
let ofBilal: EventSourceClient;
let ofChitra: EventSourceClient;
beforeAll(async () => {
  vendor = await startTatatelExchange(LOG_IN);
  stage = await openStage();
  await stage.configure({ vendorSettings: { apiUrl: vendor.url, ...LOG_IN }, times: { callBackSeconds: 1 } });
  ofBilal = (await stage.signIn('bilal@demo.test')).stream();
  ofChitra = (await stage.signIn('chitra@demo.test')).stream();
  await ofBilal.count(1);
  await ofChitra.count(1);
});
afterAll(async () => {
  // First, so that a question it has not answered ends.
  await vendor.stop();
  await stage.close();
});

const rings = async (id: string, number: string, agent = ASHA): Promise<void> => {
  await stage.vendor('ivrCallNotification', { call_id: id, applicant_no: number, agent_no: agent });
};
const reports = async (id: string, number: string, fields: Readonly<Record<string, string>>): Promise<void> => {
  await stage.vendor('ivrCallBackDetails', { call_id: id, applicant_no: number, ...fields });
};
/** A record of an answered call that began a moment ago. */
const record = (callId: string, number: string, more: Partial<ExchangeRecord> = {}): ExchangeRecord => ({
  callId,
  direction: 'inbound',
  customer: `+91${number}`,
  did: DID,
  status: 'answered',
  agent: `+91${ASHA}`,
  startedAt: Date.now() - 60_000,
  endedAt: Date.now() - 5000,
  answeredSeconds: 42,
  ...more,
});
const explanation = async (id: string): Promise<string> => {
  const { body } = await (await stage.admin()).call('GET', `/v1/calls/${id}/explanation`);
  return body.steps.map(({ text }: { text: string }) => text).join('\n');
};
const asked = (path: string): number => vendor.exchange.requests.filter((request) => request.path === path).length;

describe('a call whose call details never come', () => {
  const number = '9848000001';

  test('is left alone while the vendor says it is on, and is then settled from its record', async () => {
    vendor.exchange.addLiveCall({
      callId: 'live',
      direction: 'inbound',
      customer: `+91${number}`,
      agent: `+91${ASHA}`,
      did: DID,
      state: 'Answered',
      startedAt: Date.now(),
    });
    await rings('live', number);
    await eventually(async () => asked('/v1/live_calls') > 0 || null);
    expect(await stage.call('live', () => true)).toMatchObject({ state: 'ringing', outcome: null });

    // Others of the same student and of the same minute, which an ignored filter would bring as well.
    vendor.exchange.addRecord(record('another', number, { status: 'missed', agent: '', answeredSeconds: 0 }));
    vendor.exchange.addRecord(record('stranger', '9848000099', { answeredSeconds: 7 }));
    const missedAgents = [{ id: 'agent|2', name: 'Bilal Khan', number: `+91${BILAL}` }];
    vendor.exchange.endCall('live', record('live', number, { missedAgents }));
    const settled = await stage.call('live');
    expect(settled).toMatchObject({
      outcome: 'answered',
      source: 'reconciled',
      talkSeconds: 42,
      counsellor: { name: 'Asha Rao' },
      flags: ['call_back_missing', 'popup_missing'],
      offers: [
        { counsellor: { name: 'Asha Rao' }, result: 'answered' },
        { counsellor: { name: 'Bilal Khan' }, result: 'missed' },
      ],
    });
    const told = await explanation(settled.id);
    expect(told).toContain('the call is still on');
    expect(told).toContain('its record says answered, 42 s of talk, naming Asha Rao, and that it also rang Bilal Khan');
    expect(told).toContain('never sent the call details');
    expect(told).toContain('never sent a pop-up request for a counsellor');
  });

  test('is corrected by call details that come after all', async () => {
    await reports('live', number, { agent_no: ASHA, status: '1', call_duration: '50' });
    const corrected = await stage.call('live', ({ talkSeconds }) => talkSeconds === 50);
    expect(corrected).toMatchObject({ outcome: 'answered', source: 'events', flags: ['popup_missing'] });
  });

  test('is found by number and time when the vendor gave it no id', async () => {
    vendor.exchange.addRecord(
      record('told-to-nobody', '9848000002', {
        startedAt: Date.now(),
        endedAt: Date.now(),
        answeredSeconds: 21,
        style: 'bare',
      }),
    );
    await stage.vendor('ivrCallNotification', { applicant_no: '09848000002', agent_no: ASHA });
    const settled = await stage.call('9848000002');
    expect(settled).toMatchObject({ outcome: 'answered', source: 'reconciled', talkSeconds: 21 });
    expect(settled.flags).toContain('no_call_id');
  });

  test('becomes unknown when the vendor knows no such call twice, and missed when it says so later', async () => {
    await rings('nowhere', '9848000003');
    const unknown = await stage.call('nowhere');
    expect(unknown).toMatchObject({ outcome: 'unknown', source: 'events', flags: ['call_back_missing'] });
    expect((await explanation(unknown.id)).match(/it knows no such call/g)).toHaveLength(2);
    await reports('nowhere', '9848000003', { agent_no: ASHA, status: 'missed' });
    await stage.call('nowhere', ({ outcome }) => outcome === 'missed');
  });
});

describe('two calls that one record shows to be one', () => {
  const callsOf = async (number: string): Promise<readonly Answer['body'][]> =>
    (await (await stage.admin()).call('GET', `/v1/calls?search=${number}`)).body.items;
  const nowOne = async (number: string): Promise<Answer['body']> =>
    await eventually(async () => {
      const [only, ...others] = await callsOf(number);
      return others.length === 0 && only?.outcome === 'answered' ? only : null;
    });

  test('are one, and counted once, where the younger came without the id', async () => {
    const number = '9848000007';
    await rings('whole', number);
    await reports('', number, { agent_no: BILAL, status: '1', call_duration: '9' });
    await stage.call('whole');
    // Told when the call was over, of whom nobody had heard: a call of its own for all we know.
    await rings('', number, CHITRA);
    const card = await ofChitra.message(({ data }) => data['number'] === `+91${number}` && data['state'] === 'open');
    expect(await callsOf(number)).toHaveLength(2);
    const startedAt = Date.now();
    vendor.exchange.addRecord(record('whole', number, { agent: `+91${BILAL}`, startedAt, endedAt: startedAt }));
    await ofChitra.message(({ data }) => data['id'] === card.data['id'] && data['state'] === 'withdrawn');

    const one = await eventually(async () => {
      const call = await nowOne(number);
      return call.offers.length === 3 ? call : null;
    });
    expect(one).toMatchObject({
      vendorCallId: 'whole',
      talkSeconds: 9,
      source: 'events',
      offers: [
        { counsellor: { name: 'Asha Rao' }, result: 'missed' },
        { counsellor: { name: 'Chitra Iyer' }, result: 'missed' },
        { counsellor: { name: 'Bilal Khan' }, result: 'answered' },
      ],
    });
    const lead = (await (await stage.admin()).call('GET', `/v1/leads/${one.lead.id}`)).body;
    expect(lead).toMatchObject({ callCount: 1, lastCall: { outcome: 'answered' } });
  });

  test.each([
    ['the older came without the id', '9848000008', 'known-late', 'known-late'],
    ['neither had it', '9848000009', '', 'known-by-record'],
  ])('are one where %s', async (_, number, told, id) => {
    vendor.exchange.failNext('cut', 1, '/v1/call/records');
    await reports('', number, { agent_no: '', status: 'hung_in_the_air' });
    await eventually(async () => ((await callsOf(number)).length === 1 ? true : null));
    await rings(told, number, BILAL);
    expect(await callsOf(number)).toHaveLength(2);
    const startedAt = Date.now();
    vendor.exchange.addRecord(record(id, number, { agent: `+91${BILAL}`, startedAt, endedAt: startedAt }));
    expect(await nowOne(number)).toMatchObject({ vendorCallId: id, counsellor: { name: 'Bilal Khan' } });
  });

  test('stay two where that id is known from another number', async () => {
    await rings('of-another', '9848000010');
    await rings('', '9848000011', BILAL);
    // A record that answers for the wrong student.
    const startedAt = Date.now();
    vendor.exchange.addRecord(record('of-another', '9848000011', { startedAt, endedAt: startedAt }));
    expect(await stage.call('9848000011')).toMatchObject({ outcome: 'unknown', vendorCallId: null });
    expect(await callsOf('9848000010')).toHaveLength(1);
  });
});

test('a vendor that refuses, breaks off or forgets us is asked again', async () => {
  vendor.exchange.retryAt = Date.now() + 2000;
  vendor.exchange.failNext('too_many_requests', 1, '/v1/live_calls');
  vendor.exchange.addRecord(record('third-time', '9848000004'));
  const before = asked('/v1/auth/login');
  await rings('third-time', '9848000004');
  await eventually(async () => vendor.exchange.requests.at(-1)?.path === '/v1/live_calls' || null);
  vendor.exchange.expireTokens();
  vendor.exchange.failNext('cut', 1, '/v1/call/records');
  const settled = await stage.call('third-time');
  expect(settled).toMatchObject({ outcome: 'answered', source: 'reconciled', talkSeconds: 42 });
  expect((await explanation(settled.id)).match(/could not be reached/g)).toHaveLength(2);
  expect(asked('/v1/auth/login')).toBe(before + 1);
});

test('a report in words we do not know has the record pulled at once', async () => {
  vendor.exchange.addRecord(
    record('odd-words', '9848000005', {
      status: 'missed',
      agent: `+91${ASHA}`,
      answeredSeconds: 0,
      reason: 'noanswer',
    }),
  );
  await rings('odd-words', '9848000005');
  await reports('odd-words', '9848000005', { agent_no: ASHA, status: 'hung_in_the_air' });
  const settled = await stage.call('odd-words', ({ outcome }) => outcome === 'missed');
  expect(settled).toMatchObject({ source: 'reconciled', talkSeconds: 0 });
  expect(settled.flags).toContain('status_unrecognised');
});

describe('while the vendor is being asked', () => {
  beforeEach(() => {
    vendor.exchange.failNext('silence', 1, '/v1/live_calls');
  });

  test('the call goes on: cards come and go, and it settles', async () => {
    const before = asked('/v1/live_calls');
    await rings('asking', '9848000006');
    await eventually(async () => asked('/v1/live_calls') > before || null);
    await rings('asking', '9848000006', BILAL);
    const card = await ofBilal.message(({ data }) => data['number'] === '+919848000006' && data['state'] === 'open');
    await reports('asking', '9848000006', { agent_no: BILAL, status: 'missed' });
    await ofBilal.message(({ data }) => data['id'] === card.data['id'] && data['state'] === 'withdrawn');
    const settled = await stage.call('asking');
    expect(settled).toMatchObject({ outcome: 'missed', source: 'events' });

    const connection = await Connection.connect({ address: stage.temporalAddress });
    const { workflow } = new Client({ connection, namespace: stage.namespace });
    const { pendingActivities } = (await workflow.getHandle(`call-${settled.id}`).describe()).raw;
    expect(pendingActivities).toMatchObject([{ activityType: { name: 'pullRecord' } }]);
    const { events } = await workflow.getHandle(`call-${settled.id}`).fetchHistory();
    const scheduled = events?.flatMap(({ activityTaskScheduledEventAttributes: at }) => at?.taskQueue?.name ?? []);
    expect(scheduled).toEqual(['vendor-tatatel']);
    await connection.close();
  });
});
