import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, openStage, type Answer, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, BILAL, RIYA } from '../spine/vendor-call.ts';
import { exotelCall } from './exotel-call.ts';
import { nativeLine, SAME_NUMBERS, somebody, type NativeLine } from './native-line.ts';

let stage: Stage;
let exotel: NativeLine;
let asha: Person;
beforeAll(async () => {
  stage = await openStage();
  exotel = await nativeLine(stage, 'exotel');
  await exotel.agents(SAME_NUMBERS);
  asha = await stage.signIn('asha@demo.test');
});
afterAll(async () => {
  await stage.close();
});

const aCall = (student?: string) => exotelCall(stage, exotel, student);

describe('whom to ring', () => {
  test('is told to a Connect applet as JSON, with how long to ring and talk', async () => {
    await exotel.configure({ vendorSettings: { callerId: '08047100100' } });
    const { status, body } = await exotel.get('connect', aCall(RIYA).parties);
    expect([status, body]).toEqual([
      200,
      {
        fetch_after_attempt: false,
        destination: { numbers: [ASHA] },
        outgoing_phone_number: '08047100100',
        record: true,
        max_ringing_duration: 45,
        max_conversation_duration: 7200,
        parallel_ringing: { activate: false },
      },
    ]);
    expect((await exotel.get('connect', aCall().parties)).body).toEqual({ destination: { numbers: [] } });
    expect((await exotel.get('connect', {})).body).toEqual({ destination: { numbers: [] } });
  });

  test('is told to Dial Whom as plain text, in ringing order', async () => {
    const { body: lead } = await asha.call('GET', '/v1/leads?search=Riya');
    const { body: people } = await (await stage.admin()).call('GET', '/v1/settings/counsellors');
    const owners = ['Bilal Khan', 'Asha Rao'].map(
      (name) => people.items.find((one: { name: string }) => one.name === name).id,
    );
    await asha.call('PATCH', `/v1/leads/${lead.items[0].id}`, { owners });
    const { status, headers, body } = await exotel.get('dial-whom', { Callfrom: `0${RIYA}`, CallTo: '08047100100' });
    expect([status, headers.get('content-type'), body]).toEqual([200, 'text/plain; charset=utf-8', `${BILAL},${ASHA}`]);
    const nobody = await exotel.get('dial-whom', { Callfrom: `0${somebody()}` });
    expect([nobody.status, nobody.body]).toEqual([200, '']);
    await asha.call('PATCH', `/v1/leads/${lead.items[0].id}`, { owners: owners.slice(1) });
  });

  test('is told to a Passthru by the status: 200 where somebody can be rung, 302 where nobody can', async () => {
    const at = async (number: string) =>
      await fetch(`${exotel.url('passthru')}?${new URLSearchParams(aCall(number).parties).toString()}`, {
        redirect: 'manual',
      });
    expect((await at(RIYA)).status).toBe(200);
    expect((await at(somebody())).status).toBe(302);
  });

  test('is nobody while inbound calling is off', async () => {
    await exotel.configure({ inbound: { enabled: false } });
    expect((await exotel.get('connect', aCall(RIYA).parties)).body).toEqual({ destination: { numbers: [] } });
    expect((await exotel.get('dial-whom', aCall(RIYA).parties)).body).toBe('');
    await exotel.configure({ inbound: { enabled: true } });
  });
});

describe('the door', () => {
  test('takes applets by GET alone', async () => {
    for (const endpoint of ['connect', 'dial-whom', 'passthru']) {
      const { status, headers } = await exotel.post(endpoint, {});
      expect([status, headers.get('allow')]).toEqual([405, 'GET']);
    }
  });

  test('answers nobody to a question, and 429 to an event, over the rate limit', async () => {
    const tight = await openStage({ worker: false, variables: { RATE_LIMIT: '1' } });
    const line = await nativeLine(tight, 'exotel');
    const wait = async (endpoint: string, is: (answer: Answer) => boolean) => {
      for (let tries = 0; tries < 20; tries += 1) {
        const answer = await ask(`${line.url(endpoint)}?CallSid=x`, 'GET');
        if (is(answer)) return answer;
      }
      throw new Error('never limited');
    };
    expect(await wait('popup', ({ status }) => status === 429)).toMatchObject({
      body: { message: 'Too many requests' },
    });
    expect(await wait('dial-whom', () => true)).toMatchObject({ status: 200, body: '' });
    await tight.close();
  });
});
