import { randomUUID } from 'node:crypto';
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

const path = '/v1/settings/teams';
const people = '/v1/settings/counsellors';

describe('teams', () => {
  test('are added, renamed and removed', async () => {
    const added = await admin('POST', path, { name: 'North' });
    expect(added).toMatchObject({
      status: 201,
      body: { id: expect.any(String), name: 'North', members: 0, leadIds: [] },
    });
    const one = `${path}/${added.body.id}`;
    expect(await admin('PUT', one, { ...added.body, name: 'North-East' })).toMatchObject({
      status: 200,
      body: { name: 'North-East', members: 0 },
    });
    expect((await admin('GET', one)).body).toEqual({ id: added.body.id, name: 'North-East', members: 0, leadIds: [] });
    expect(await admin('DELETE', one)).toMatchObject({ status: 204 });
    expect((await admin('GET', one)).status).toBe(404);
    expect(await auditOf(frame.db, 1)).toMatchObject([
      { action: 'team.add', before: null, after: { name: 'North', leadIds: [] } },
      { action: 'team.change', before: { name: 'North' }, after: { name: 'North-East' } },
      { action: 'team.remove', before: { name: 'North-East', leadIds: [] }, after: {} },
    ]);
  });

  test('are what a counsellor can be of, and a change of it is one of rights', async () => {
    const team = (await admin('POST', path, { name: 'South' })).body;
    const { id } = (await admin('POST', people, { name: 'Bilal', email: 'bilal.south@uni.test', teamId: team.id }))
      .body;
    expect((await admin('GET', `${path}/${team.id}`)).body.members).toBe(1);
    expect(await admin('DELETE', `${path}/${team.id}`)).toMatchObject({
      status: 409,
      body: { code: 'team_not_empty', members: 1 },
    });
    for (const teamId of [randomUUID(), (await elsewhere('POST', path, { name: 'South' })).body.id]) {
      const wrong = { status: 400, body: { errors: [{ path: 'teamId' }] } };
      expect(await admin('PUT', `${people}/${id}`, { teamId })).toMatchObject(wrong);
      expect(await admin('POST', people, { name: 'C', email: 'c.south@uni.test', teamId })).toMatchObject(wrong);
    }
    const heard = await heardOn(frame.databaseUrl, 'access', async () => {
      expect((await admin('PUT', `${people}/${id}`, { teamId: null })).status).toBe(200);
    });
    expect(heard).toEqual([`1:${id}`]);
    expect((await admin('DELETE', `${path}/${team.id}`)).status).toBe(204);
  });

  test('have leads, who need not be of them, and whose reach a change of it is', async () => {
    const [one, two] = [await frame.addUser('One'), await frame.addUser('Two')];
    const other = await frame.addUser('Outsider', { instituteId: 2 });
    const { id } = (await admin('POST', path, { name: 'Led', leadIds: [one] })).body;
    expect((await admin('GET', `${path}/${id}`)).body).toEqual({ id, name: 'Led', members: 0, leadIds: [one] });
    const heard = await heardOn(frame.databaseUrl, 'access', async () => {
      expect((await admin('PUT', `${path}/${id}`, { leadIds: [two] })).body).toMatchObject({
        name: 'Led',
        leadIds: [two],
      });
    });
    expect(heard.toSorted()).toEqual([`1:${one}`, `1:${two}`].toSorted());
    expect((await auditOf(frame.db, 1)).at(-1)).toMatchObject({
      action: 'team.change',
      before: { leadIds: [one] },
      after: { leadIds: [two] },
    });
    for (const [leadIds, place] of [
      [[two, other], 'leadIds.1'],
      [[two, two], 'leadIds'],
      ['nobody', 'leadIds'],
      [['x'], 'leadIds.0'],
    ] as const) {
      const refused = { status: 400, body: { errors: [{ path: place }] } };
      expect(await admin('PUT', `${path}/${id}`, { leadIds })).toMatchObject(refused);
      expect(await admin('POST', path, { name: 'Never', leadIds })).toMatchObject(refused);
    }
    expect((await admin('DELETE', `${path}/${id}`)).status).toBe(204);
  });

  test('have names of their own, in any case, within the institute', async () => {
    await admin('POST', path, { name: 'West' });
    expect(await admin('POST', path, { name: 'WEST' })).toMatchObject({ status: 409, body: { code: 'team_exists' } });
    expect((await elsewhere('POST', path, { name: 'West' })).status).toBe(201);
  });

  test('are another institute’s to nobody', async () => {
    const { id } = (await admin('POST', path, { name: 'East' })).body;
    expect(await admin('PUT', `${path}/${id}`, { members: 7 })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'members' }] },
    });
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect((await elsewhere(method, `${path}/${id}`, method === 'PUT' ? { name: 'Mine' } : undefined)).status).toBe(
        404,
      );
      expect((await admin(method, `${path}/east`, method === 'PUT' ? {} : undefined)).status).toBe(404);
    }
  });

  test('come in pages, by name', async () => {
    for (const name of ['alpha', 'Beta', 'gamma']) await admin('POST', path, { name });
    const all = (await admin('GET', path)).body.items.map(({ name }: { name: string }) => name);
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await admin('GET', `${path}?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      names.push(...body.items.map(({ name }: { name: string }) => name));
      cursor = body.nextCursor;
    }
    expect(names).toEqual(all);
    expect(names.indexOf('Beta')).toBeGreaterThan(names.indexOf('alpha'));
    expect(names.indexOf('gamma')).toBeGreaterThan(names.indexOf('Beta'));
  });
});
