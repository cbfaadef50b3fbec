import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import { auditOf } from './audit-trail.ts';
import { openFrame, type Call, type Frame } from './frame.ts';
import { heardOn } from './listening.ts';

let frame: Frame;
let admin: Call;
let asha: Call;
let ashaId: string;
let adminId: string;
beforeAll(async () => {
  frame = await openFrame();
  admin = await frame.signedIn('Admin', { permissions: ['configure_calling'] });
  asha = await frame.signedIn('Asha');
  adminId = (await admin('GET', '/v1/me')).body.id;
  ashaId = (await asha('GET', '/v1/me')).body.id;
});
afterAll(async () => frame.close());
beforeEach(async () => {
  await frame.db.query(sql.type(noRows)`truncate audit, role_permission`);
  await frame.db.query(sql.type(noRows)`delete from user_permission where counsellor_id <> ${adminId}`);
});

const ofCounsellors = '/v1/settings/permissions/counsellor';
const ofAsha = () => `/v1/settings/counsellors/${ashaId}/permissions`;
const held = async () => (await asha('GET', '/v1/session')).body.user.permissions;

describe('what a role grants', () => {
  test('is nothing until an admin grants it, and from then on holds with the next request', async () => {
    expect(await held()).toEqual([]);
    expect((await asha('GET', '/v1/settings/numbers')).status).toBe(403);
    const answer = await admin('PUT', ofCounsellors, {
      grants: { full_numbers: 'yes', call_logs: 'team', configure_calling: 'yes' },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { role: 'counsellor', grants: { full_numbers: 'yes', call_logs: 'team', configure_calling: 'yes' } },
    });
    expect(await held()).toEqual(['call_logs:team', 'configure_calling', 'full_numbers']);
    expect((await asha('GET', '/v1/settings/numbers')).status).toBe(200);
    await admin('PUT', ofCounsellors, { grants: { call_logs: 'all', configure_calling: null } });
    expect(await held()).toEqual(['call_logs:all', 'full_numbers']);
    expect((await asha('GET', '/v1/settings/numbers')).status).toBe(403);
    expect(await auditOf(frame.db, 1)).toEqual([
      {
        action: 'permissions.change',
        target: 'role:counsellor',
        before: { full_numbers: null, call_logs: null, configure_calling: null },
        after: { full_numbers: 'yes', call_logs: 'team', configure_calling: 'yes' },
      },
      {
        action: 'permissions.change',
        target: 'role:counsellor',
        before: { call_logs: 'team', configure_calling: 'yes' },
        after: { call_logs: 'all', configure_calling: null },
      },
    ]);
  });

  test('is found by searching "call": title, sentence and scopes of every permission', async () => {
    const { body } = await admin('GET', `${ofCounsellors}?search=call`);
    expect(body.items).toHaveLength(12);
    expect(body.nextCursor).toBeNull();
    expect(body.items).toContainEqual({
      permission: 'call_logs',
      title: 'View call logs',
      description: expect.stringMatching(/\.$/),
      scopes: ['own', 'team', 'all'],
      scope: null,
    });
    const one = await admin('GET', `${ofCounsellors}?search=recordings`);
    expect(one.body.items.map(({ permission }: { permission: string }) => permission)).toEqual(['recordings']);
    expect((await admin('GET', `${ofCounsellors}?search=payroll`)).body.items).toEqual([]);
  });

  test('written back as it was read, whole or as found, changes nothing', async () => {
    await admin('PUT', ofCounsellors, { grants: { recordings: 'own' } });
    await frame.db.query(sql.type(noRows)`truncate audit`);
    for (const query of ['', '?search=recordings']) {
      const { body } = await admin('GET', ofCounsellors + query);
      expect((await admin('PUT', ofCounsellors, body)).status).toBe(200);
    }
    expect(await auditOf(frame.db, 1)).toEqual([]);
    const { body } = await admin('GET', ofCounsellors);
    body.items[0].scope = 'yes';
    expect(await admin('PUT', ofCounsellors, body)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'items' }] },
    });
    expect(await admin('PUT', ofCounsellors, { role: 'admin' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'role' }] },
    });
  });

  test.each([
    [{ grants: { call_logs: 'yes' } }, 'grants.call_logs'],
    [{ grants: { full_numbers: 'all' } }, 'grants.full_numbers'],
    [{ grants: { full_numbers: 'no' } }, 'grants.full_numbers'],
    [{ grants: { fly: 'yes' } }, 'grants'],
    [{ grants: ['full_numbers'] }, 'grants'],
  ])('refuses %j', async (body, place) => {
    expect(await admin('PUT', ofCounsellors, body)).toMatchObject({
      status: 400,
      body: { errors: [{ path: expect.stringContaining(place) }] },
    });
  });

  test('is told to the streams of whoever has the role, and of nobody else', async () => {
    const heard = await heardOn(frame.databaseUrl, 'access', async () => {
      await admin('PUT', ofCounsellors, { grants: { receive_popups: 'yes' } });
      await admin('PUT', ofCounsellors, { grants: { receive_popups: 'yes' } });
      await admin('PUT', '/v1/settings/permissions/nobody-has-this', { grants: { recordings: 'all' } });
      await admin('PUT', ofAsha(), { grants: { receive_popups: 'no' } });
    });
    expect(heard.toSorted()).toEqual([`1:${ashaId}`, `1:${ashaId}`, `1:${adminId}`].toSorted());
  });

  test('stands in the list of roles, with those that every institute has', async () => {
    await admin('PUT', '/v1/settings/permissions/team-lead', { grants: { call_logs: 'team' } });
    const { body } = await admin('GET', '/v1/settings/permissions');
    expect(body).toEqual({
      items: [
        { role: 'admin', users: 0, grants: {} },
        { role: 'counsellor', users: 2, grants: {} },
        { role: 'team-lead', users: 0, grants: { call_logs: 'team' } },
      ],
      nextCursor: null,
    });
    const first = await admin('GET', '/v1/settings/permissions?limit=2');
    const second = await admin('GET', `/v1/settings/permissions?limit=2&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...second.body.items]).toEqual(body.items);
    expect(second.body.nextCursor).toBeNull();
    expect((await admin('GET', '/v1/settings/permissions/Not%20A%20Role')).status).toBe(404);
  });
});

describe('what a user is granted beside their roles', () => {
  test('adds to them or denies what they give', async () => {
    await admin('PUT', ofCounsellors, { grants: { call_logs: 'all', full_numbers: 'yes' } });
    const answer = await admin('PUT', ofAsha(), {
      grants: { call_logs: 'own', full_numbers: 'no', recordings: 'team' },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        counsellor: ashaId,
        grants: { call_logs: 'own', full_numbers: 'no', recordings: 'team' },
        effective: ['call_logs:own', 'recordings:team'],
      },
    });
    expect(answer.body.items).toContainEqual(
      expect.objectContaining({ permission: 'full_numbers', scope: 'no', ofRoles: 'yes', effective: null }),
    );
    expect(await held()).toEqual(['call_logs:own', 'recordings:team']);
    await admin('PUT', ofAsha(), { grants: { full_numbers: null } });
    expect(await held()).toEqual(['call_logs:own', 'full_numbers', 'recordings:team']);
    expect((await admin('GET', `${ofAsha()}?search=masked`)).body.items).toHaveLength(1);
    expect((await auditOf(frame.db, 1)).at(-1)).toEqual({
      action: 'permissions.change',
      target: ashaId,
      before: { full_numbers: 'no' },
      after: { full_numbers: null },
    });
  });

  test('of another institute is nobody', async () => {
    const elsewhere = await frame.signedIn('Other', { instituteId: 2, permissions: ['configure_calling'] });
    expect((await elsewhere('GET', ofAsha())).status).toBe(404);
    expect((await elsewhere('PUT', ofAsha(), { grants: { recordings: 'all' } })).status).toBe(404);
    expect((await admin('GET', '/v1/settings/counsellors/nobody/permissions')).status).toBe(404);
  });
});

describe('the last who may configure calling', () => {
  const refused = { status: 409, body: { code: 'last_administrator' } };
  const own = () => `/v1/settings/counsellors/${adminId}`;

  test('can not give that up, in whatever way', async () => {
    expect(await admin('PUT', `${own()}/permissions`, { grants: { configure_calling: null } })).toMatchObject(refused);
    expect(await admin('PUT', `${own()}/permissions`, { grants: { configure_calling: 'no' } })).toMatchObject(refused);
    expect(await admin('PUT', own(), { active: false })).toMatchObject(refused);
    expect((await admin('GET', '/v1/session')).status).toBe(200);
    expect(await auditOf(frame.db, 1)).toEqual([]);
  });

  test('nor take it from the one role that gives it', async () => {
    await admin('PUT', '/v1/settings/permissions/admin', { grants: { configure_calling: 'yes' } });
    await admin('PUT', own(), { roles: ['admin'] });
    expect((await admin('PUT', `${own()}/permissions`, { grants: { configure_calling: null } })).status).toBe(200);
    expect(await admin('PUT', '/v1/settings/permissions/admin', { grants: { configure_calling: null } })).toMatchObject(
      refused,
    );
    expect(await admin('PUT', own(), { roles: ['counsellor'] })).toMatchObject(refused);
    expect((await admin('PUT', `${own()}/permissions`, { grants: { configure_calling: 'yes' } })).status).toBe(200);
    expect((await admin('PUT', own(), { roles: ['counsellor'] })).status).toBe(200);
  });

  test('is one of two who take it from each other at the same moment', async () => {
    await admin('PUT', ofAsha(), { grants: { configure_calling: 'yes' } });
    const answers = await Promise.all([
      admin('PUT', ofAsha(), { grants: { configure_calling: null } }),
      asha('PUT', `${own()}/permissions`, { grants: { configure_calling: null } }),
    ]);
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    // The second is refused when its change is made, or at the door when the first was quicker.
    expect([
      [200, 403],
      [200, 409],
    ]).toContainEqual(statuses);
    await frame.db.query(sql.type(noRows)`
      insert into user_permission values (1, ${adminId}, 'configure_calling', 'yes') on conflict do nothing
    `);
  });
});
