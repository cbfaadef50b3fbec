import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { noRows } from '../../db/columns.ts';
import { forgetSpentSignIns } from '../../db/spent-sign-ins.ts';
import { cookieOf, emailOf, openFrame, password, type Frame } from './frame.ts';
import { heardOn } from './listening.ts';

let frame: Frame;
beforeAll(async () => {
  frame = await openFrame();
});
afterAll(async () => frame.close());

const MINUTE = 60_000;
const attempt = async (email: string, given: string) => frame.call('POST', '/v1/session', { email, password: given });
const statuses = (answers: readonly { status: number }[]) =>
  answers.map(({ status }) => status).toSorted((a, b) => a - b);

describe('signing in', () => {
  beforeAll(async () => {
    await frame.addUser('Asha', { permissions: ['full_numbers', 'call_logs:team'] });
  });

  test('shows who one is, what one may do, and where', async () => {
    const answer = await attempt(' Asha@Frame.TEST ', password);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      user: {
        id: expect.any(String),
        name: 'Asha',
        email: emailOf('Asha'),
        roles: ['counsellor'],
        permissions: ['call_logs:team', 'full_numbers'],
      },
      institute: { id: 1, name: 'First', timeZone: 'Asia/Kolkata' },
    });
    const again = await frame.call('GET', '/v1/session', undefined, { cookie: cookieOf(answer) });
    expect(again.body).toEqual(answer.body);
  });

  test('gives the browser a cookie no script can read and no other site can use, good for a week', async () => {
    const [cookie] = (await attempt(emailOf('Asha'), password)).headers.getSetCookie();
    expect(cookie).toMatch(/^callthread_session=[\w-]{43}; path=\/; expires=[^;]+; samesite=lax; httponly$/i);
  });

  test('leaves nothing in the database that could be used as the cookie', async () => {
    const token = cookieOf(await attempt(emailOf('Asha'), password)).split('=')[1] ?? '';
    const rows = await frame.db.any(sql.type(z.object({ row: z.string() }))`select s::text as row from session s`);
    expect(token).toHaveLength(43);
    expect(rows.some(({ row }) => row.includes(token) || row.includes(Buffer.from(token).toString('hex')))).toBe(false);
  });

  test('answers an unknown address, a wrong password and an inactive user alike, in about the same time', async () => {
    await frame.addUser('Gone');
    await frame.db.query(sql.type(noRows)`update counsellor set active = false where email = ${emailOf('Gone')}`);
    const timed = async (email: string, given: string) => {
      const begun = performance.now();
      return { answer: await attempt(email, given), ms: performance.now() - begun };
    };
    const known = await timed(emailOf('Asha'), 'wrong password');
    const others = [await timed('nobody@frame.test', 'wrong password'), await timed(emailOf('Gone'), password)];
    for (const { answer, ms } of others) {
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual(known.answer.body);
      expect(ms).toBeGreaterThan(known.ms / 4);
    }
    expect(known.answer.body.code).toBe('wrong_credentials');
  });

  test('as somebody else in the same browser ends the session before', async () => {
    await frame.addUser('Second');
    const first = cookieOf(await attempt(emailOf('Asha'), password));
    await frame.call('POST', '/v1/session', { email: emailOf('Second'), password }, { cookie: first });
    expect((await frame.call('GET', '/v1/session', undefined, { cookie: first })).status).toBe(401);
  });
});

describe('a session', () => {
  test('is over after its week', async () => {
    const call = await frame.signedIn('Weekly');
    expect((await call('GET', '/v1/session')).status).toBe(200);
    frame.clock.now += 7 * 24 * 60 * MINUTE;
    expect((await call('GET', '/v1/session')).body.code).toBe('not_signed_in');
    frame.clock.now = Date.now();
  });

  test('is over when its user is no longer active', async () => {
    const call = await frame.signedIn('Leaving');
    await frame.db.query(sql.type(noRows)`update counsellor set active = false where email = ${emailOf('Leaving')}`);
    expect((await call('GET', '/v1/session')).status).toBe(401);
  });

  test('ends with signing out, and every API process is told which', async () => {
    const call = await frame.signedIn('Asked');
    const id = await frame.db.oneFirst(sql.type(z.object({ id: z.string() }))`
      select s.id from session s join counsellor c on c.id = s.counsellor_id where c.email = ${emailOf('Asked')}
    `);
    const heard = await heardOn(frame.databaseUrl, 'session', async () => {
      const answer = await call('DELETE', '/v1/session');
      expect(answer.status).toBe(204);
      expect(answer.headers.getSetCookie()[0]).toMatch(/^callthread_session=; .*expires=Thu, 01 Jan 1970/);
    });
    expect(heard).toEqual([id]);
    expect((await call('GET', '/v1/session')).status).toBe(401);
  });

  test('with a token nobody was given is nobody’s', async () => {
    const answer = await frame.call('GET', '/v1/session', undefined, { cookie: 'callthread_session=made-up' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      code: 'not_signed_in',
      detail: expect.any(String),
    });
  });
});

describe('five failed sign-ins for an address in 15 minutes', () => {
  beforeEach(() => {
    frame.clock.now = Date.now();
  });

  test('lock it, for the right password too, and no other address', async () => {
    await frame.addUser('Locked');
    await frame.addUser('Free');
    for (let n = 0; n < 5; n += 1) expect((await attempt(emailOf('Locked'), 'wrong password')).status).toBe(401);
    const refused = await attempt(emailOf('Locked').toUpperCase(), password);
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('too_many_attempts');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(14 * 60);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(15 * 60);
    expect((await attempt(emailOf('Free'), password)).status).toBe(200);
  });

  test('are forgotten one by one as they grow old', async () => {
    await frame.addUser('Patient');
    const begun = frame.clock.now;
    for (let n = 0; n < 5; n += 1) {
      frame.clock.now = begun + n * MINUTE;
      await attempt(emailOf('Patient'), 'wrong password');
    }
    const refused = await attempt(emailOf('Patient'), password);
    expect(refused.headers.get('retry-after')).toBe(String(11 * 60));
    frame.clock.now += 11 * MINUTE - 1;
    expect((await attempt(emailOf('Patient'), password)).status).toBe(429);
    frame.clock.now += 1;
    expect((await attempt(emailOf('Patient'), 'wrong password')).status).toBe(401);
    expect((await attempt(emailOf('Patient'), password)).status).toBe(429);
  });

  test('are counted exactly when twenty come at once', async () => {
    await frame.addUser('Stormed');
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => attempt(emailOf('Stormed'), 'wrong password')),
    );
    expect(statuses(answers)).toEqual([
      ...Array.from({ length: 5 }, () => 401),
      ...Array.from({ length: 15 }, () => 429),
    ]);
  });

  test('lock an address nobody has just as well', async () => {
    for (let n = 0; n < 5; n += 1) await attempt('ghost@frame.test', 'wrong password');
    expect((await attempt('ghost@frame.test', 'wrong password')).status).toBe(429);
  });

  test('are not made of sign-ins that go well, however many at once', async () => {
    await frame.addUser('Busy');
    const answers = await Promise.all(Array.from({ length: 12 }, async () => attempt(emailOf('Busy'), password)));
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
  });
});

test('what no longer lets anybody in or keeps anybody out is forgotten, and nothing else', async () => {
  const rows = async () =>
    await frame.db.one(sql.type(
      z.object({ failures: z.number(), sessions: z.number(), resets: z.number(), states: z.number() }),
    )`
      select (select count(*)::integer from sign_in_failure) as failures, (select count(*)::integer from session) as sessions,
        (select count(*)::integer from password_reset) as resets, (select count(*)::integer from oidc_used_state) as states
    `);
  for (const table of ['sign_in_failure', 'session'])
    await frame.db.query(sql.type(noRows)`delete from ${sql.identifier([table])}`);
  const id = await frame.addUser('Spent');
  const now = frame.clock.now;
  await attempt(emailOf('Spent'), 'wrong password');
  await attempt(emailOf('Spent'), password);
  const soon = sql.timestamp(new Date(now + MINUTE));
  await frame.db.query(sql.type(noRows)`insert into password_reset values (1, ${id}, 'reset', ${soon})`);
  await frame.db.query(sql.type(noRows)`insert into oidc_used_state values (1, 'state', ${soon})`);
  await forgetSpentSignIns(frame.db, now);
  expect(await rows()).toEqual({ failures: 1, sessions: 1, resets: 1, states: 1 });
  await forgetSpentSignIns(frame.db, now + 15 * MINUTE);
  expect(await rows()).toEqual({ failures: 0, sessions: 1, resets: 0, states: 0 });
  await forgetSpentSignIns(frame.db, now + 7 * 24 * 60 * MINUTE);
  expect(await rows()).toMatchObject({ sessions: 0 });
});

describe('my own settings', () => {
  test('change what is sent and keep the rest; what can not be written is accepted unchanged', async () => {
    const call = await frame.signedIn('Me');
    const before = (await call('GET', '/v1/me')).body;
    expect(before).toEqual({
      id: expect.any(String),
      name: 'Me',
      email: emailOf('Me'),
      takingCalls: true,
      popups: true,
      sound: true,
      notifications: true,
      leadsTeam: false,
    });
    const answer = await call('PUT', '/v1/me', { ...before, takingCalls: false });
    expect(answer).toMatchObject({ status: 200, body: { ...before, takingCalls: false } });
    expect((await call('PUT', '/v1/me', { sound: false })).body).toEqual({
      ...before,
      takingCalls: false,
      sound: false,
    });
    expect((await call('GET', '/v1/me')).body).toEqual({ ...before, takingCalls: false, sound: false });
  });

  test('refuse another name, a field there is not, and a value of another kind', async () => {
    const call = await frame.signedIn('Strict');
    for (const [body, path] of [
      [{ name: 'Other' }, 'name'],
      [{ ringtone: 1 }, ''],
      [{ sound: 'yes' }, 'sound'],
    ] as const) {
      const answer = await call('PUT', '/v1/me', body);
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path }] } });
    }
  });
});
