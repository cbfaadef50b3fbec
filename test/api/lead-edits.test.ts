import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import type { ShownLead } from '../../api/presenters/lead.ts';
import { noRows } from '../../db/columns.ts';
import { openDesk, type Desk, type Person } from './desk.ts';

let desk: Desk;
let asha: Person;
let bilal: Person;
let stranger: Person;

beforeAll(async () => {
  desk = await openDesk();
  asha = await desk.person('Asha Rao');
  bilal = await desk.person('Bilal Khan', { permissions: [] });
  stranger = await desk.person('Sam Stranger', { instituteId: 2 });
});
afterAll(async () => desk.close());

let last = 9_810_000_000;
const aLead = async (more: Record<string, unknown> = {}) => {
  last += 1;
  return (
    await asha.call<ShownLead>('POST', '/v1/leads', { name: 'Kabir', phones: [{ number: String(last) }], ...more })
  ).body;
};
const edit = async (id: string, body: unknown, by = asha) =>
  await by.call<ShownLead & { code?: string }>('PATCH', `/v1/leads/${id}`, body);

describe('an edit', () => {
  test('changes what it names and nothing else', async () => {
    const lead = await aLead({ email: 'kabir@student.test', owners: [asha.id] });
    const { status, body } = await edit(lead.id, { stage: 'Visit', junk: true, owners: [bilal.id] }, bilal);
    expect(status).toBe(200);
    const after = (await asha.call<ShownLead>('GET', `/v1/leads/${lead.id}`)).body;
    expect(after).toEqual({
      ...lead,
      stage: 'Visit',
      junk: true,
      owners: [{ id: bilal.id, name: 'Bilal Khan' }],
      version: 2,
    });
    expect(body.version).toBe(2);
  });

  test('can empty the address and take the owners away', async () => {
    const lead = await aLead({ email: 'kabir@student.test', owners: [asha.id] });
    const { body } = await edit(lead.id, { email: null, owners: [] });
    expect([body.email, body.owners]).toEqual([null, []]);
  });

  test('raises the version even when it repeats what stands', async () => {
    const lead = await aLead();
    expect((await edit(lead.id, { name: lead.name })).body.version).toBe(2);
    expect((await edit(lead.id, {})).body.version).toBe(3);
  });

  test('brings the lead to the top of the list', async () => {
    const lead = await aLead();
    await aLead();
    await edit(lead.id, { name: 'Kabir Verma' });
    const { items } = (await asha.call<{ items: ShownLead[] }>('GET', '/v1/leads?limit=1')).body;
    expect(items[0]?.id).toBe(lead.id);
  });

  test("of a version that is no longer the lead's is refused, with the lead as it is", async () => {
    const lead = await aLead();
    const { body: current } = await edit(lead.id, { name: 'Kabir Verma', version: 1 });
    const answer = await edit(lead.id, { name: 'Kabir Gupta', version: 1 });
    expect(answer).toMatchObject({ status: 409, body: { code: 'stale_version', current } });
    expect((await edit(lead.id, { name: 'Kabir Gupta', version: 2 })).body).toMatchObject({
      name: 'Kabir Gupta',
      version: 3,
    });
  });

  test('of one version that comes from twenty sides at once is taken from exactly one', async () => {
    const lead = await aLead();
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => edit(lead.id, { name: `Kabir ${n}`, version: 1 })),
    );
    expect([200, 409].map((status) => answers.filter((answer) => answer.status === status).length)).toEqual([1, 19]);
    const after = (await asha.call<ShownLead>('GET', `/v1/leads/${lead.id}`)).body;
    expect([after.name, after.version]).toEqual([answers.find(({ status }) => status === 200)?.body.name, 2]);
  });

  test('of a merged lead is refused; the lead itself says where it went', async () => {
    const [merged, primary] = [await aLead(), await aLead()];
    await desk.db.query(
      sql.type(noRows)`update lead set merged_into = ${primary.id} where institute_id = 1 and id = ${merged.id}`,
    );
    expect(await edit(merged.id, { name: 'X' })).toMatchObject({
      status: 409,
      body: { code: 'lead_merged', mergedInto: primary.id },
    });
    expect(await asha.call('POST', `/v1/leads/${merged.id}/notes`, { text: 'X' })).toMatchObject({
      status: 409,
      body: { code: 'lead_merged' },
    });
    expect((await asha.call<ShownLead>('GET', `/v1/leads/${merged.id}`)).body).toMatchObject({
      id: merged.id,
      mergedInto: primary.id,
    });
  });

  test.each([
    ['a name that is a number', { name: 7 }, 'name'],
    ['a broken address', { email: 'kabir@' }, 'email'],
    ['an empty stage', { stage: '' }, 'stage'],
    ['a junk mark that is a word', { junk: 'yes' }, 'junk'],
    ['a "do not call" mark that is null', { doNotCall: null }, 'doNotCall'],
    ['an owner twice', { owners: ['asha', 'asha'] }, 'owners.0'],
    ['a version in words', { version: 'one' }, 'version'],
    ['a call that is no id', { callId: '1' }, 'callId'],
    ['an unreadable number', { phones: [{ number: '000' }] }, 'phones.0.number'],
    [
      'a phone it does not have',
      { phones: [{ id: '00000000-0000-7000-8000-000000000000', number: '9812345670' }] },
      'phones.0.id',
    ],
    ['a verification by hand', { phones: [{ number: '9812345670', verified: true }] }, 'phones.0.verified'],
    ['an unknown field', { origin: 'Website' }, ''],
    ['a text', '"name"', ''],
    ['half a body', '{"name":', ''],
  ])('is refused with %s', async (_, body, path) => {
    const { id } = await aLead();
    const answer = await asha.call<{ code: string; errors: { path: string }[] }>('PATCH', `/v1/leads/${id}`, body);
    expect([answer.status, answer.body.code, answer.body.errors[0]?.path]).toEqual([400, 'invalid_request', path]);
    expect((await asha.call<ShownLead>('GET', `/v1/leads/${id}`)).body.version).toBe(1);
  });

  test('gives no lead to a user of another institute, and to nobody twice', async () => {
    const { id } = await aLead();
    expect((await edit(id, { owners: [stranger.id] })).status).toBe(400);
    expect((await edit(id, { owners: [asha.id, asha.id] })).status).toBe(400);
  });

  test('without anybody signed in is refused', async () => {
    const { id } = await aLead();
    expect((await fetch(`${desk.url}/v1/leads/${id}`, { method: 'PATCH', body: '{}' })).status).toBe(401);
  });
});

describe('a list of phones', () => {
  test('replaces the one before, and a number it had keeps its id and kind', async () => {
    const lead = await aLead({ phones: [{ number: '9820000001' }, { number: '9820000002' }] });
    const { body } = await edit(lead.id, { phones: [{ number: '98200 00003' }, { number: '0 98200 00001' }] });
    expect(body.phones).toEqual([
      { id: expect.any(String), number: '+919820000003', kind: 'alternate', verified: false },
      { id: lead.phones[0]?.id, number: '+919820000001', kind: 'primary', verified: false },
    ]);
  });

  test('can make another number the primary', async () => {
    const lead = await aLead({ phones: [{ number: '9820000004' }, { number: '9820000005' }] });
    const { body } = await edit(lead.id, {
      phones: [{ number: '9820000004' }, { number: '9820000005', kind: 'primary' }],
    });
    expect(body.phones.map(({ kind }) => kind)).toEqual(['alternate', 'primary']);
  });

  test('may be empty: the number was wrong and the right one is not known', async () => {
    const lead = await aLead();
    expect((await edit(lead.id, { phones: [] })).body.phones).toEqual([]);
  });

  test('sent back as it was read changes nothing', async () => {
    const lead = await aLead({ phones: [{ number: '9820000006' }, { number: '9820000007' }] });
    expect((await edit(lead.id, { phones: lead.phones })).body.phones).toEqual(lead.phones);
    const { items } = (await asha.call<{ items: unknown[] }>('GET', `/v1/leads/${lead.id}/timeline`)).body;
    expect(items).toEqual([]);
  });
});
