import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Api } from '../../api/compose.ts';
import { ask, openStage, type Person, type Stage } from '../spine/stage.ts';

let stage: Stage;
let admin: Person;
let asha: Person;
let second: Api;
beforeAll(async () => {
  stage = await openStage({ worker: false });
  admin = await stage.admin();
  asha = await stage.signIn('asha@demo.test');
  second = await stage.anotherApi();
});
afterAll(async () => {
  await stage.close();
});

const role = '/v1/settings/permissions/counsellor';
/** What Asha gets from the process that the change was not made at. */
const there = async (path: string) => await ask(`${second.url}${path}`, 'GET', undefined, { cookie: asha.cookie });

/** Whether a stream at the other process ends within the contract's five seconds of a change. */
async function endsAfter(change: () => Promise<unknown>): Promise<boolean> {
  const response = await fetch(`${second.url}/v1/stream`, { headers: { cookie: asha.cookie } });
  const reader = response.body?.getReader();
  await reader?.read();
  await change();
  const late = setTimeout(() => void reader?.cancel('late'), 5000);
  const began = Date.now();
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read());
  clearTimeout(late);
  return Date.now() - began < 5000;
}

describe('a change of settings holds from the next request, at other API processes too', () => {
  test('of what a role grants', async () => {
    expect((await there('/v1/calls')).status).toBe(200);
    await admin.call('PUT', role, { grants: { call_logs: null } });
    expect((await there('/v1/calls')).status).toBe(403);
    await admin.call('PUT', role, { grants: { call_logs: 'all' } });
    expect((await there('/v1/calls')).status).toBe(200);
  });

  test('and the streams of whom it concerns end, wherever they are', async () => {
    expect(await endsAfter(async () => await admin.call('PUT', role, { grants: { full_numbers: null } }))).toBe(true);
    expect(
      await endsAfter(
        async () =>
          await admin.call('PUT', `/v1/settings/counsellors/${asha.id}/permissions`, {
            grants: { full_numbers: 'yes' },
          }),
      ),
    ).toBe(true);
  });

  test('of the institute’s zone', async () => {
    await admin.call('PUT', '/v1/settings/institute', { timeZone: 'Asia/Dubai' });
    expect((await there('/v1/session')).body.institute.timeZone).toBe('Asia/Dubai');
    await admin.call('PUT', '/v1/settings/institute', { timeZone: 'Asia/Kolkata' });
  });

  test('of a vendor, an agent number and a secret, for what vendors send', async () => {
    const popup = {
      applicant_no: '9812345670',
      agent_no: '9000000031',
      call_id: 'at-once',
      secret_key: 'demo-secret-key',
    };
    const send = async (body: object) =>
      await ask(`${second.url}/ivrCallNotification/100/tatatel`, 'POST', { ...popup, ...body });
    expect((await send({})).body).toMatchObject({ status: 0, message: 'Agent Details Not Found' });
    await admin.call('PUT', `/v1/settings/counsellors/${asha.id}`, {
      agentNumbers: [
        { vendor: 'tatatel', number: '9990947416' },
        { vendor: 'tatatel', number: '9000000031' },
      ],
    });
    expect((await send({ call_id: 'at-once-2' })).body).toMatchObject({ status: 1 });
    await stage.configure({ enabled: false });
    expect((await send({})).status).toBe(403);
    await stage.configure({ enabled: true });
    const { secretKey } = (
      await admin.call('POST', '/v1/settings/telephony/tatatel/rotate', { what: 'secretKey', overlapSeconds: 0 })
    ).body;
    expect((await send({})).status).toBe(401);
    expect((await send({ secret_key: secretKey })).status).toBe(200);
  });
});
