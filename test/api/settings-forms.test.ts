import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditOf } from './audit-trail.ts';
import { openFrame, type Call, type Frame } from './frame.ts';

let frame: Frame;
let admin: Call;
let elsewhere: Call;
beforeAll(async () => {
  frame = await openFrame();
  admin = await frame.signedIn('Admin', { permissions: ['configure_calling'] });
  elsewhere = await frame.signedIn('Other', { instituteId: 2, permissions: ['configure_calling'] });
});
afterAll(async () => frame.close());

const path = '/v1/settings/forms';

describe('forms', () => {
  test('are added and changed, by the id in the body or in the path', async () => {
    const added = await admin('POST', path, { name: 'B.Tech 2027' });
    expect(added).toMatchObject({ status: 201, body: { id: expect.any(String), name: 'B.Tech 2027', active: true } });
    const { id } = added.body;
    expect(await admin('PUT', path, { id, name: 'B.Tech' })).toMatchObject({
      status: 200,
      body: { id, name: 'B.Tech', active: true },
    });
    expect(await admin('PUT', `${path}/${id}`, { active: false })).toMatchObject({
      status: 200,
      body: { id, name: 'B.Tech', active: false },
    });
    expect((await admin('GET', path)).body).toEqual({
      items: [{ id, name: 'B.Tech', active: false }],
      nextCursor: null,
    });
    expect(await auditOf(frame.db, 1)).toMatchObject([
      { action: 'form.add', target: id, before: null, after: { name: 'B.Tech 2027', active: true } },
      { action: 'form.change', target: id, before: { name: 'B.Tech 2027' }, after: { name: 'B.Tech' } },
      { action: 'form.change', target: id, before: { active: true }, after: { active: false } },
    ]);
  });

  test('have names of their own within the institute, and are another institute’s to nobody', async () => {
    const { id } = (await admin('POST', path, { name: 'MBA' })).body;
    expect(await admin('POST', path, { name: 'mba' })).toMatchObject({ status: 409, body: { code: 'form_exists' } });
    expect((await elsewhere('POST', path, { name: 'MBA' })).status).toBe(201);
    expect((await elsewhere('PUT', path, { id, name: 'Mine' })).status).toBe(404);
    expect((await elsewhere('PUT', `${path}/${id}`, { name: 'Mine' })).status).toBe(404);
    expect((await elsewhere('GET', path)).body.items).toHaveLength(1);
  });

  test.each([[{ name: '' }], [{ name: 'x', active: 'yes' }], [{ name: 'x', colour: 'red' }], [{}]])(
    'refuse %j',
    async (body) => {
      expect((await admin('POST', path, body)).status).toBe(400);
    },
  );

  test('come in pages, by name', async () => {
    for (const name of ['c', 'A', 'b']) await admin('POST', path, { name });
    const first = (await admin('GET', `${path}?limit=3`)).body;
    const rest = (await admin('GET', `${path}?cursor=${first.nextCursor}`)).body;
    const names = [...first.items, ...rest.items].map(({ name }: { name: string }) => name);
    expect(names).toEqual(['A', 'b', 'B.Tech', 'c', 'MBA']);
  });
});
