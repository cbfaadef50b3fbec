import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { sql } from 'slonik';
import { z } from 'zod';
import { callId, noRows } from '../../db/columns.ts';
import { demo } from '../../dev/demo-data.ts';
import type { Child } from '../../dev/process/child.ts';
import { callWorkflowId } from '../../domain/call/messages.ts';
import { startTatatelExchange, type TatatelExchange } from '../../simulator/tatatel/server.ts';
import { crash, openPlant, type Plant } from '../resilience/plant.ts';
import { ask, eventually } from '../spine/stage.ts';

/** As Temporal numbers it (temporal.api.enums.v1.TimeoutType). */
const HEARTBEAT = 4;

let plant: Plant;
let vendor: TatatelExchange;
let api: Child;
let worker: Child;
let asha: string;
beforeAll(async () => {
  [plant, vendor] = await Promise.all([openPlant(), startTatatelExchange()]);
  api = await plant.start('api');
  const admin = await signIn(demo.admin.email);
  const { email, password } = vendor.exchange.options;
  await ask(
    `${plant.apiUrl}/v1/settings/telephony/tatatel`,
    'PUT',
    { vendorSettings: { apiUrl: vendor.url, email, password } },
    { cookie: admin },
  );
  asha = await signIn('asha@demo.test');
});
afterAll(async () => {
  await plant.close();
  await vendor.stop();
});

async function signIn(email: string): Promise<string> {
  const { headers } = await ask(`${plant.apiUrl}/v1/session`, 'POST', { email, password: demo.password });
  return headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

async function click(name: string): Promise<string> {
  const { body } = await ask(`${plant.apiUrl}/v1/leads?search=${name}`, 'GET', undefined, { cookie: asha });
  const { status, body: clicked } = await ask(
    `${plant.apiUrl}/v1/calls`,
    'POST',
    { leadId: body.items[0].id, via: 'cloud' },
    { cookie: asha, 'idempotency-key': randomUUID() },
  );
  expect(status).toBe(202);
  return clicked.call.id;
}

const dials = () => vendor.exchange.requests.filter(({ path }) => path === '/v1/click_to_call').length;
const factRow = z.object({ kind: z.string() });
const facts = async (id: string) =>
  await plant.db.anyFirst(sql.type(factRow)`select kind from fact where call_id = ${id} order by seq`);

const endedRow = z.object({ outcome: z.string().nullable(), talk: z.number().nullable() });
const ended = async (id: string) =>
  await eventually(async () => {
    const call = await plant.db.one(
      sql.type(endedRow)`select outcome, talk_seconds as talk from call where id = ${id}`,
    );
    return call.outcome === null ? null : call;
  });

test('a worker that dies between asking the vendor and its answer never has it dial twice', async () => {
  worker = await plant.start('worker');
  vendor.exchange.failNext('silence', 1, '/v1/click_to_call');
  const id = await click('Riya');
  await eventually(async () => (dials() === 1 ? true : null));
  await crash(worker);
  worker = await plant.start('worker');
  expect(await facts(id)).toContain('dial_sent');
  expect(await facts(id)).not.toContain('dial_unclear');

  // 40 s later nobody waits for that answer any more; the exchange has a record of the call.
  const now = Date.now();
  vendor.exchange.addRecord({
    callId: 'rang all the same',
    direction: 'outbound',
    customer: '+919812345670',
    did: '+918047100100',
    status: 'answered',
    agent: '+919990947416',
    answeredSeconds: 7,
    startedAt: now - 45_000,
    endedAt: now - 30_000,
  });
  await plant.db.query(
    sql.type(noRows)`update fact set received_at = received_at - interval '41 seconds' where call_id = ${id}`,
  );
  await ask(`${plant.apiUrl}/v1/calls/${id}/notes`, 'POST', { text: 'Did it ring?' }, { cookie: asha });
  expect(await ended(id)).toEqual({ outcome: 'answered', talk: 7 });
  expect(dials()).toBe(1);
});

test('a click is dialled once though the API dies as soon as it has answered', async () => {
  const before = dials();
  const id = await click('Kabir');
  await crash(api);
  await eventually(async () => ((await facts(id)).includes('dial_accepted') ? true : null));
  expect(dials()).toBe(before + 1);
  expect((await facts(id)).filter((kind) => kind === 'dial_sent')).toHaveLength(1);
});

test('a worker that dies while it asks for a record is missed by its silence, and another asks', async () => {
  const connection = await Connection.connect({ address: plant.temporalAddress });
  const { workflow } = new Client({ connection, namespace: plant.namespace });
  api = await plant.start('api');
  await ask(
    `${plant.apiUrl}/v1/settings/telephony/tatatel`,
    'PUT',
    { times: { callBackSeconds: 1 } },
    { cookie: await signIn(demo.admin.email) },
  );
  vendor.exchange.failNext('silence', 1, '/v1/live_calls');
  const asked = () => vendor.exchange.requests.filter(({ path }) => path === '/v1/live_calls').length;
  const before = asked();
  await ask(`${plant.apiUrl}/webhooks/v1/${plant.token}/ivrCallNotification`, 'POST', {
    call_id: 'asked twice',
    applicant_no: '9848000077',
    agent_no: '9990947416',
  });
  await eventually(async () => (asked() > before ? true : null));
  await crash(worker);
  worker = await plant.start('worker');
  const id = await plant.db.oneFirst(
    sql.type(z.object({ id: callId }))`select id from call where vendor_call_id = 'asked twice'`,
  );
  const failure = await eventually(async () => {
    const { pendingActivities } = (await workflow.getHandle(callWorkflowId(id)).describe()).raw;
    return pendingActivities?.[0]?.lastFailure?.timeoutFailureInfo ?? null;
  });
  expect(failure.timeoutType).toBe(HEARTBEAT);
  await connection.close();
});
