import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { demo } from '../../dev/demo-data.ts';
import { crash, openPlant, type Plant } from '../resilience/plant.ts';
import { ask, eventually } from '../spine/stage.ts';
import { openReceiver, verified, type Receiver } from './webhook-receiver.ts';

let plant: Plant;
let receiver: Receiver;
beforeAll(async () => {
  [plant, receiver] = await Promise.all([openPlant(), openReceiver()]);
});
afterAll(async () => {
  await plant.close();
  await receiver.stop();
});

test('a worker that dies between sending and noting it sends it again under the same id, and nothing is lost', async () => {
  const [worker] = await Promise.all([plant.start('worker'), plant.start('api')]);
  const { headers } = await ask(`${plant.apiUrl}/v1/session`, 'POST', {
    email: demo.admin.email,
    password: demo.password,
  });
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const api = async (method: string, path: string, body?: unknown) =>
    await ask(`${plant.apiUrl}${path}`, method, body, { cookie });
  const { body: hook } = await api('POST', '/v1/settings/webhooks', {
    url: `${receiver.url}/hook`,
    events: ['lead.created'],
  });

  // It has the message and does not answer: the worker can note nothing.
  receiver.answers('/hook', () => undefined);
  await api('POST', '/v1/leads', { name: 'Told Twice', phones: [{ number: '9700044444' }] });
  await receiver.received('/hook', 'lead.created');
  await crash(worker);
  receiver.answers('/hook', (response) => void response.writeHead(204).end());
  await plant.start('worker');

  const [first, second] = await receiver.received('/hook', 'lead.created', 2);
  expect(second?.id).toBe(first?.id);
  for (const message of [first, second]) expect(message && verified(message, hook.secret)).toEqual(message?.body);
  await eventually(async () => {
    const states = await plant.db.anyFirst(
      sql.type(z.object({ state: z.string() }))`select state from webhook_delivery`,
    );
    return states.every((state) => state === 'delivered') ? states : null;
  });
  expect(receiver.messages).toHaveLength(2);
});
