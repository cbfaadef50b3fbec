import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demo } from '../../dev/demo-data.ts';
import { ask, openStage, type Person, type Stage } from '../spine/stage.ts';

let stage: Stage;
let admin: Person;
beforeAll(async () => {
  stage = await openStage({ worker: false });
  admin = await stage.admin();
});
afterAll(async () => {
  await stage.close();
});

interface Shown {
  readonly id: string;
  readonly current: boolean;
}
const sessionsOf = async (person: Person): Promise<readonly Shown[]> =>
  (await person.call('GET', '/v1/sessions')).body.items;
const currentOf = async (person: Person) => (await sessionsOf(person)).find(({ current }) => current)?.id ?? '';
const isSignedIn = async (person: Person) => (await person.call('GET', '/v1/session')).status === 200;

/** Something that is done, and by which a stream of somebody's ends. */
const endsStream = async (person: Person, work: () => Promise<void>): Promise<void> => {
  const stream = person.stream();
  await stream.count(1);
  await work();
  await stream.lost();
};

describe('my sessions', () => {
  test('are listed, the newest first, with how and by what they began', async () => {
    const here = await stage.signIn('asha@demo.test');
    const { headers } = await ask(
      `${stage.url}/v1/session`,
      'POST',
      { email: 'asha@demo.test', password: demo.password },
      { 'user-agent': 'A phone' },
    );
    expect(headers.getSetCookie()).toHaveLength(1);
    const { body } = await here.call('GET', '/v1/sessions');
    expect(body.items.slice(0, 2)).toMatchObject([
      {
        userAgent: 'A phone',
        method: 'password',
        current: false,
        createdAt: expect.any(String),
        expiresAt: expect.any(String),
      },
      { method: 'password', current: true },
    ]);
    const page = (await here.call('GET', '/v1/sessions?limit=1')).body;
    expect((await here.call('GET', `/v1/sessions?limit=1&cursor=${page.nextCursor}`)).body.items).toMatchObject([
      { current: true },
    ]);
  });

  test('are ended one by one, with their streams, and nobody else’s are mine to end', async () => {
    const [here, there, bilal] = [
      await stage.signIn('asha@demo.test'),
      await stage.signIn('asha@demo.test'),
      await stage.signIn('bilal@demo.test'),
    ];
    const id = await currentOf(there);
    expect((await bilal.call('DELETE', `/v1/sessions/${id}`)).status).toBe(404);
    await endsStream(there, async () => {
      expect((await here.call('DELETE', `/v1/sessions/${id}`)).status).toBe(204);
    });
    expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false]);
    expect((await here.call('DELETE', `/v1/sessions/${id}`)).status).toBe(404);
    for (const other of ['not-an-id', '0199a000-0000-7000-8000-0000000000ff'])
      expect((await here.call('DELETE', `/v1/sessions/${other}`)).status).toBe(404);
  });
});

describe('sessions of a user', () => {
  const path = (person: Person) => `/v1/settings/counsellors/${person.id}/sessions`;
  const audited = async () => (await admin.call('GET', '/v1/audit?limit=1')).body.items[0];

  test('are ended by an administrator, one or all, with their streams, and audited', async () => {
    const [one, two, three] = [
      await stage.signIn('chitra@demo.test'),
      await stage.signIn('chitra@demo.test'),
      await stage.signIn('chitra@demo.test'),
    ];
    const id = await currentOf(one);
    expect((await admin.call('GET', path(one))).body.items).toHaveLength(3);
    expect((await admin.call('DELETE', `${path(one)}/${id}`)).status).toBe(204);
    expect([await isSignedIn(one), await isSignedIn(two)]).toEqual([false, true]);
    expect(await audited()).toMatchObject({
      action: 'counsellor.end_session',
      target: one.id,
      by: { name: demo.admin.name },
    });
    expect((await admin.call('DELETE', `${path(one)}/${id}`)).status).toBe(404);

    await endsStream(two, async () => {
      expect((await admin.call('DELETE', path(one))).status).toBe(204);
    });
    expect([await isSignedIn(two), await isSignedIn(three)]).toEqual([false, false]);
    expect(await audited()).toMatchObject({
      action: 'counsellor.end_sessions',
      target: one.id,
      before: { sessions: 2 },
      after: { sessions: 0 },
    });
  });

  test('of somebody there is not are not found', async () => {
    for (const id of ['asha', '0199a000-0000-7000-8000-0000000000ff']) {
      for (const method of ['GET', 'DELETE'])
        expect((await admin.call(method, `/v1/settings/counsellors/${id}/sessions`)).status).toBe(404);
    }
  });
});

describe('a machine', () => {
  const machine = async () => {
    const { id, key } = (await admin.call('POST', '/v1/settings/api-keys', { name: 'Machine' })).body;
    const call = async (method: string, path: string, body?: unknown) =>
      await ask(`${stage.url}${path}`, method, body, { authorization: `Bearer ${key}` });
    return { id, call };
  };

  test('has no feed', async () => {
    const { call } = await machine();
    expect(await call('GET', '/v1/stream')).toMatchObject({ status: 403, body: { code: 'people_only' } });
  });

  test('stands as the author of what it writes, and is nobody a lead or its calls are given to', async () => {
    const { id, call } = await machine();
    const lead = (await call('POST', '/v1/leads', { name: 'Made by a machine', phones: [{ number: '9000000077' }] }))
      .body;
    expect((await call('POST', `/v1/leads/${lead.id}/notes`, { text: 'From the CRM' })).status).toBe(201);
    expect((await admin.call('GET', `/v1/leads/${lead.id}/timeline`)).body.items[0]).toMatchObject({
      text: 'From the CRM',
      by: { id, name: 'Machine' },
    });
    expect((await call('PATCH', `/v1/leads/${lead.id}`, { owners: [id] })).status).toBe(400);
    expect(
      (await admin.call('PUT', '/v1/settings/telephony/tatatel', { inbound: { stickyCounsellorIds: [id] } })).status,
    ).toBe(400);
    const colleagues = (await admin.call('GET', '/v1/counsellors?limit=200')).body.items;
    expect(colleagues.map(({ name }: { name: string }) => name)).not.toContain('Machine');
  });
});
