import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditOf } from './audit-trail.ts';
import { openFrame, type Call, type Frame } from './frame.ts';
import { heardOn } from './listening.ts';

let frame: Frame;
let admin: Call;
let elsewhere: Call;
beforeAll(async () => {
  frame = await openFrame();
  admin = await frame.signedIn('Admin', { permissions: ['configure_calling'] });
  elsewhere = await frame.signedIn('Other', { instituteId: 2, permissions: ['configure_calling'] });
});
afterAll(async () => frame.close());

const audits = async () => await auditOf(frame.db, 1);

describe('counsellors', () => {
  const path = '/v1/settings/counsellors';
  const agent = (number: string) => [{ vendor: 'tatatel', number }];

  test('are added, shown and changed', async () => {
    const added = await admin('POST', path, {
      name: 'Asha Rao',
      email: 'asha.rao@uni.test',
      agentNumbers: agent('99909 47416'),
    });
    expect(added).toMatchObject({
      status: 201,
      body: {
        id: expect.any(String),
        name: 'Asha Rao',
        email: 'asha.rao@uni.test',
        active: true,
        takingCalls: true,
        telephonyPartner: null,
        teamId: null,
        roles: [],
        callerId: null,
        agentNumbers: [{ vendor: 'tatatel', number: '99909 47416' }],
      },
    });
    const one = `${path}/${added.body.id}`;
    const changed = await admin('PUT', one, { ...added.body, roles: ['counsellor'], telephonyPartner: 'tatatel' });
    expect(changed.body).toEqual({ ...added.body, roles: ['counsellor'], telephonyPartner: 'tatatel' });
    expect((await admin('GET', one)).body).toEqual(changed.body);
    expect((await audits()).map(({ action }) => action)).toEqual(['counsellor.add', 'counsellor.change']);
    expect(await elsewhere('GET', one)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await elsewhere('PUT', one, { active: false })).toMatchObject({ status: 404 });
    expect(await admin('GET', `${path}/asha`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  test('have each agent number to themselves at a vendor, in whatever spelling', async () => {
    await admin('POST', path, { name: 'Bilal', email: 'bilal@uni.test', agentNumbers: agent('9899364545') });
    const taken = await admin('POST', path, {
      name: 'Chitra',
      email: 'chitra@uni.test',
      agentNumbers: agent('+91 98993 64545'),
    });
    expect(taken).toMatchObject({ status: 409, body: { code: 'agent_number_taken' } });
    expect(JSON.stringify(taken.body)).not.toContain('64545');
    const other = await admin('POST', path, {
      name: 'Chitra',
      email: 'chitra@uni.test',
      agentNumbers: [{ vendor: 'exotel', number: '9899364545' }],
    });
    expect(other.status).toBe(201);
    const twice = await admin('PUT', `${path}/${other.body.id}`, {
      agentNumbers: [...agent('9876543212'), ...agent('09876543212')],
    });
    expect(twice).toMatchObject({ status: 400, body: { errors: [{ path: 'agentNumbers.1.number' }] } });
    const nowhere = await admin('PUT', `${path}/${other.body.id}`, {
      agentNumbers: [{ vendor: 'vonage', number: '1' }],
      telephonyPartner: 'vonage',
    });
    expect(nowhere.body.errors.map((error: { path: string }) => error.path)).toEqual([
      'telephonyPartner',
      'agentNumbers.0.vendor',
    ]);
  });

  test('sign in with an address nobody else has', async () => {
    await admin('POST', path, { name: 'Deepa', email: 'deepa@uni.test' });
    for (const call of [admin, elsewhere]) {
      expect(await call('POST', path, { name: 'D', email: 'Deepa@Uni.test' })).toMatchObject({
        status: 409,
        body: { code: 'email_taken' },
      });
    }
  });

  test('with a new password sign in with it, and what they had open ends', async () => {
    const email = 'esha@uni.test';
    const added = await admin('POST', path, { name: 'Esha', email, password: 'first password' });
    const signIn = async (password: string) => frame.call('POST', '/v1/session', { email, password });
    const cookie = (await signIn('first password')).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const changed = await admin('PUT', `${path}/${added.body.id}`, { password: 'second password' });
    expect(changed).toMatchObject({ status: 200, body: added.body });
    expect((await frame.call('GET', '/v1/session', undefined, { cookie })).status).toBe(401);
    expect((await signIn('first password')).status).toBe(401);
    expect((await signIn('second password')).status).toBe(200);
    expect((await audits()).at(-1)).toMatchObject({ before: { password: 'changed' }, after: { password: 'changed' } });
    expect(JSON.stringify(await audits())).not.toContain('second password');
  });

  test('deactivated are signed out everywhere, for good', async () => {
    const call = await frame.signedIn('Farah');
    const { id } = (await call('GET', '/v1/me')).body;
    await admin('PUT', `${path}/${id}`, { active: false });
    expect((await call('GET', '/v1/session')).status).toBe(401);
    await admin('PUT', `${path}/${id}`, { active: true });
    expect((await call('GET', '/v1/session')).status).toBe(401);
  });

  test('whose rights change have their streams told so, and nobody else', async () => {
    const { id } = (await admin('POST', path, { name: 'Gita', email: 'gita@uni.test' })).body;
    const heard = await heardOn(frame.databaseUrl, 'access', async () => {
      await admin('PUT', `${path}/${id}`, { name: 'Gita Rao', takingCalls: false });
      await admin('PUT', `${path}/${id}`, { roles: ['lead'] });
      await admin('PUT', `${path}/${id}`, { active: false });
    });
    expect(heard).toEqual([`1:${id}`, `1:${id}`]);
  });

  test('come in pages, by name, each once', async () => {
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const answer = await admin('GET', `${path}?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      names.push(...answer.body.items.map(({ name }: { name: string }) => name));
      expect(answer.body.items.length).toBeLessThanOrEqual(3);
      cursor = answer.body.nextCursor;
    }
    const all = (await admin('GET', `${path}?limit=1000`)).body;
    expect(all.nextCursor).toBeNull();
    expect(names).toEqual(all.items.map(({ name }: { name: string }) => name));
    expect(names).toEqual(names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    expect(await admin('GET', `${path}?limit=0`)).toMatchObject({ status: 400, body: { errors: [{ path: 'limit' }] } });
    expect(await admin('GET', `${path}?cursor=made-up`)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'cursor' }] },
    });
  });
});
