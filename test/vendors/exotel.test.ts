import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { openStage, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, BILAL, cardIn, cardsIn } from '../spine/vendor-call.ts';
import { exotelCall } from './exotel-call.ts';
import { ist, nativeLine, SAME_NUMBERS, somebody, type NativeLine } from './native-line.ts';

let stage: Stage;
let exotel: NativeLine;
let asha: Person;
let ofAsha: EventSourceClient;
let ofBilal: EventSourceClient;
beforeAll(async () => {
  stage = await openStage();
  exotel = await nativeLine(stage, 'exotel');
  await exotel.agents(SAME_NUMBERS);
  asha = await stage.signIn('asha@demo.test');
  ofAsha = asha.stream();
  ofBilal = (await stage.signIn('bilal@demo.test')).stream();
  await Promise.all([ofAsha.count(1), ofBilal.count(1)]);
});
afterAll(async () => {
  await stage.close();
});

const aCall = (student?: string) => exotelCall(stage, exotel, student);

describe('a call', () => {
  test('shows a card while an agent is “busy”, takes it away when they are “free”, and leaves it to the one who answers', async () => {
    const call = aCall();
    await call.rings(ASHA);
    const { id } = await call.shown(({ offers }) => offers.length === 1);
    await cardIn(ofAsha, id, 'open');
    await call.releases(ASHA);
    await cardIn(ofAsha, id, 'withdrawn');
    expect(await call.shown(() => true)).toMatchObject({ state: 'ringing', outcome: null });
    await call.rings(BILAL);
    await cardIn(ofBilal, id, 'open');
    await call.answers(BILAL);
    await cardIn(ofBilal, id, 'answered');
    await call.releases(BILAL);
    await call.passes({
      DialCallStatus: 'completed',
      CallType: 'completed',
      DialWhomNumber: `0${BILAL}`,
      DialCallDuration: '40',
      'Legs[0][Number]': `0${ASHA}`,
      'Legs[0][OnCallDuration]': '0',
      'Legs[0][CauseCode]': 'RING_TIMEOUT',
      'Legs[1][Number]': `0${BILAL}`,
      'Legs[1][OnCallDuration]': '33',
    });
    expect(await call.shown()).toMatchObject({
      outcome: 'answered',
      talkSeconds: 33,
      counsellor: { name: 'Bilal Khan' },
      flags: ['time_implausible'],
      offers: [
        { counsellor: { name: 'Asha Rao' }, result: 'missed' },
        { counsellor: { name: 'Bilal Khan' }, result: 'answered' },
      ],
    });
    expect(cardsIn(ofBilal, id).map(({ state }) => state)).toEqual(['open', 'answered']);
  });

  test('shows no card for a ring whose own stamp is older than the ring time, nor for one released before we heard of it', async () => {
    const late = aCall();
    await late.rings(ASHA, { CurrentTime: ist(120) });
    const { id } = await late.shown(({ offers }) => offers.length === 1);
    const crossed = aCall();
    await crossed.releases(ASHA);
    await crossed.rings(ASHA);
    const { id: other } = await crossed.shown(({ offers }) => offers.length === 1);
    const next = aCall();
    await next.rings(ASHA);
    await cardIn(ofAsha, (await next.shown(({ offers }) => offers.length === 1)).id, 'open');
    expect([...cardsIn(ofAsha, id), ...cardsIn(ofAsha, other)]).toEqual([]);
  });

  test('rings on with the next Connect after one that reached nobody', async () => {
    const call = aCall();
    await call.rings(ASHA);
    await call.passes({
      DialCallStatus: 'no-answer',
      CallType: 'incomplete',
      DialWhomNumber: `0${ASHA}`,
      DialCallDuration: '0',
    });
    expect(await call.shown()).toMatchObject({ outcome: 'missed' });
    await call.rings(BILAL);
    const { id } = await call.shown(({ state }) => state === 'ringing');
    await cardIn(ofBilal, id, 'open');
    await call.passes({
      DialCallStatus: 'completed',
      CallType: 'completed',
      DialWhomNumber: `0${BILAL}`,
      'Legs[0][Number]': `0${BILAL}`,
      'Legs[0][OnCallDuration]': '12',
    });
    expect(await call.shown()).toMatchObject({ outcome: 'answered', talkSeconds: 12 });
  });

  test('is abandoned when only the menu was heard, missed when the caller left while it rang, voicemail with a message', async () => {
    const menu = aCall();
    await menu.passes({ CallType: 'completed', DialCallStatus: 'null', DialCallDuration: '0' });
    expect(await menu.shown()).toMatchObject({
      outcome: 'abandoned',
      talkSeconds: 0,
      flags: expect.arrayContaining(['answered_by_menu']),
    });
    const left = aCall();
    await left.rings(ASHA);
    await left.passes({ CallType: 'client-hangup', DialCallStatus: 'canceled', DialWhomNumber: `0${ASHA}` });
    expect(await left.shown()).toMatchObject({ outcome: 'missed', offers: [{ result: 'missed' }] });
    const message = aCall();
    await message.passes({ CallType: 'voicemail', RecordingUrl: 'https://recordings.exotel.com/1.mp3' });
    expect((await message.shown()).outcome).toBe('voicemail');
  });

  test('keeps its counsellor when a later update lacks them, and takes the talk that comes later', async () => {
    const call = aCall();
    const whole = { DialCallStatus: 'completed', CallType: 'completed' };
    await call.passes({ ...whole, DialWhomNumber: `0${ASHA}`, 'Legs[0][Number]': 'null', DialCallDuration: 'null' });
    expect(await call.shown()).toMatchObject({
      counsellor: { name: 'Asha Rao' },
      talkSeconds: null,
      flags: expect.arrayContaining(['no_duration']),
    });
    const { status } = await exotel.post('status', {
      CallSid: call.CallSid,
      EventType: 'terminal',
      Status: 'completed',
      ConversationDuration: 21,
    });
    expect(status).toBe(200);
    expect(await call.shown(({ talkSeconds }) => talkSeconds !== null)).toMatchObject({
      counsellor: { name: 'Asha Rao' },
      talkSeconds: 21,
      outcome: 'answered',
    });
  });

  test('is one call though its dial event has no CallSid', async () => {
    const call = aCall();
    await call.rings(ASHA, { CallSid: 'null' });
    await call.passes({
      DialCallStatus: 'completed',
      CallType: 'completed',
      DialWhomNumber: `0${ASHA}`,
      'Legs[0][Number]': `0${ASHA}`,
      'Legs[0][OnCallDuration]': '8',
    });
    expect(await call.shown()).toMatchObject({
      talkSeconds: 8,
      flags: expect.arrayContaining(['no_call_id']),
      offers: [{ result: 'answered' }],
    });
    const { body } = await asha.call('GET', `/v1/calls?search=${call.student}`);
    expect(body.items).toHaveLength(1);
  });

  test('is told by a status callback of four fields, of a form, and by one that is empty not at all', async () => {
    const call = aCall();
    await call.rings(ASHA);
    const form = new URLSearchParams({
      CallSid: call.CallSid,
      DateUpdated: ist(),
      Status: 'no-answer',
      RecordingUrl: '',
    });
    const answer = await fetch(exotel.url('status'), { method: 'POST', body: form });
    expect([answer.status, await answer.json()]).toEqual([200, { status: 1, message: 'Accepted' }]);
    expect(await call.shown()).toMatchObject({ outcome: 'missed' });
    expect((await fetch(exotel.url('status'), { method: 'POST' })).status).toBe(200);
  });

  test('that Exotel placed for somebody else’s tool is outbound and counts', async () => {
    const student = somebody();
    await exotel.post('status', {
      CallSid: 'outbound 1',
      EventType: 'terminal',
      Status: 'completed',
      From: `0${ASHA}`,
      To: `0${student}`,
      PhoneNumberSid: '08047100100',
      Direction: 'outbound-api',
      StartTime: ist(60),
      EndTime: ist(),
      ConversationDuration: 41,
      Legs: [
        { OnCallDuration: 60, Status: 'completed' },
        { OnCallDuration: 41, Status: '' },
      ],
    });
    expect(await stage.call('outbound 1')).toMatchObject({
      direction: 'outbound',
      outcome: 'answered',
      talkSeconds: 41,
      number: `+91${student}`,
      counsellor: { name: 'Asha Rao' },
    });
  });
});
