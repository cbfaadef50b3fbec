import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import { auditOf } from './audit-trail.ts';
import { cookieOf, emailOf, openFrame, password, type Call, type Frame } from './frame.ts';

let frame: Frame;
let admin: Call;
beforeAll(async () => {
  frame = await openFrame();
  admin = await frame.signedIn('Admin', { permissions: ['configure_calling'] });
});
afterAll(async () => frame.close());
beforeEach(() => {
  frame.clock.now = Date.now();
});

const DAY = 86_400_000;
const signIn = async (name: string, given: string) =>
  await frame.call('POST', '/v1/session', { email: emailOf(name), password: given });
const reset = async (token: string, given: string) =>
  await frame.call('POST', '/v1/session/password-reset', { token, password: given });
const issue = async (id: string) => await admin('POST', `/v1/settings/counsellors/${id}/password-reset`);
/** A user with sessions of their own. */
const user = async (name: string, sessions = 1) => {
  const id = await frame.addUser(name);
  const calls: Call[] = [];
  for (let n = 0; n < sessions; n += 1) {
    const cookie = cookieOf(await signIn(name, password));
    calls.push(async (method, path, body) => await frame.call(method, path, body, { cookie }));
  }
  return { id, calls };
};
const statusesOf = async (calls: readonly Call[]) =>
  await Promise.all(calls.map(async (call) => (await call('GET', '/v1/session')).status));
const spent = { status: 400, body: { code: 'reset_spent' } };

describe('a password reset', () => {
  test('is a token an administrator is shown once, by which its user sets a password and is signed out everywhere', async () => {
    const { id, calls } = await user('Asha', 2);
    const issued = await issue(id);
    expect(issued).toMatchObject({
      status: 201,
      body: { token: expect.stringMatching(/^[\w-]{43}$/), expiresAt: new Date(frame.clock.now + DAY).toISOString() },
    });
    expect(await statusesOf(calls)).toEqual([200, 200]);
    expect((await reset(issued.body.token, 'a new password')).status).toBe(204);
    expect(await statusesOf(calls)).toEqual([401, 401]);
    expect((await signIn('Asha', password)).status).toBe(401);
    expect((await signIn('Asha', 'a new password')).status).toBe(200);
    expect(await reset(issued.body.token, 'another password')).toMatchObject(spent);
    expect((await auditOf(frame.db, 1)).filter(({ target }) => target === id)).toEqual([
      { action: 'counsellor.issue_reset', target: id, before: null, after: { expiresAt: issued.body.expiresAt } },
      { action: 'me.set_password', target: id, before: { password: 'changed' }, after: { password: 'changed' } },
    ]);
    expect(frame.logged.join('')).not.toContain(issued.body.token);
  });

  test('lets in who was locked out', async () => {
    const { id } = await user('Locked', 0);
    for (let n = 0; n < 5; n += 1) await signIn('Locked', 'wrong password');
    expect((await signIn('Locked', password)).status).toBe(429);
    await reset((await issue(id)).body.token, 'a new password');
    expect((await signIn('Locked', 'a new password')).status).toBe(200);
  });

  test('is over after a day, with a newer one, and with a password set otherwise', async () => {
    const {
      id,
      calls: [call],
    } = await user('Late');
    const old = (await issue(id)).body.token;
    const newer = (await issue(id)).body.token;
    expect(await reset(old, 'a new password')).toMatchObject(spent);
    frame.clock.now += DAY;
    expect(await reset(newer, 'a new password')).toMatchObject(spent);
    frame.clock.now -= DAY;
    const last = (await issue(id)).body.token;
    expect(
      (await call?.('PUT', '/v1/me/password', { currentPassword: password, newPassword: 'by myself' }))?.status,
    ).toBe(204);
    expect(await reset(last, 'a new password')).toMatchObject(spent);
    expect((await signIn('Late', 'by myself')).status).toBe(200);
    const overtaken = (await issue(id)).body.token;
    expect((await admin('PUT', `/v1/settings/counsellors/${id}`, { password: 'by the admin' })).status).toBe(200);
    expect(await reset(overtaken, 'a new password')).toMatchObject(spent);
    expect((await signIn('Late', 'by the admin')).status).toBe(200);
  });

  test('is used by one of many at once', async () => {
    const { id } = await user('Raced', 0);
    const { token } = (await issue(id)).body;
    const answers = await Promise.all(
      ['one password', 'two password', 'three password'].map(async (given) => await reset(token, given)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 400, 400]);
  });

  test('opens nothing for who is not active, for a made-up token, or with a password that is none', async () => {
    const { id } = await user('Gone', 0);
    const { token } = (await issue(id)).body;
    await frame.db.query(sql.type(noRows)`update counsellor set active = false where id = ${id}`);
    expect(await reset(token, 'a new password')).toMatchObject(spent);
    expect(await reset('made-up', 'a new password')).toMatchObject(spent);
    for (const body of [
      { token },
      { token, password: 'short' },
      { token, password: 7 },
      { token: '', password: 'long enough' },
      { token, password: 'long enough', id },
    ]) {
      expect((await frame.call('POST', '/v1/session/password-reset', body)).status).toBe(400);
    }
  });

  test('is issued for users of one’s own institute', async () => {
    const other = await frame.addUser('Other', { instituteId: 2 });
    for (const id of [other, '0199a000-0000-7000-8000-0000000000ff', 'asha'])
      expect((await issue(id)).status).toBe(404);
  });
});

describe('changing one’s own password', () => {
  test('takes the old one, keeps this session and ends the others', async () => {
    const { calls } = await user('Bilal', 3);
    const [here] = calls;
    expect(
      await here?.('PUT', '/v1/me/password', { currentPassword: 'wrong password', newPassword: 'a new password' }),
    ).toMatchObject({
      status: 403,
      body: { code: 'wrong_password' },
    });
    expect(
      (await here?.('PUT', '/v1/me/password', { currentPassword: password, newPassword: 'a new password' }))?.status,
    ).toBe(204);
    expect(await statusesOf(calls)).toEqual([200, 401, 401]);
    expect((await signIn('Bilal', 'a new password')).status).toBe(200);
  });

  test('guesses at the old one no more often than the door allows', async () => {
    const {
      calls: [call],
    } = await user('Guessed');
    const guess = async () =>
      await call?.('PUT', '/v1/me/password', { currentPassword: 'wrong password', newPassword: 'a new password' });
    for (let n = 0; n < 5; n += 1) expect((await guess())?.status).toBe(403);
    const refused = await call?.('PUT', '/v1/me/password', {
      currentPassword: password,
      newPassword: 'a new password',
    });
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(14 * 60);
    expect((await signIn('Guessed', password)).status).toBe(429);
  });

  test('refuses a new one that is none', async () => {
    const {
      calls: [call],
    } = await user('Brief');
    for (const body of [
      { currentPassword: password },
      { currentPassword: password, newPassword: 'short' },
      { newPassword: 'long enough' },
      {},
      [],
    ]) {
      expect((await call?.('PUT', '/v1/me/password', body))?.status).toBe(400);
    }
  });
});
