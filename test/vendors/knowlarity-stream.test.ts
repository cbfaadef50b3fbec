import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { readable } from '../resilience/readable.ts';
import { eventually, openStage, type Answer, type Stage } from '../spine/stage.ts';
import { ASHA, BILAL, RIYA } from '../spine/vendor-call.ts';
import { startKnowlarityExchange, type KnowlarityExchange } from './knowlarity-exchange.ts';
import { ist, nativeLine, SAME_NUMBERS, somebody, type NativeLine } from './native-line.ts';

const DID = '8047100100';
let stage: Stage;
let exchange: KnowlarityExchange;
let knowlarity: NativeLine;
let ofAsha: EventSourceClient;
let ofBilal: EventSourceClient;

beforeAll(async () => {
  [stage, exchange] = await Promise.all([openStage(), startKnowlarityExchange()]);
  knowlarity = await nativeLine(stage, 'knowlarity');
  await knowlarity.agents(SAME_NUMBERS);
  ofAsha = (await stage.signIn('asha@demo.test')).stream();
  ofBilal = (await stage.signIn('bilal@demo.test')).stream();
  await Promise.all([ofAsha.count(1), ofBilal.count(1)]);
  await knowlarity.configure({
    authenticationKey: 'authorization',
    vendorSettings: {
      apiUrl: exchange.url,
      streamUrl: exchange.url,
      accessKey: 'access',
      streamKey: 'key-1',
      srNumber: '08790000001',
    },
  });
});
afterAll(async () => {
  await stage.close();
  await exchange.stop();
});

beforeEach(async () => {
  exchange.refuseWith = null;
  await exchange.untilOpen();
});

/** One call as the stream tells it. */
function aCall(student = somebody(), did = DID) {
  const uuid = randomUUID();
  const said = {
    uuid,
    call_direction: 'Inbound',
    business_call_type: 'Call Group',
    customer_number: `+91${student}`,
    knowlarity_number: `+91${did}`,
  };
  const send = (event_type: string, agent: string, more: object = {}): void => {
    exchange.send({ ...said, event_type, agent_number: `+91${agent}`, Event_Date_Local: ist(), ...more });
  };
  const record = (agent: string, seconds: number) => ({
    uuid,
    customer_number: `+91${student}`,
    agent_number: `+91${agent}`,
    knowlarity_number: `+91${did}`,
    start_time: `${ist(30)}+05:30`,
    call_duration: seconds,
    business_call_type: 'Call Group',
    call_recording: '',
  });
  return {
    uuid,
    send,
    record,
    ends: (agent: string, seconds: number) =>
      exchange.send({
        type: 'CDR',
        uuid,
        Call_Type: 'Incoming',
        call_duration: seconds,
        dispnumber: `+91${did}`,
        caller_id: `+91${student}`,
        agent_number: `+91${agent}`,
      }),
    shown: async (fits?: (call: Answer['body']) => boolean) => await stage.call(uuid, fits),
  };
}

const health = async (): Promise<Answer['body']> => {
  const { body } = await (await stage.admin()).call('GET', '/v1/settings/health');
  return body.streams[0];
};
const cardOf = async (stream: EventSourceClient, callId: string, state: string) =>
  await stream.message(({ event, data }) => event === 'popup' && data['callId'] === callId && data['state'] === state);
const cardsOf = (stream: EventSourceClient, callId: string): number =>
  new Set(
    stream.received.flatMap(({ event, data }) => (event === 'popup' && data['callId'] === callId ? [data['id']] : [])),
  ).size;

describe('live events', () => {
  test('are asked for with the key in the path, after the numbers were registered', async () => {
    expect(exchange.open).toEqual(['key-1']);
    expect([...exchange.registered].toSorted()).toEqual([`+91${DID}`, '+918790000001'].toSorted());
    expect(await health()).toMatchObject({
      vendor: 'knowlarity',
      state: 'open',
      problem: null,
      text: 'Live events are read.',
    });
  });

  test('of a ring show the card while it rings, the record of the call is final', async () => {
    const call = aCall(RIYA);
    call.send('ORIGINATE', '');
    call.send('AGENT_CALL', ASHA);
    const { id } = await call.shown(() => true);
    const card = await cardOf(ofAsha, id, 'open');
    expect(card.data['lead']).toMatchObject({ name: 'Riya Sharma' });
    call.send('AGENT_ANSWER', ASHA);
    call.send('BRIDGE', ASHA);
    await cardOf(ofAsha, id, 'answered');
    call.ends(ASHA, 42);
    expect(await call.shown()).toMatchObject({
      outcome: 'answered',
      talkSeconds: 42,
      source: 'events',
      vendorCallId: call.uuid,
      counsellor: { name: 'Asha Rao' },
      offers: [{ result: 'answered' }],
    });
    expect(cardsOf(ofAsha, id)).toBe(1);
  });

  test('without a ring show the card when the call is bridged', async () => {
    const call = aCall();
    call.send('BRIDGE', ASHA);
    const { id } = await call.shown(() => true);
    await cardOf(ofAsha, id, 'answered');
    call.ends(ASHA, 5);
    await call.shown();
  });

  test('of a hunt show each card in turn, and a call nobody took is missed', async () => {
    const call = aCall();
    call.send('AGENT_CALL', ASHA);
    const { id } = await call.shown(({ offers }) => offers.length === 1);
    await cardOf(ofAsha, id, 'open');
    call.send('HANGUP', ASHA, { leg_identifier: 'agent' });
    call.send('AGENT_CALL', BILAL);
    await cardOf(ofAsha, id, 'withdrawn');
    await cardOf(ofBilal, id, 'open');
    exchange.send({
      type: 'CDR',
      uuid: call.uuid,
      Call_Type: 'Incoming',
      business_call_type: 'Missed Call',
      call_duration: 0,
      dispnumber: `+91${DID}`,
      agent_number: 'Call Missed',
    });
    expect(await call.shown()).toMatchObject({
      outcome: 'missed',
      offers: [{ result: 'missed' }, { result: 'missed' }],
    });
  });

  test('told twice are one, and each is kept in the log', async () => {
    const call = aCall();
    for (const _ of [1, 2]) call.send('AGENT_CALL', ASHA);
    for (const _ of [1, 2]) call.ends(ASHA, 7);
    expect(await call.shown()).toMatchObject({ talkSeconds: 7, offers: [{}] });
    const kept = await eventually(async () => {
      const { body } = await (
        await stage.admin()
      ).call('GET', `/v1/telephony-logs?endpoint=stream&search=${call.uuid}`);
      return body.items.length === 4 ? body.items : null;
    });
    expect(kept.map(({ outcome }: { outcome: string }) => outcome).toSorted()).toEqual([
      'repeat',
      'repeat',
      'taken',
      'taken',
    ]);
  });

  test('of other accounts, and what is no event, are left alone', async () => {
    const other = aCall(somebody(), '8011111111');
    other.send('AGENT_CALL', '9000000099');
    other.ends('9000000099', 30);
    exchange.send({ event_type: 'PING' });
    const ours = aCall();
    ours.ends(ASHA, 3);
    await ours.shown();
    const { body } = await (await stage.admin()).call('GET', `/v1/calls?search=${other.uuid}`);
    expect(body.items).toEqual([]);
    const { body: kept } = await (await stage.admin()).call('GET', `/v1/telephony-logs?search=${other.uuid}`);
    expect(kept.items).toEqual([]);
  });
});

describe('a stream that is cut', () => {
  test('comes back, and what it missed is made up for from the call log, nothing twice', async () => {
    const [during, missed, known] = [aCall(), aCall(), aCall()];
    known.send('AGENT_CALL', ASHA);
    known.ends(ASHA, 9);
    during.send('AGENT_CALL', ASHA);
    await Promise.all([known.shown(), during.shown(({ offers }) => offers.length === 1)]);
    exchange.log = [
      known.record(ASHA, 9),
      during.record(ASHA, 20),
      missed.record(BILAL, 11),
      aCall(somebody(), '8011111111').record('9000000099', 5),
    ];
    exchange.cut();
    await exchange.untilOpen(0);
    await exchange.untilOpen();
    expect(await missed.shown()).toMatchObject({
      outcome: 'answered',
      talkSeconds: 11,
      source: 'reconciled',
      counsellor: { name: 'Bilal Khan' },
    });
    expect(await during.shown()).toMatchObject({ outcome: 'answered', talkSeconds: 20, source: 'reconciled' });
    expect(await known.shown()).toMatchObject({ talkSeconds: 9, source: 'events', offers: [{}] });
    const { body } = await (await stage.admin()).call('GET', `/v1/calls?search=${known.uuid}`);
    expect(body.items).toHaveLength(1);
    exchange.log = [];
  });

  test('and refused is tried again after longer and longer pauses, as the health page says', async () => {
    const before = exchange.asked.length;
    exchange.refuseWith = 503;
    exchange.cut();
    const waiting = await eventually(async () => {
      const stream = await health();
      return exchange.asked.length >= before + 3 && stream.state === 'waiting' ? stream : null;
    });
    expect(waiting).toMatchObject({ problem: 'vendor_error' });
    const [first = 0, second = 0, third = 0] = exchange.asked.slice(before).map(({ at }) => at);
    expect(third - second).toBeGreaterThan((second - first) * 1.1);
    exchange.refuseWith = null;
    // Whoever changes the account does not want to wait.
    await knowlarity.configure({ vendorSettings: { callerId: '08790000001' } });
    await exchange.untilOpen();
    await eventually(async () => ((await health()).state === 'open' ? true : null));
  });
});

describe('an account', () => {
  test('that is changed, by whichever process, is read anew with what was changed', async () => {
    await knowlarity.configure({ vendorSettings: { streamKey: 'key-2' } });
    await eventually(async () => await Promise.resolve(exchange.open.join() === 'key-2' ? true : null));
  });

  test('that is switched off is read no more, and again once it is switched on', async () => {
    await knowlarity.configure({ enabled: false });
    await exchange.untilOpen(0);
    expect(await health()).toBeUndefined();
    await knowlarity.configure({ enabled: true });
    await exchange.untilOpen();
    const call = aCall();
    call.ends(ASHA, 4);
    await call.shown();
  });
});

test('the workflow’s history knows nothing of calls, numbers or keys', async () => {
  const call = aCall();
  call.send('AGENT_CALL', ASHA);
  await call.shown(({ offers }) => offers.length === 1);
  const connection = await Connection.connect({ address: stage.temporalAddress });
  const { workflow } = new Client({ connection, namespace: stage.namespace });
  const history = await workflow.getHandle('stream-100-knowlarity').fetchHistory();
  await connection.close();
  const told = readable(history);
  expect(told).toContain('knowlarity');
  for (const secret of ['key-1', 'key-2', 'authorization', 'access"', call.uuid, ASHA, DID])
    expect(told).not.toContain(secret);
  expect(stage.logged.join('\n')).not.toMatch(/key-[12]/);
});
