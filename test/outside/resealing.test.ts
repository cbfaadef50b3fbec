import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { startApi, type Api } from '../../api/compose.ts';
import { Environment } from '../../config/environment.ts';
import { createLog } from '../../config/log.ts';
import { sealedText } from '../../config/sealing.ts';
import { demo } from '../../dev/demo-data.ts';
import { startUpkeep } from '../../worker/upkeep.ts';
import type { Rounds } from '../../worker/rounds.ts';
import { ask, eventually, openStage, type Person, type Stage } from '../spine/stage.ts';
import { openReceiver, verified, type Receiver } from './webhook-receiver.ts';

const key = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
const [OLD, NEW] = [key('old'), key('new')];

let stage: Stage;
let receiver: Receiver;
let admin: Person;
const logged: string[] = [];
const log = createLog('test', 'info', { write: (line) => void logged.push(line) });
beforeAll(async () => {
  [stage, receiver] = await Promise.all([
    openStage({ worker: false, variables: { SECRET_KEYS: OLD } }),
    openReceiver(),
  ]);
  admin = await stage.admin();
});
afterAll(async () => {
  await stage.close();
  await receiver.stop();
});

const withKeys = (keys: string): Environment =>
  new Environment({
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: stage.databaseUrl,
    TEMPORAL_ADDRESS: stage.temporalAddress,
    TEMPORAL_NAMESPACE: stage.namespace,
    OUTBOUND_ALLOW: '127.0.0.1',
    SECRET_KEYS: keys,
  });

/** Has a worker with these keys see to it, until it has nothing left to do. */
async function upkeepWith(keys: string, untilDone: () => Promise<true | null>): Promise<void> {
  const rounds: Rounds = startUpkeep({ pool: stage.db, secretKeys: withKeys(keys).secretKeys, log, now: Date.now }, 1);
  await eventually(untilDone);
  await rounds.stop();
}

const sealedRow = z.object({ sealed: sealedText });
const sealedWith = async (): Promise<readonly string[]> => {
  const rows = await stage.db.any(sql.type(sealedRow)`
    select c.value as sealed from vendor_account a, jsonb_each(a.credentials) c
    union all select secret from webhook
    union all select previous_secret from webhook
    union all select client_secret from oidc_provider where client_secret is not null
  `);
  return rows.map(({ sealed }) => sealed.key);
};

test('after a new key was put in front everything is sealed with it, and the old one can be dropped', async () => {
  await admin.call('PUT', `/v1/settings/telephony/${demo.vendor}`, {
    authenticationKey: 'portal-key',
    vendorSettings: { email: 'desk@demo.test', password: 'portal-password' },
  });
  const { body: hook } = await admin.call('POST', '/v1/settings/webhooks', {
    url: `${receiver.url}/hook`,
    events: ['lead.created'],
  });
  const { body: rotated } = await admin.call('POST', `/v1/settings/webhooks/${hook.id}/rotate`, {
    overlapSeconds: 3600,
  });
  const provider = {
    enabled: true,
    issuer: 'https://login.quill.test',
    clientId: 'callthread',
    clientSecret: 'providers-secret',
  };
  expect((await admin.call('PUT', '/v1/settings/oidc', provider)).status).toBe(200);
  expect(await sealedWith()).toEqual(Array(5).fill('old'));

  await upkeepWith(`${NEW},${OLD}`, async () => ((await sealedWith()).every((id) => id === 'new') ? true : null));

  const api: Api = await startApi(withKeys(NEW), log);
  const { headers } = await ask(`${api.url}/v1/session`, 'POST', { email: demo.admin.email, password: demo.password });
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const { body: settings } = await ask(`${api.url}/v1/settings/telephony/${demo.vendor}`, 'GET', undefined, { cookie });
  expect(settings.authenticationKey).toBe('••••-key');
  expect(
    (await ask(`${api.url}/v1/settings/webhooks/${hook.id}/test`, 'POST', undefined, { cookie })).body,
  ).toMatchObject({ ok: true });
  const [message] = await receiver.received('/hook', 'webhook.test');
  for (const secret of [hook.secret, rotated.secret])
    expect(message && verified(message, secret)).toEqual(message?.body);
  await api.stop();
});

test('what no key opens is told to the operator, stays as it is, and keeps nothing else from being sealed', async () => {
  await upkeepWith(
    key('newer'),
    async () => await Promise.resolve(logged.some((line) => line.includes('open with none of SECRET_KEYS')) || null),
  );
  expect(await sealedWith()).toEqual(Array(5).fill('new'));
  expect(logged.join('\n')).not.toMatch(/portal-key|portal-password|providers-secret/);
});
