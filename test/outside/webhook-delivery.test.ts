import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { readable } from '../resilience/readable.ts';
import { openReceiver, subscribe, verified, type Receiver, type Subscribed } from './webhook-receiver.ts';
import { eventually, openStage, type Answer, type Person, type Stage } from '../spine/stage.ts';

let stage: Stage;
let receiver: Receiver;
let admin: Person;
beforeAll(async () => {
  // The published pauses are minutes and hours.
  [stage, receiver] = await Promise.all([openStage({ variables: { WEBHOOK_RETRY_SECONDS: '1,1,1' } }), openReceiver()]);
  admin = await stage.admin();
});
afterAll(async () => {
  await stage.close();
  await receiver.stop();
});

let leads = 0;
/** Something happens that every webhook here is told of. */
async function happens(): Promise<string> {
  leads += 1;
  const { body } = await admin.call('POST', '/v1/leads', {
    name: `Zenobia Quillfeather ${leads}`,
    phones: [{ number: `98${String(10_000_000 + leads)}` }],
  });
  return body.id;
}

const deliveries = async (query: string): Promise<Answer['body'][]> =>
  (await admin.call('GET', `/v1/settings/webhook-deliveries?${query}`)).body.items;
const deliveryOf = async ({ id }: Subscribed, fits: (delivery: Answer['body']) => boolean): Promise<Answer['body']> =>
  await eventually(async () => (await deliveries(`webhook=${id}`)).find(fits) ?? null);

test('an endpoint that is down is tried again after each pause, under the same id, until it is up', async () => {
  const hook = await subscribe(admin, receiver, ['lead.created']);
  receiver.answers(hook.path, (response) => void response.writeHead(500).end('secret words of the endpoint'));
  await happens();
  await receiver.received(hook.path, 'lead.created', 2);
  const waiting = await deliveryOf(hook, ({ attempts }) => attempts >= 1);
  expect(waiting).toMatchObject({
    state: 'pending',
    lastStatus: 500,
    lastProblem: 'answered_otherwise',
    event: 'lead.created',
  });
  receiver.answers(hook.path, (response) => void response.writeHead(200).end());
  const delivered = await deliveryOf(hook, ({ state }) => state === 'delivered');
  expect(delivered).toMatchObject({ lastStatus: 200, lastProblem: null, nextAttemptAt: null });
  const tries = await receiver.received(hook.path, 'lead.created');
  expect(new Set(tries.map(({ id }) => id))).toEqual(new Set([delivered.eventId]));
  for (const message of tries) expect(verified(message, hook.secret)).toEqual(message.body);
});

test('what is given up is on the list of the dead, and is sent again from there', async () => {
  const hook = await subscribe(admin, receiver, ['lead.created']);
  receiver.answers(hook.path, (response) => void response.writeHead(302, { location: '/elsewhere' }).end());
  const leadId = await happens();
  const dead = await deliveryOf(hook, ({ state }) => state === 'dead');
  expect(dead).toMatchObject({ attempts: 4, lastProblem: 'redirected', nextAttemptAt: null });
  expect(await deliveries(`state=dead&webhook=${hook.id}`)).toHaveLength(1);
  expect(receiver.messages.some(({ path }) => path === '/elsewhere')).toBe(false);

  receiver.answers(hook.path, (response) => void response.writeHead(204).end());
  const again = await admin.call('POST', `/v1/settings/webhook-deliveries/${dead.id}/redeliver`);
  expect(again).toMatchObject({ status: 202, body: { state: 'pending', attempts: 0 } });
  await deliveryOf(hook, ({ state }) => state === 'delivered');
  const tries = await receiver.received(hook.path, 'lead.created', 5);
  expect(tries.at(-1)).toMatchObject({ id: dead.eventId, body: { data: { id: leadId } } });
  for (const id of ['0199a000-0000-7000-8000-0000000000ff', 'x'])
    expect((await admin.call('POST', `/v1/settings/webhook-deliveries/${id}/redeliver`)).status).toBe(404);
});

test('an endpoint that says it is gone is left alone until somebody enables it again', async () => {
  const hook = await subscribe(admin, receiver, ['lead.created']);
  receiver.answers(hook.path, (response) => void response.writeHead(410).end());
  await happens();
  await deliveryOf(hook, ({ state, lastProblem }) => state === 'dead' && lastProblem === 'gone');
  const shown = await eventually(async () => {
    const { body } = await admin.call('GET', `/v1/settings/webhooks/${hook.id}`);
    return body.enabled ? null : body;
  });
  expect(shown.disabledReason).toBe('gone');
  const { body: audit } = await admin.call('GET', '/v1/audit');
  expect(audit.items[0]).toMatchObject({ action: 'webhook.disable', target: hook.id, by: null });
  await happens();
  expect(await deliveries(`webhook=${hook.id}`)).toHaveLength(1);

  receiver.answers(hook.path, (response) => void response.writeHead(204).end());
  expect((await admin.call('PUT', `/v1/settings/webhooks/${hook.id}`, { enabled: true })).body).toMatchObject({
    enabled: true,
    disabledReason: null,
  });
  const next = await happens();
  const told = await receiver.received(hook.path, 'lead.created', 2);
  expect(told.at(-1)?.body.data.id).toBe(next);
});

test('an endpoint that asks for patience is given it', async () => {
  const hook = await subscribe(admin, receiver, ['lead.created']);
  receiver.answers(hook.path, (response) => void response.writeHead(429, { 'retry-after': '3600' }).end());
  await happens();
  const { nextAttemptAt } = await deliveryOf(hook, ({ attempts }) => attempts === 1);
  expect(Date.parse(nextAttemptAt) - Date.now()).toBeGreaterThan(3_000_000);
});

test('an endpoint that hangs holds up no other, and is never sent more than five at once', async () => {
  const slow = await subscribe(admin, receiver, ['lead.created']);
  const quick = await subscribe(admin, receiver, ['lead.created']);
  const hanging: (() => void)[] = [];
  receiver.answers(slow.path, (response) => void hanging.push(() => response.writeHead(204).end()));
  for (let n = 0; n < 12; n += 1) await happens();
  // All of them are through at the one, while nothing has been answered at the other.
  await receiver.received(quick.path, 'lead.created', 12);
  await receiver.received(slow.path, 'lead.created', 5);
  const first = await receiver.received(slow.path, 'lead.created');
  expect(first).toHaveLength(5);
  receiver.answers(slow.path, (response) => void response.writeHead(204).end());
  for (const answer of hanging) answer();
  await receiver.received(slow.path, 'lead.created', 12);
  expect(
    Math.max(...receiver.messages.filter(({ path }) => path === slow.path).map(({ atOnce }) => atOnce)),
  ).toBeLessThanOrEqual(10);
});

test('Temporal is told ids alone: no address, no name, no number, nothing of what was sent', async () => {
  const hook = await subscribe(admin, receiver, ['lead.created']);
  await happens();
  await receiver.received(hook.path, 'lead.created');
  const connection = await Connection.connect({ address: stage.temporalAddress });
  const { workflow } = new Client({ connection, namespace: stage.namespace });
  const handle = workflow.getHandle(`outgoing-${hook.id}`);
  await handle.result();
  const told = readable(await handle.fetchHistory()) + readable((await handle.describe()).raw);
  await connection.close();
  expect(told).toContain(hook.id);
  for (const words of ['Zenobia', 'Quillfeather', receiver.url, hook.path, 'whsec_', '98100'])
    expect([words, told.includes(words)]).toEqual([words, false]);
  expect(JSON.stringify(stage.logged)).not.toContain(hook.path);
});
