import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { ask, openStage, type Stage } from '../spine/stage.ts';
import { ASHA, BILAL, cardIn } from '../spine/vendor-call.ts';
import { ist, nativeLine, type NativeLine } from './native-line.ts';
import { agent, DID, smartfloCall } from './smartflo-call.ts';

let stage: Stage;
let smartflo: NativeLine;
let ofAsha: EventSourceClient;
beforeAll(async () => {
  stage = await openStage();
  smartflo = await nativeLine(stage, 'tatatel');
  ofAsha = (await stage.signIn('asha@demo.test')).stream();
  await ofAsha.count(1);
});
afterAll(async () => {
  await stage.close();
});

const aCall = (student?: string) => smartfloCall(stage, smartflo, student);

describe('an event', () => {
  test('without a number makes a call by its id, and with one is joined to it', async () => {
    const call = aCall();
    const { status } = await smartflo.post('events', { call_id: call.callId, agent_number: `+91${ASHA}` });
    expect(status).toBe(200);
    expect(await call.shown(({ offers }) => offers.length === 1)).toMatchObject({ number: null, lead: null });
    await call.ends({ call_status: 'missed', missed_agent: '' });
    expect(await call.shown()).toMatchObject({ number: `+91${call.student}`, outcome: 'missed' });
  });

  test('said again is a repeat, and changes nothing', async () => {
    const call = aCall();
    const stamps = { start_stamp: '2026-04-09 12:54:21', end_stamp: '2026-04-09 12:55:00' };
    const ends = async () =>
      await call.ends({
        ...stamps,
        call_status: 'answered',
        outbound_sec: '12',
        answered_agent: agent(BILAL),
        missed_agent: [agent(ASHA)],
      });
    await ends();
    const before = await call.shown();
    await ends();
    const { body } = await (await stage.admin()).call('GET', `/v1/telephony-logs?search=${call.callId}`);
    expect(body.items.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['repeat', 'taken']);
    expect(await call.shown()).toEqual(before);
  });

  test('with nothing in it is taken note of and makes nothing', async () => {
    const { status } = await ask(smartflo.url('events'), 'POST');
    expect(status).toBe(200);
    const { body } = await (
      await stage.admin()
    ).call('GET', '/v1/telephony-logs?endpoint=events&outcome=ignored_empty');
    expect(body.items[0]).toMatchObject({ vendor: 'tatatel', callId: null });
  });

  test('that names neither a call nor a student makes none', async () => {
    expect((await smartflo.post('events', { hello: 'nobody we know' })).status).toBe(200);
    const admin = await stage.admin();
    const { body } = await admin.call('GET', '/v1/telephony-logs?endpoint=events&outcome=ignored_no_such_call');
    expect(body.items).toMatchObject([{ request: { hello: 'nobody we know' }, callId: null }]);
  });

  test('is told of as repaired by a flag', async () => {
    const call = aCall();
    await call.ends({
      call_status: 'a word nobody knows',
      outbound_sec: '-4',
      end_stamp: '1970-01-01 05:30:00',
      recording_url: 'greeting.mp3',
    });
    const { flags, talkSeconds } = await call.shown(({ flags: raised }) => raised.length > 0);
    expect(flags).toEqual(
      expect.arrayContaining([
        'status_unrecognised',
        'duration_unreadable',
        'time_implausible',
        'recording_unreadable',
        'template_unfilled',
      ]),
    );
    expect(talkSeconds).toBe(0);
  });

  test('of a call that Smartflo’s own app dialled shows the card, counts, and makes a lead when the student talks', async () => {
    const call = aCall();
    const parties = { direction: 'click_to_call', call_to_number: `91${call.student}`, caller_id_number: `+91${DID}` };
    await call.send({ ...parties, answer_agent_number: `+91${ASHA}`, call_status: 'Answered by agent' });
    const { id, lead } = await call.shown(({ state }) => state === 'ringing');
    expect(lead).toBeNull();
    await cardIn(ofAsha, id, 'open');
    // No call_id, and the agent as an object: joined by number and counsellor.
    await smartflo.post('events', {
      ...parties,
      answered_agent_number: { follow_me_number: `+91${ASHA}`, id: '0507330050011' },
      call_status: 'Answered by customer',
    });
    await cardIn(ofAsha, id, 'answered');
    await call.send({
      ...parties,
      direction: 'clicktocall',
      call_status: 'answered',
      outbound_sec: '30',
      end_stamp: ist(),
      answered_agent: agent(ASHA),
    });
    expect(await call.shown()).toMatchObject({
      direction: 'outbound',
      outcome: 'answered',
      talkSeconds: 30,
      counsellor: { name: 'Asha Rao' },
      lead: { name: '' },
    });
  });
});

describe('the door of the native endpoints', () => {
  test('knows endpoints, methods and tokens', async () => {
    const at = async (path: string, method = 'POST') => {
      const { status, body, headers } = await ask(
        `${stage.url}/vendors/${path}`,
        method,
        method === 'POST' ? { call_id: 'x' } : undefined,
      );
      return [status, body.message, headers.get('allow')];
    };
    expect(await at(`tatatel/${smartflo.token}/nothing`)).toEqual([404, 'Endpoint Not Found', null]);
    expect(await at(`vonage/${smartflo.token}/events`)).toEqual([404, 'Vendor Not Found', null]);
    expect(await at(`tatatel/${smartflo.token}/events`, 'PUT')).toEqual([405, 'Method Not Allowed', 'GET, POST']);
    expect(await at(`exotel/${smartflo.token}/status`)).toEqual([401, 'Invalid Secret Key', null]);
    expect(await at(`tatatel/${'0'.repeat(32)}/events`)).toEqual([401, 'Invalid Secret Key', null]);
    expect((await ask(smartflo.url('events'), 'POST', '[1]')).status).toBe(400);
    expect((await ask(smartflo.url('events'), 'POST', `"${'x'.repeat(300_000)}"`)).status).toBe(413);
  });

  test('lets in the addresses that are allowed', async () => {
    await smartflo.configure({ allowedAddresses: ['203.0.113.0/24'] });
    expect((await smartflo.post('events', { call_id: 'x' })).body).toMatchObject({ message: 'Address Not Allowed' });
    await smartflo.configure({ allowedAddresses: [] });
  });

  test('keeps what came, without the token, and takes it again only where it made nothing', async () => {
    const call = aCall();
    await smartflo.configure({ inbound: { enabled: false } });
    expect((await call.dials(ASHA)).status).toBe(200);
    await smartflo.configure({ inbound: { enabled: true } });
    const admin = await stage.admin();
    const { body } = await admin.call('GET', `/v1/telephony-logs?search=${call.callId}`);
    expect(body.items).toMatchObject([{ endpoint: 'events', outcome: 'inbound_disabled', callId: null }]);
    const replay = async () => (await admin.call('POST', `/v1/telephony-logs/${body.items[0].id}/replay`)).body;
    expect(await replay()).toMatchObject({ taken: true, outcome: 'taken' });
    expect(await replay()).toMatchObject({ taken: false, outcome: 'taken' });
    expect((await call.shown(({ offers }) => offers.length === 1)).offers).toHaveLength(1);
    const logs = JSON.stringify((await admin.call('GET', '/v1/telephony-logs?limit=200')).body);
    expect(logs).not.toContain(smartflo.token);
    expect(stage.logged.join('')).not.toContain(smartflo.token);
  });
});
