import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { noRows } from '../../db/columns.ts';
import { auditOf } from './audit-trail.ts';
import { openFrame, type Answer, type Call, type Frame } from './frame.ts';

let frame: Frame;
let admin: Call;
beforeAll(async () => {
  frame = await openFrame();
  admin = await frame.signedIn('Admin', { permissions: ['configure_calling'] });
});
afterAll(async () => frame.close());

const path = '/v1/settings/api-keys';
const made = async (name: string, more: object = {}) => (await admin('POST', path, { name, ...more })).body;
const by =
  (key: string): Call =>
  async (method, where, body) =>
    await frame.call(method, where, body, { authorization: `Bearer ${key}` });
const grants = { call_logs: 'all', configure_calling: 'yes' };

describe('an API key', () => {
  test('is shown once, and from then on by how it begins, who made it and when it was last used', async () => {
    const { id, key, ...shown } = await made('CRM import', { grants });
    expect(key).toMatch(/^ct_[\w-]{43}$/);
    expect(shown).toEqual({
      name: 'CRM import',
      prefix: key.slice(0, 9),
      roles: [],
      grants,
      createdBy: { id: expect.any(String), name: 'Admin' },
      createdAt: new Date(frame.clock.now).toISOString(),
      lastUsedAt: null,
    });
    const listed = async () => (await admin('GET', path)).body.items.find((one: { id: string }) => one.id === id);
    expect(await listed()).toEqual({ id, ...shown });
    await by(key)('GET', '/v1/session');
    expect((await listed()).lastUsedAt).toBe(new Date(frame.clock.now).toISOString());
    const stored = await frame.db.anyFirst(
      sql.type(z.object({ text: z.string() }))`select k::text || a::text as text from api_key k, audit a`,
    );
    expect(stored.join()).not.toContain(key.slice(9));
    expect(frame.logged.join('')).not.toContain(key);
  });

  test('is what a program signs in with, and may do what its grants and its roles’ say', async () => {
    await frame.db.query(
      sql.type(
        noRows,
      )`insert into role_permission values (1, 'robot', 'full_numbers', 'yes'), (1, 'robot', 'call_logs', 'own')`,
    );
    const call = by(
      (await made('Reader', { roles: ['robot'], grants: { recordings: 'own', full_numbers: 'no' } })).key,
    );
    expect((await call('GET', '/v1/session')).body).toMatchObject({
      user: { name: 'Reader', email: '', roles: ['robot'], permissions: ['call_logs:own', 'recordings:own'] },
      institute: { id: 1 },
    });
    expect((await call('GET', '/v1/settings/numbers')).body.code).toBe('forbidden');
    expect((await by((await made('Configurer', { grants })).key)('GET', '/v1/settings/numbers')).status).toBe(200);
  });

  test('is named by what it changes', async () => {
    const { id, key } = await made('Provisioning', { grants });
    expect((await by(key)('POST', '/v1/settings/teams', { name: 'By a machine' })).status).toBe(201);
    const [entry] = (await admin('GET', '/v1/audit')).body.items;
    expect(entry).toMatchObject({ action: 'team.add', by: { id, name: 'Provisioning' } });
  });

  test('has nothing that only people have', async () => {
    const call = by((await made('Curious', { grants })).key);
    for (const [method, where, body] of [
      ['GET', '/v1/me'],
      ['PUT', '/v1/me', { takingCalls: true }],
      ['GET', '/v1/sessions'],
      ['PUT', '/v1/me/password', { currentPassword: 'x', newPassword: 'long enough' }],
    ] as const) {
      expect(await call(method, where, body)).toMatchObject({ status: 403, body: { code: 'people_only' } });
    }
  });

  test('is no user: not listed, not to be changed, made active, made a lead of a team or signed in as', async () => {
    const { id } = await made('Ghost', { grants });
    const { body } = await admin('GET', '/v1/settings/counsellors?limit=200');
    expect(body.items.map((one: { id: string }) => one.id)).not.toContain(id);
    for (const method of ['GET', 'PUT'])
      expect(
        (await admin(method, `/v1/settings/counsellors/${id}`, method === 'PUT' ? { active: true } : undefined)).status,
      ).toBe(404);
    expect((await admin('POST', `/v1/settings/counsellors/${id}/password-reset`)).status).toBe(404);
    expect((await admin('POST', '/v1/settings/teams', { name: 'Haunted', leadIds: [id] })).status).toBe(400);
    expect((await frame.call('POST', '/v1/session', { email: ' ', password: 'x' })).status).toBe(401);
    await expect(
      frame.db.query(sql.type(noRows)`update counsellor set active = true where id = ${id}`),
    ).rejects.toThrow();
  });

  test('is not what is left when the last administrator goes', async () => {
    const elsewhere = await frame.signedIn('Alone', { instituteId: 2, permissions: ['configure_calling'] });
    await elsewhere('POST', path, { name: 'Heir', grants: { configure_calling: 'yes' } });
    const me = (await elsewhere('GET', '/v1/session')).body.user.id;
    expect(await elsewhere('PUT', `/v1/settings/counsellors/${me}`, { active: false })).toMatchObject({
      status: 409,
      body: { code: 'last_administrator' },
    });
  });

  test('opens nothing once it is revoked, which is done once, and audited', async () => {
    const { id, key, prefix } = await made('Short-lived', { grants });
    expect((await by(key)('GET', '/v1/session')).status).toBe(200);
    expect((await admin('DELETE', `${path}/${id}`)).status).toBe(204);
    expect(await by(key)('GET', '/v1/session')).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
    expect((await admin('DELETE', `${path}/${id}`)).status).toBe(404);
    expect((await admin('GET', path)).body.items.map((one: { id: string }) => one.id)).not.toContain(id);
    const audited = { name: 'Short-lived', prefix, roles: [], grants };
    expect((await auditOf(frame.db, 1)).filter(({ target }) => target === id)).toEqual([
      { action: 'api_key.add', target: id, before: null, after: audited },
      { action: 'api_key.revoke', target: id, before: audited, after: {} },
    ]);
  });

  test('of another institute is nobody’s to see or revoke', async () => {
    const { id } = await made('Ours');
    const stranger = await frame.signedIn('Stranger', { instituteId: 2, permissions: ['configure_calling'] });
    expect((await stranger('DELETE', `${path}/${id}`)).status).toBe(404);
    expect(JSON.stringify((await stranger('GET', path)).body)).not.toContain(id);
    const theirs = (await stranger('POST', path, { name: 'Theirs', grants })).body.key;
    expect((await by(theirs)('GET', '/v1/session')).body.institute.id).toBe(2);
  });

  test('that nobody was given is nobody’s, and however often it is tried locks nobody out', async () => {
    const { key } = await made('Real');
    const tried = await Promise.all(
      Array.from({ length: 20 }, async () => by(`${key.slice(0, -4)}AAAA`)('GET', '/v1/session')),
    );
    expect(new Set(tried.map(({ status }: Answer) => status))).toEqual(new Set([401]));
    expect((await by(key)('GET', '/v1/session')).status).toBe(200);
    expect((await frame.call('GET', '/v1/session', undefined, { authorization: 'Bearer ct_' })).status).toBe(401);
  });

  test('that asks more than fifty times a second is told to wait, no other one', async () => {
    const [hasty, calm] = [by((await made('Hasty')).key), by((await made('Calm')).key)];
    const answers = await Promise.all(Array.from({ length: 60 }, async () => hasty('GET', '/v1/session')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
    expect(refused[0]).toMatchObject({ body: { code: 'too_many_requests' } });
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect((await calm('GET', '/v1/session')).status).toBe(200);
    frame.clock.now += 1000;
    expect((await hasty('GET', '/v1/session')).status).toBe(200);
  });

  test.each([
    [{}, 'name'],
    [{ name: ' ' }, 'name'],
    [{ name: 'x', roles: ['Not A Role'] }, 'roles.0'],
    [{ name: 'x', grants: { fly: 'yes' } }, 'grants.fly'],
    [{ name: 'x', grants: { full_numbers: 'team' } }, 'grants.full_numbers'],
    [{ name: 'x', key: 'ct_mine' }, ''],
  ])('is not made of %j', async (body, where) => {
    const answer = await admin('POST', path, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.errors.map(({ path: at }: { path: string }) => at)).toContainEqual(
      expect.stringMatching(new RegExp(`^(${where})?`)),
    );
  });

  test('comes in pages, the newest first', async () => {
    for (const name of ['p1', 'p2', 'p3']) await made(name);
    const first = (await admin('GET', `${path}?limit=2`)).body;
    expect(first.items.map(({ name }: { name: string }) => name)).toEqual(['p3', 'p2']);
    expect((await admin('GET', `${path}?limit=2&cursor=${first.nextCursor}`)).body.items[0].name).toBe('p1');
  });
});
