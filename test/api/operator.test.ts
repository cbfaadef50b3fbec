import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditOf } from './audit-trail.ts';
import { cookieOf, openFrame, type Call, type Frame } from './frame.ts';

const KEY = 'operator-key-of-thirty-two-letters';
const authorization = `Bearer ${KEY}`;

let frame: Frame;
beforeAll(async () => {
  frame = await openFrame({ operatorKey: KEY });
});
afterAll(async () => frame.close());

const path = '/v1/operator/institutes';
const create = async (body: unknown, headers: Record<string, string> = { authorization }) =>
  await frame.call('POST', path, body, headers);
const wanted = (email: string, more: Record<string, unknown> = {}) => ({
  name: 'Hill University',
  country: 'IN',
  timeZone: 'Asia/Kolkata',
  admin: { name: 'Priya', email },
  ...more,
});

const signedIn = async (email: string, password: string): Promise<Call> => {
  const cookie = cookieOf(await frame.call('POST', '/v1/session', { email, password }));
  return async (method, target, body, headers) => await frame.call(method, target, body, { cookie, ...headers });
};

describe('an institute the operator adds', () => {
  test('has an admin who can do everything, and counsellors who can do nothing until it is granted', async () => {
    const { status, body } = await create(wanted('priya@hill.test'));
    expect(status).toBe(201);
    expect(body).toEqual({
      id: 101,
      name: 'Hill University',
      admin: { id: expect.any(String), name: 'Priya', email: 'priya@hill.test', password: expect.any(String) },
    });
    expect(body.admin.password.length).toBeGreaterThanOrEqual(20);
    const admin = await signedIn('priya@hill.test', body.admin.password);
    const session = (await admin('GET', '/v1/session')).body;
    expect(session.institute).toEqual({ id: 101, name: 'Hill University', timeZone: 'Asia/Kolkata' });
    expect(session.user.permissions).toHaveLength(12);
    expect(session.user.permissions).toEqual(
      expect.arrayContaining(['call_logs:all', 'configure_calling', 'recordings:all']),
    );
    expect((await admin('GET', '/v1/settings/permissions/counsellor')).body.grants).toEqual({});
    expect((await admin('GET', '/v1/settings/institute')).body).toEqual({
      name: 'Hill University',
      country: 'IN',
      timeZone: 'Asia/Kolkata',
      callingHours: null,
      defaultVendor: null,
    });
    expect(await auditOf(frame.db, 101)).toMatchObject([
      { action: 'institute.add', target: 'institute', before: null },
    ]);
    expect(JSON.stringify(await auditOf(frame.db, 101))).not.toContain(body.admin.password);
    expect(frame.logged.join('')).not.toContain(body.admin.password);
  });

  test('takes the id, the password and the settings it is given, and else the first free id', async () => {
    const given = await create(
      wanted('a@given.test', {
        id: 700,
        defaultVendor: 'tatatel',
        callingHours: [{ days: ['mon'], from: '09:00', to: '18:00' }],
        admin: { name: 'A', email: 'a@given.test', password: 'a password of hers' },
      }),
    );
    expect(given).toMatchObject({ status: 201, body: { id: 700, admin: { password: null } } });
    expect((await (await signedIn('a@given.test', 'a password of hers'))('GET', '/v1/session')).status).toBe(200);
    expect((await create(wanted('b@given.test'))).body.id).toBe(102);
    const both = await Promise.all([create(wanted('c@given.test')), create(wanted('d@given.test'))]);
    expect(both.map(({ body }) => body.id).toSorted((a: number, b: number) => a - b)).toEqual([103, 104]);
  });

  test('is not there when its id, its admin’s address or anything else is no good', async () => {
    expect(await create(wanted('e@hill.test', { id: 1 }))).toMatchObject({
      status: 409,
      body: { code: 'institute_exists' },
    });
    expect(await create(wanted('PRIYA@hill.test'))).toMatchObject({ status: 409, body: { code: 'email_taken' } });
    for (const [more, place] of [
      [{ id: 0 }, 'id'],
      [{ country: 'ZZ' }, 'country'],
      [{ timeZone: 'Mars/Base' }, 'timeZone'],
      [{ defaultVendor: 'vonage' }, 'defaultVendor'],
      [{ admin: { name: 'E', email: 'nobody' } }, 'admin.email'],
      [{ admin: { name: 'E', email: 'e@hill.test', password: 'short' } }, 'admin.password'],
    ] as const) {
      expect(await create(wanted('e@hill.test', more))).toMatchObject({
        status: 400,
        body: { errors: [{ path: place }] },
      });
    }
    expect((await create(wanted('e@hill.test'))).body.id).toBe(105);
  });
});

describe('the operator', () => {
  test('is whoever shows the key', async () => {
    for (const shown of ['', 'Bearer ', `Bearer ${KEY}x`, `Basic ${KEY}`]) {
      expect(await create(wanted('f@hill.test'), { authorization: shown })).toMatchObject({
        status: 401,
        body: { code: 'not_the_operator' },
      });
    }
    const admin = await frame.signedIn('Admin', { permissions: ['configure_calling'] });
    expect((await admin('POST', path, wanted('f@hill.test'))).status).toBe(401);
    expect((await frame.call('GET', '/openapi.json')).body.paths[path].post.security).toEqual([{ operator: [] }]);
  });

  test('is nobody where no key is configured', async () => {
    const without = await openFrame();
    for (const shown of ['Bearer ', authorization]) {
      expect(await without.call('POST', path, wanted('g@hill.test'), { authorization: shown })).toMatchObject({
        status: 404,
      });
    }
    await without.close();
  });
});

describe('the command', () => {
  const run = async (args: readonly string[], variables: Record<string, string> = {}) => {
    const command = [`${process.cwd()}/api/institute-command.ts`, ...args];
    const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: frame.databaseUrl, ...variables };
    return await promisify(execFile)(process.execPath, command, { env }).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
  };
  const good = [
    'create',
    '--name',
    'Lake University',
    '--country',
    'IN',
    '--time-zone',
    'Asia/Kolkata',
    '--admin-name',
    'Lata',
    '--admin-email',
    'lata@lake.test',
  ];

  test('does the same and prints how to sign in', async () => {
    const { stdout } = await run(good);
    const [, id, password = ''] =
      /^Institute (\d+), Lake University\. lata@lake\.test signs in with the password (\S+)\.\n$/.exec(stdout) ?? [];
    const { body } = await (await signedIn('lata@lake.test', password))('GET', '/v1/session');
    expect(body.institute).toEqual({ id: Number(id), name: 'Lake University', timeZone: 'Asia/Kolkata' });
    const chosen = await run([...good.slice(0, -1), 'second@lake.test', '--id', '900'], {
      ADMIN_PASSWORD: 'a password of hers',
    });
    expect(chosen.stdout).toBe('Institute 900, Lake University. second@lake.test signs in with the password given.\n');
  });

  test('says what is wrong, and ends with an error', async () => {
    expect((await run(good)).stderr).toBe('Another user signs in with this e-mail address.\n');
    expect((await run([...good, '--country', 'ZZ'])).stderr).toContain('country: a country’s two letters');
    expect((await run(['create'])).stderr).toMatch(/name: .*\n[\s\S]*npm run institute -- create/);
    expect((await run([])).stderr).toContain('npm run institute -- create');
    expect((await run(['remove'])).stderr).toContain('npm run institute -- create');
    expect((await run([...good, '--colour', 'red'])).stderr).toContain('--colour');
    expect((await run(good, { DATABASE_URL: '' })).stderr).toContain('DATABASE_URL');
  });
});
