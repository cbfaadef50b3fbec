import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { demo } from '../../dev/demo-data.ts';
import type { Child } from '../../dev/process/child.ts';
import { crash, openPlant, type Plant } from '../resilience/plant.ts';
import { ask, eventually, type Answer } from '../spine/stage.ts';
import { startKnowlarityExchange, type KnowlarityExchange } from './knowlarity-exchange.ts';
import { ist } from './native-line.ts';

let plant: Plant;
let exchange: KnowlarityExchange;
let cookie: string;
let worker: Child | undefined;

const api = async (method: string, path: string, body?: unknown): Promise<Answer> =>
  await ask(`${plant.apiUrl}${path}`, method, body, { cookie });
const callsOf = async (uuid: string): Promise<Answer['body'][]> =>
  (await api('GET', `/v1/calls?search=${uuid}`)).body.items;
const did = `+91${demo.did.number}`;

beforeAll(async () => {
  [plant, exchange] = await Promise.all([
    openPlant({ variables: { SHUTDOWN_GRACE_SECONDS: '300' } }),
    startKnowlarityExchange(),
  ]);
  await plant.start('api');
  const { headers } = await ask(`${plant.apiUrl}/v1/session`, 'POST', {
    email: demo.admin.email,
    password: demo.password,
  });
  cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
  await api('PUT', '/v1/settings/telephony/knowlarity', {
    enabled: true,
    inbound: { enabled: true },
    authenticationKey: 'authorization',
    vendorSettings: { apiUrl: exchange.url, streamUrl: exchange.url, accessKey: 'access', streamKey: 'key' },
  });
});
afterAll(async () => {
  await plant.close();
  await exchange.stop();
});

test('a reader that is killed is followed by another, and no call is lost or doubled', async () => {
  const first = await plant.start('worker');
  await exchange.untilOpen();
  const heard = {
    type: 'CDR',
    uuid: 'heard-1',
    Call_Type: 'Incoming',
    call_duration: 5,
    dispnumber: did,
    caller_id: '+919700000001',
  };
  exchange.send(heard);
  await eventually(async () => ((await callsOf('heard-1')).length === 1 ? true : null));

  await crash(first);
  await exchange.untilOpen(0);
  const object = (uuid: string, customer_number: string) => ({
    uuid,
    customer_number,
    agent_number: 'Call Missed',
    knowlarity_number: did,
    start_time: `${ist(5)}+05:30`,
    call_duration: 0,
    business_call_type: 'Missed Call',
  });
  exchange.log = [object('heard-1', '+919700000001'), object('while-away', '+919700000002')];
  worker = await plant.start('worker');
  await exchange.untilOpen();

  const [missed] = await eventually(async () => {
    const found = await callsOf('while-away');
    return found[0]?.state === 'ended' ? found : null;
  });
  expect(missed).toMatchObject({ outcome: 'abandoned', source: 'reconciled' });
  exchange.send(heard);
  exchange.send({ ...heard, uuid: 'after', caller_id: '+919700000003' });
  await eventually(async () => ((await callsOf('after')).length === 1 ? true : null));
  expect(await callsOf('heard-1')).toHaveLength(1);
});

test('a worker that is told to stop leaves its streams at once', async () => {
  // A stream left to itself would hold it for the grace, and it would be killed.
  expect(await worker?.stop()).toEqual({ code: 0, signal: null });
  expect(exchange.open).toEqual([]);
});
