import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { openStage, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, BILAL, cardIn, cardsIn, RIYA } from '../spine/vendor-call.ts';
import { ist, nativeLine, somebody, type NativeLine } from './native-line.ts';
import { agent, DID, smartfloCall } from './smartflo-call.ts';

let stage: Stage;
let smartflo: NativeLine;
let asha: Person;
let bilal: Person;
let ofAsha: EventSourceClient;
let ofBilal: EventSourceClient;
beforeAll(async () => {
  stage = await openStage();
  smartflo = await nativeLine(stage, 'tatatel');
  await smartflo.agents({ 'Asha Rao': { number: '0607330050011', vendorUserId: '0507330050011' } });
  [asha, bilal] = [await stage.signIn('asha@demo.test'), await stage.signIn('bilal@demo.test')];
  [ofAsha, ofBilal] = [asha.stream(), bilal.stream()];
  await Promise.all([ofAsha.count(1), ofBilal.count(1)]);
});
afterAll(async () => {
  await stage.close();
});

const aCall = (student?: string) => smartfloCall(stage, smartflo, student);

describe('the API Dialplan', () => {
  const transfer = (number: string) => [
    { transfer: { type: 'number', data: [number], ring_type: 'order_by', skip_active: true } },
  ];

  test('is answered with the owner of the lead as a bare array, by POST and by GET', async () => {
    const asked = {
      call_id: 'plan 1',
      caller_id_number: `91${RIYA}`,
      call_to_number: `91${DID}`,
      direction: 'inbound',
    };
    const { status, body, headers } = await smartflo.post('dialplan', asked);
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('application/json')]);
    expect(body).toEqual(transfer(ASHA));
    expect((await smartflo.get('dialplan', { ...asked, call_id: 'plan 2' })).body).toEqual(transfer(ASHA));
  });

  test('is answered with an empty array where nobody is to be rung, nothing is said, or inbound calling is off', async () => {
    expect((await smartflo.post('dialplan', { caller_id_number: somebody() })).body).toEqual([]);
    expect((await smartflo.post('dialplan', {})).body).toEqual([]);
    expect(
      (await smartflo.post('dialplan', { caller_id_number: '$caller_id_number', call_id: '$call_id' })).body,
    ).toEqual([]);
    await smartflo.configure({ inbound: { enabled: false } });
    expect((await smartflo.post('dialplan', { caller_id_number: RIYA })).body).toEqual([]);
    await smartflo.configure({ inbound: { enabled: true } });
  });

  test('rings all at once where that is how the vendor rings, and active agents too where they are not to be skipped', async () => {
    await smartflo.configure({ inbound: { ring: 'simultaneous' }, vendorSettings: { skipActive: false } });
    const { body } = await smartflo.post('dialplan', { caller_id_number: RIYA });
    expect(body).toMatchObject([{ transfer: { ring_type: 'simultaneous', skip_active: false } }]);
    await smartflo.configure({ inbound: { ring: 'sequential' }, vendorSettings: { skipActive: true } });
  });

  test('belongs to the call whose events follow', async () => {
    const call = aCall(RIYA);
    await smartflo.post('dialplan', { call_id: call.callId, caller_id_number: RIYA, call_to_number: DID });
    await call.dials(ASHA);
    const { id } = await call.shown(({ offers }) => offers.length > 0);
    const { body } = await (await stage.admin()).call('GET', `/v1/calls/${id}/explanation`);
    expect(body.steps[0].text).toBe('The vendor asked whom to ring. Answered: Asha Rao.');
    await call.ends({ call_status: 'missed', missed_agent: [agent(ASHA)] });
  });
});

describe('a call told by its events', () => {
  test('shows each counsellor rung their card in turn, keeps it for the one who answers, and counts talk alone', async () => {
    const call = aCall();
    await call.received();
    expect(await call.shown(({ state }) => state === 'routing')).toMatchObject({
      direction: 'inbound',
      number: `+91${call.student}`,
      offers: [],
    });
    await call.dials(ASHA);
    const { id } = await call.shown(({ offers }) => offers.length === 1);
    await cardIn(ofAsha, id, 'open');
    await call.dials(BILAL);
    await cardIn(ofAsha, id, 'withdrawn');
    await cardIn(ofBilal, id, 'open');
    await call.answers(BILAL);
    await cardIn(ofBilal, id, 'answered');
    expect(await call.shown(({ state }) => state === 'talking')).toMatchObject({ counsellor: { name: 'Bilal Khan' } });
    await call.ends({
      call_status: 'answered',
      outbound_sec: '41',
      answered_agent: agent(BILAL),
      answered_agent_number: `+91${BILAL}`,
      missed_agent: [agent(ASHA)],
    });
    expect(await call.shown()).toMatchObject({
      outcome: 'answered',
      talkSeconds: 41,
      counsellor: { name: 'Bilal Khan' },
      lead: { name: '' },
      offers: [
        { counsellor: { name: 'Asha Rao' }, result: 'missed' },
        { counsellor: { name: 'Bilal Khan' }, result: 'answered' },
      ],
    });
    expect(cardsIn(ofBilal, id).map(({ state }) => state)).toEqual(['open', 'answered']);
    expect(cardsIn(ofAsha, id).map(({ state }) => state)).toEqual(['open', 'withdrawn']);
  });

  test('is a missed call of all who were rung, though nobody told of the rings', async () => {
    const call = aCall();
    await call.ends({
      call_status: 'missed',
      call_connected: '1',
      billsec: '30',
      missed_agent: [agent(ASHA), agent(BILAL)],
      answered_agent: '',
      recording_url: 'https://x.test/greeting.mp3',
    });
    expect(await call.shown()).toMatchObject({
      outcome: 'missed',
      talkSeconds: 0,
      recording: 'none',
      offers: [
        { counsellor: { name: 'Asha Rao' }, result: 'missed' },
        { counsellor: { name: 'Bilal Khan' }, result: 'missed' },
      ],
    });
    const { body } = await bilal.call('GET', '/v1/missed-calls');
    expect(body.items.some(({ number }: { number: string }) => number === `+91${call.student}`)).toBe(true);
  });

  test('is abandoned when the menu alone answered', async () => {
    const call = aCall();
    await call.received();
    await call.ends({
      call_status: 'missed',
      call_flow: [{ type: 'IVR', name: 'Main IVR' }],
      answer_stamp: ist(50),
      missed_agent: '',
      hangup_cause: 'NormalClearing',
    });
    expect(await call.shown()).toMatchObject({ outcome: 'abandoned', offers: [], talkSeconds: 0 });
  });

  test('shows the card to whoever picks up, where no ring was told of', async () => {
    const call = aCall();
    await call.answers(ASHA);
    const { id } = await call.shown(({ state }) => state === 'talking');
    await cardIn(ofAsha, id, 'answered');
    expect(cardsIn(ofAsha, id).map(({ state }) => state)).toEqual(['answered']);
    await call.ends({ call_status: 'answered', outbound_sec: '5', answered_agent: agent(ASHA) });
    expect(await call.shown()).toMatchObject({ offers: [{ counsellor: { name: 'Asha Rao' }, result: 'answered' }] });
  });

  test('knows a counsellor by extension and by their user id at the vendor', async () => {
    for (const answered of [
      { answered_agent: { id: '0507330050011', name: 'Agent-Extension' } },
      { answered_agent: '', answered_agent_number: 'Extension-0607330050011' },
      {
        answered_agent: JSON.stringify({ id: '0507330050011', number: '0607330050099' }),
        answered_agent_number: '_number',
      },
    ]) {
      const call = aCall();
      await call.ends({ call_status: 'answered', outbound_sec: '9', ...answered });
      const { counsellor, flags } = await call.shown();
      expect(counsellor).toMatchObject({ name: 'Asha Rao' });
      expect(flags).not.toContain('agent_unknown');
    }
  });

  test('goes on where one agent’s ring is over, and the webhook says so', async () => {
    const call = aCall();
    await call.dials(ASHA);
    const { id } = await call.shown(({ offers }) => offers.length === 1);
    await cardIn(ofAsha, id, 'open');
    await smartflo.post('events?trigger=Call+missed+by+Agent', {
      call_id: call.callId,
      caller_id_number: call.student,
      missed_agent: [agent(ASHA)],
      call_status: 'missed',
      end_stamp: ist(),
    });
    await cardIn(ofAsha, id, 'withdrawn');
    expect(await call.shown(() => true)).toMatchObject({ state: 'ringing' });
    await call.dials(BILAL);
    await cardIn(ofBilal, id, 'open');
    await call.ends({ call_status: 'missed', missed_agent: [agent(ASHA), agent(BILAL)] });
    expect((await call.shown()).outcome).toBe('missed');
  });

  test('gives each who talked a success after a transfer, the talk to the last', async () => {
    const call = aCall();
    await call.ends({
      direction: 'Dialer (inbound)',
      call_status: 'answered',
      outbound_sec: '80',
      answered_agent: [
        { ...agent(ASHA), is_transferred_agent: 0 },
        { ...agent(BILAL), is_transferred_agent: 1 },
      ],
    });
    expect(await call.shown()).toMatchObject({
      outcome: 'answered',
      talkSeconds: 80,
      counsellor: { name: 'Bilal Khan' },
      offers: [
        { counsellor: { name: 'Asha Rao' }, result: 'answered' },
        { counsellor: { name: 'Bilal Khan' }, result: 'answered' },
      ],
    });
  });

  test('comes to the same in any order and however often it is told', async () => {
    const told = [0, 1, 2, 3];
    const orders = [told, [3, 2, 1, 0], [2, 3, 0, 1], [3, 0, 3, 1, 2, 2]];
    for (const order of orders) {
      const call = aCall();
      const ends = {
        call_status: 'answered',
        outbound_sec: '12',
        start_stamp: '2026-04-09 12:54:21',
        end_stamp: '2026-04-09 12:55:00',
        answered_agent: agent(BILAL),
        missed_agent: [agent(ASHA)],
      };
      const steps = [
        async () => await call.received(),
        async () => await call.dials(ASHA),
        async () => await call.answers(BILAL),
        async () => await call.ends(ends),
      ];
      for (const step of order) expect((await steps[step]?.())?.status).toBe(200);
      const ended = await call.shown();
      expect([ended.outcome, ended.talkSeconds, ended.counsellor.name]).toEqual(['answered', 12, 'Bilal Khan']);
      const { body } = await asha.call('GET', `/v1/calls?search=${call.callId}`);
      expect(body.items).toHaveLength(1);
    }
  });
});
