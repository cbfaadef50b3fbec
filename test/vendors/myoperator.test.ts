import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { ask, eventually, openStage, type Answer, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, BILAL, cardIn, cardsIn, RIYA } from '../spine/vendor-call.ts';
import { nativeLine, SAME_NUMBERS, somebody, type NativeLine } from './native-line.ts';
import { json, startStub, type Stub } from './stub.ts';

let stage: Stage;
let vendor: Stub;
let myoperator: NativeLine;
let asha: Person;
let ofAsha: EventSourceClient;
let ofBilal: EventSourceClient;
beforeAll(async () => {
  [stage, vendor] = await Promise.all([openStage(), startStub()]);
  myoperator = await nativeLine(stage, 'myoperator');
  await myoperator.agents({ ...SAME_NUMBERS, 'Asha Rao': { number: ASHA, vendorUserId: 'hex-asha' } });
  await myoperator.configure({
    authenticationKey: 'api-key',
    outbound: { enabled: true },
    vendorSettings: {
      apiUrl: vendor.url,
      logsUrl: vendor.url,
      companyId: 'company',
      secretToken: 'secret',
      publicIvrId: 'ivr',
    },
  });
  asha = await stage.signIn('asha@demo.test');
  ofAsha = asha.stream();
  ofBilal = (await stage.signIn('bilal@demo.test')).stream();
  await Promise.all([ofAsha.count(1), ofBilal.count(1)]);
});
afterAll(async () => {
  await stage.close();
  await vendor.stop();
});

const seconds = (ago: number): number => Math.floor(Date.now() / 1000) - ago;
const utc = (ago: number): string => new Date(Date.now() - ago * 1000).toISOString().slice(0, 19).replace('T', ' ');
let calls = 0;

/** One incoming call as v1's hooks tell it: one form field with JSON in it. */
function aCall(student = somebody()) {
  calls += 1;
  const uid = `n2.${seconds(30)}.${1000 + calls}`;
  const send = async (endpoint: string, fields: object): Promise<Answer> =>
    await ask(
      myoperator.url(endpoint),
      'POST',
      new URLSearchParams({ myoperator: JSON.stringify(fields) }).toString(),
      { 'content-type': 'application/x-www-form-urlencoded' },
    );
  const state = async (call_state: string, users: readonly string[], more: object = {}) =>
    await send('in-call', {
      id: randomUUID(),
      uid,
      clid_raw: `91${student}`,
      clid: student,
      rdnis: 'unknown',
      call_state,
      event: '1',
      users,
      created: utc(0),
      call_time: utc(30),
      ...more,
    });
  const leg = (agent: string, ac: 'received' | 'missed', from: number, to: number) => ({
    _ds: ac === 'received' ? 'ANSWER' : 'NOANSWER',
    _did: '8047100100',
    _rr: [{ _nr: `+91${agent}`, _na: 'Somebody' }],
    _su: ac === 'received' ? '1' : '2',
    _st: seconds(from),
    _et: seconds(to),
    _dr: `00:00:${String(from - to).padStart(2, '0')}`,
    _ac: ac,
  });
  return {
    uid,
    student,
    leg,
    state,
    ends: async (status: number, legs: readonly object[], more: object = {}) =>
      await send('after-call', {
        _cl: `+91${student}`,
        _cr: student,
        _st: seconds(30),
        _et: seconds(0),
        _dr: '00:00:30',
        _ev: 1,
        _su: status,
        _pm: [{ ky: 'ui', vl: uid }],
        _ld: legs,
        _tc: [],
        ...more,
      }),
    shown: async (fits?: (call: Answer['body']) => boolean) => await stage.call(uid, fits),
  };
}

describe('v1', () => {
  test('shows each counsellor their card in turn, and ends with who talked for how long', async () => {
    const call = aCall(RIYA);
    await call.state('1', []);
    expect(await call.state('2', [`91${ASHA}`])).toMatchObject({ status: 200, body: { status: 'success' } });
    const { id } = await call.shown(({ offers }) => offers.length === 1);
    expect((await cardIn(ofAsha, id, 'open'))['lead']).toMatchObject({ name: 'Riya Sharma' });
    await call.state('2', [`91${ASHA}`]);
    await call.state('3', [`91${BILAL}`]);
    await cardIn(ofAsha, id, 'withdrawn', 'next_agent');
    await cardIn(ofBilal, id, 'open');
    await call.ends(1, [call.leg(ASHA, 'missed', 28, 18), call.leg(BILAL, 'received', 15, 0)]);
    expect(await call.shown()).toMatchObject({
      outcome: 'answered',
      talkSeconds: 15,
      counsellor: { name: 'Bilal Khan' },
      vendorCallId: call.uid,
      direction: 'inbound',
      did: '+918047100100',
      campaign: 'Website',
      offers: [{ result: 'missed' }, { result: 'answered' }],
      flags: [],
    });
    expect([cardsIn(ofAsha, id).length > 0, new Set(cardsIn(ofBilal, id).map((card) => card['id'])).size]).toEqual([
      true,
      1,
    ]);
  });

  test('that only the menu answered is abandoned, and says so', async () => {
    const call = aCall();
    await call.ends(1, []);
    expect(await call.shown()).toMatchObject({
      outcome: 'abandoned',
      talkSeconds: 0,
      flags: expect.arrayContaining(['answered_by_menu']),
    });
  });

  test('by GET with an administrator’s own keys is joined to the call it names', async () => {
    const call = aCall();
    await call.state('2', [`91${ASHA}`]);
    const { id } = await call.shown(() => true);
    await myoperator.get('after-call', {
      caller_number: '+919700000000',
      caller_id: call.uid,
      start_time: String(seconds(20)),
      recieved_by: `+91${ASHA}`,
      recording: 'a1.mp3',
    });
    expect(await call.shown()).toMatchObject({ id, outcome: 'answered', counsellor: { name: 'Asha Rao' } });
  });
});

test('where a call came in is known from its record, where no hook said so and its end never came', async () => {
  await myoperator.configure({ times: { callBackSeconds: 1 } });
  const call = aCall();
  vendor.answer = (_, response) => {
    const source = {
      caller_number: `+91${call.student}`,
      start_time: seconds(30),
      end_time: seconds(5),
      event: 1,
      status: 2,
      log_details: [
        { _ds: 'NOANSWER', _did: '+918047100100', action: 'missed', received_by: [{ contact_number: ASHA }] },
      ],
      additional_parameters: [{ ky: 'ui', vl: call.uid }],
    };
    json(response, 200, { status: 'success', code: '200', data: { total: 1, hits: [{ _source: source }] } });
  };
  await call.state('3', [`91${ASHA}`], { rdnis: 'unknown' });
  expect(await call.shown()).toMatchObject({
    outcome: 'missed',
    source: 'reconciled',
    did: '+918047100100',
    campaign: 'Website',
  });
  await myoperator.configure({ times: { callBackSeconds: 300 } });
});

test('v2 tells the same call event by event, whichever comes and in whatever order', async () => {
  const student = somebody();
  const session_id = `s4.${seconds(40)}.77`;
  const send = async (event_type: string, payload: object): Promise<Answer> =>
    await ask(myoperator.url('v2'), 'POST', {
      event_id: randomUUID(),
      event_type,
      event_version: '1',
      timestamp: new Date().toISOString(),
      channel: 'call',
      direction: 'incoming',
      session_id,
      system_identifier: '8047100100',
      customer_identifier: `91${student}`,
      payload,
    });
  const talked = {
    leg_index: 2,
    type: 'agent',
    phone_number: `91${ASHA}`,
    result: 'answered',
    dial_status: 'ANSWER',
    talk_duration: 12,
  };
  const ended = {
    status: 'bridged',
    started_at: new Date(Date.now() - 40_000).toISOString(),
    ended_at: new Date().toISOString().replace('Z', '123456Z'),
    legs: [{ leg_index: 1, type: 'customer', talk_duration: 40, result: 'connected' }, talked],
  };
  await send('call.end', ended);
  await send('call.initiated', {});
  await send('call.summary', { ...ended, legs: [{ ...talked, agent: { id: 'hex-asha', name: 'Asha' } }] });
  const call = await stage.call(session_id);
  expect(call).toMatchObject({
    outcome: 'answered',
    talkSeconds: 12,
    counsellor: { name: 'Asha Rao' },
    offers: [{ result: 'answered' }],
    number: `+91${student}`,
  });
  await send('call.dial_begin', { legs: [{ leg_index: 2, type: 'agent', phone_number: `91${ASHA}` }] });
  expect(await stage.call(session_id)).toMatchObject({ outcome: 'answered', talkSeconds: 12 });
  expect(cardsIn(ofAsha, call.id).filter((card) => card['state'] === 'open')).toEqual([]);
});

test('a click rings the counsellor by their id in the panel, and its events find it by the reference given back', async () => {
  vendor.answer = (_, response) =>
    json(response, 200, {
      status: 'success',
      code: '200',
      details: 'Request accepted successfully',
      unique_id: 'n2.9.9',
    });
  const { body: lead } = await asha.call('POST', '/v1/leads', { name: 'Clicked', phones: [{ number: somebody() }] });
  const admin = await stage.admin();
  const { body: own } = await admin.call('GET', `/v1/settings/counsellors/${asha.id}`);
  await admin.call('PUT', `/v1/settings/counsellors/${asha.id}`, {
    telephonyPartner: 'myoperator',
    agentNumbers: own.agentNumbers,
  });
  const clicked = await ask(
    `${stage.url}/v1/calls`,
    'POST',
    { leadId: lead.id, via: 'cloud' },
    { cookie: asha.cookie, 'idempotency-key': randomUUID() },
  );
  expect(clicked.status).toBe(202);
  const { id } = clicked.body.call;
  const dialled = await eventually(
    async () => await Promise.resolve(vendor.asked.find(({ path }) => path === '/obd-api-v1') ?? null),
  );
  expect(dialled.fields).toMatchObject({ user_id: 'hex-asha', reference_id: id, number: lead.phones[0].number });
  const call = aCall(lead.phones[0].number.slice(3));
  await call.state('1', [`91${ASHA}`], { event: '2', client_ref_id: id });
  await call.ends(1, [call.leg(ASHA, 'received', 9, 0)], { _ev: 2, _cri: id });
  expect(await call.shown()).toMatchObject({
    id,
    direction: 'outbound',
    outcome: 'answered',
    talkSeconds: 9,
    vendorCallId: call.uid,
    counsellor: { name: 'Asha Rao' },
    offers: [],
  });
});

test('who takes no calls is told to MyOperator, again until it knows', async () => {
  const told = (): readonly unknown[] =>
    vendor.asked.flatMap(({ path, fields }) => (path === '/user' ? [[fields['uuid'], fields['receive_calls']]] : []));
  vendor.answer = (_, response) => response.writeHead(503).end();
  await asha.call('PUT', '/v1/me', { takingCalls: false });
  const untold = await eventually(async () => {
    const { body } = await (await stage.admin()).call('GET', '/v1/settings/health');
    return body.availabilityUntold[0] ?? null;
  });
  expect(untold).toEqual({
    vendor: 'myoperator',
    counsellor: { id: asha.id, name: 'Asha Rao' },
    problem: 'vendor_error',
  });
  vendor.answer = (_, response) => json(response, 200, { status: 'success', code: '200' });
  await eventually(async () => await Promise.resolve(told().length === 2 ? true : null));
  await asha.call('PUT', '/v1/me', { takingCalls: true });
  await eventually(async () => await Promise.resolve(told().length === 3 ? true : null));
  expect(told()).toEqual([
    ['hex-asha', '0'],
    ['hex-asha', '0'],
    ['hex-asha', '1'],
  ]);
});
