import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import type { ShownLead } from '../../api/presenters/lead.ts';
import { noRows } from '../../db/columns.ts';
import { openDesk, type Desk, type Person } from './desk.ts';

interface List {
  readonly items: readonly ShownLead[];
  readonly nextCursor: string | null;
}

let desk: Desk;
let asha: Person;
let bilal: Person;
let blind: Person;
let stranger: Person;

beforeAll(async () => {
  desk = await openDesk();
  asha = await desk.person('Asha Rao');
  bilal = await desk.person('Bilal Khan');
  blind = await desk.person('Chitra Iyer', { permissions: [] });
  stranger = await desk.person('Sam Stranger', { instituteId: 2 });
});
afterAll(async () => desk.close());

const create = async (body: Record<string, unknown>, by = asha) =>
  (await by.call<ShownLead>('POST', '/v1/leads', body)).body;
const find = async (query: string, by = asha) =>
  (await by.call<List>('GET', `/v1/leads?${query}`)).body.items.map(({ id }) => id);

describe('a lead made by hand', () => {
  test('is as the contract shows it, with the first phone as its primary', async () => {
    const { status, body } = await asha.call<ShownLead>('POST', '/v1/leads', {
      name: '  Riya Sharma ',
      email: 'riya@student.test',
      phones: [{ number: '098300 00001' }, { number: '+91 98300-00002' }],
      owners: [bilal.id, asha.id],
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      name: 'Riya Sharma',
      email: 'riya@student.test',
      stage: 'New',
      origin: 'Manual',
      campaign: null,
      owners: [
        { id: bilal.id, name: 'Bilal Khan' },
        { id: asha.id, name: 'Asha Rao' },
      ],
      phones: [
        { id: expect.any(String), number: '+919830000001', kind: 'primary', verified: false },
        { id: expect.any(String), number: '+919830000002', kind: 'alternate', verified: false },
      ],
      junk: false,
      doNotCall: false,
      mergedInto: null,
      lastCall: null,
      callCount: 0,
      version: 1,
    });
    expect((await asha.call('GET', `/v1/leads/${body.id}`)).body).toEqual(body);
  });

  test('may share its number with another: families do', async () => {
    const phones = [{ number: '9830000003' }];
    const [one, other] = [await create({ name: 'Elder', phones }), await create({ name: 'Younger', phones })];
    expect(await find('search=9830000003')).toEqual([other.id, one.id]);
  });

  test.each([
    ['nothing', undefined, ''],
    ['a list', [], ''],
    ['no name', { phones: [{ number: '9830000004' }] }, 'name'],
    ['a blank name', { name: ' ', phones: [{ number: '9830000004' }] }, 'name'],
    ['a name with a NUL', { name: 'a\0b', phones: [{ number: '9830000004' }] }, 'name'],
    ['no phones', { name: 'A' }, 'phones'],
    ['an empty list of phones', { name: 'A', phones: [] }, 'phones'],
    [
      'an unreadable number',
      { name: 'A', phones: [{ number: '9830000004' }, { number: 'unknown' }] },
      'phones.1.number',
    ],
    [
      'a number twice',
      { name: 'A', phones: [{ number: '9830000004' }, { number: '+919830000004' }] },
      'phones.1.number',
    ],
    [
      'two primaries',
      {
        name: 'A',
        phones: [
          { number: '9830000004', kind: 'primary' },
          { number: '9830000005', kind: 'primary' },
        ],
      },
      'phones.1.kind',
    ],
    ['an unknown kind', { name: 'A', phones: [{ number: '9830000004', kind: 'home' }] }, 'phones.0.kind'],
    ['a broken e-mail address', { name: 'A', email: 'riya', phones: [{ number: '9830000004' }] }, 'email'],
    ['an owner who is no id', { name: 'A', phones: [{ number: '9830000004' }], owners: ['asha'] }, 'owners.0'],
    ['an unknown field', { name: 'A', phones: [{ number: '9830000004' }], version: 1 }, ''],
  ])('is refused with %s', async (_, body, path) => {
    const answer = await asha.call<{ code: string; errors: { path: string }[] }>('POST', '/v1/leads', body);
    expect([answer.status, answer.body.code, answer.body.errors[0]?.path]).toEqual([400, 'invalid_request', path]);
  });

  test('is not owned by a user of another institute', async () => {
    const body = { name: 'A', phones: [{ number: '9830000004' }], owners: [asha.id, stranger.id] };
    const answer = await asha.call('POST', '/v1/leads', body);
    expect([answer.status, answer.body['errors']]).toEqual([
      400,
      [{ path: 'owners.1', problem: 'no user of this institute' }],
    ]);
  });
});

describe('the list', () => {
  test('has the most recently active first and comes in pages without gaps, also within one millisecond', async () => {
    const made = [];
    for (let n = 0; n < 7; n += 1)
      made.push(await create({ name: `Paged ${n}`, stage: 'Paged', phones: [{ number: `984000000${n}` }] }));
    await desk.db.query(sql.type(noRows)`
      update lead set last_active_at = '2026-01-01T00:00:00.000100Z'::timestamptz + right(name, 1)::integer * interval '1 microsecond'
      where institute_id = 1 and stage = 'Paged'
    `);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: List = (
        await asha.call<List>('GET', `/v1/leads?stage=Paged&limit=3${cursor === null ? '' : `&cursor=${cursor}`}`)
      ).body;
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(made.toReversed().map(({ id }) => id));
  });

  test('is filtered by owner, stage and origin together', async () => {
    const lead = await create({
      name: 'Filtered',
      stage: 'Visit',
      owners: [bilal.id],
      phones: [{ number: '9850000001' }],
    });
    await create({ name: 'Filtered', stage: 'Visit', phones: [{ number: '9850000001' }] });
    expect(await find(`search=&owner=${bilal.id}&stage=Visit&origin=Manual`)).toEqual([lead.id]);
    expect(await find(`owner=${bilal.id}&stage=Visit&origin=Telephony`)).toEqual([]);
    expect((await find('search=Filtered&owner=&stage=&origin=')).length).toBe(2);
  });

  test.each(['limit=0', 'limit=x', 'cursor=nonsense', 'owner=asha', `search=${'x'.repeat(201)}`, 'search=a%00b'])(
    'refuses %s',
    async (query) => {
      expect((await asha.call('GET', `/v1/leads?${query}`)).status).toBe(400);
    },
  );
});

describe('a search', () => {
  test('finds a lead by part of its name or address in any case, and takes no letter as a wildcard', async () => {
    const lead = await create({
      name: "Zubeida 100% O'Neil_Das",
      email: 'Zubeida.Das@Student.test',
      phones: [{ number: '9860000001' }],
    });
    for (const search of ['zubeida', "O'NEIL", '100%', 'l_d', 'das@student', lead.id, lead.id.toUpperCase()]) {
      expect([search, await find(`search=${encodeURIComponent(search)}`)]).toEqual([search, [lead.id]]);
    }
    for (const search of ['zube%das', 'O_Neil', '\\'])
      expect(await find(`search=${encodeURIComponent(search)}`)).toEqual([]);
  });

  test('finds a number however it is spelled', async () => {
    const lead = await create({ name: 'Spelled', phones: [{ number: '98600 00002' }] });
    const spellings = [
      '9860000002',
      '+919860000002',
      '919860000002',
      '09860000002',
      '00919860000002',
      '+91 98600 00002',
      '98600-00002',
      '(0) 98600.00002',
    ];
    for (const spelling of spellings) {
      expect([spelling, await find(`search=${encodeURIComponent(spelling)}`)]).toEqual([spelling, [lead.id]]);
    }
    expect(await find('search=+919860000002')).toEqual([lead.id]);
    expect(await find('search=%2B1+9860000002')).toEqual([]);
  });

  test('finds part of a number only for those who may see numbers', async () => {
    const lead = await create({ name: 'Partly', phones: [{ number: '9860044003' }] });
    expect(await find('search=60044')).toEqual([lead.id]);
    expect(await find('search=60044', blind)).toEqual([]);
    expect(await find('search=98600+44003', blind)).toEqual([lead.id]);
  });

  test("leads from a merged lead's number and id to its primary", async () => {
    const [merged, primary] = [
      await create({ name: 'Merged', phones: [{ number: '9860000005' }] }),
      await create({ name: 'Primary', phones: [{ number: '9860000006' }] }),
    ];
    await desk.db.query(
      sql.type(noRows)`update lead set merged_into = ${primary.id} where institute_id = 1 and id = ${merged.id}`,
    );
    expect(await find('search=9860000005')).toEqual([primary.id]);
    expect(await find(`search=${merged.id}`)).toEqual([primary.id]);
    expect(await find('search=Merged')).toEqual([]);
  });
});

describe('without the permission to see numbers', () => {
  test('no number comes out, in a phone or in a name', async () => {
    const { id } = await create({ name: 'Riya 98700 00001', phones: [{ number: '9870000001' }] });
    const { body } = await blind.call<ShownLead>('GET', `/v1/leads/${id}`);
    expect([body.name, body.phones[0]?.number]).toEqual(['Riya •••••• 0001', '•••••• 0001']);
    expect(JSON.stringify((await blind.call('GET', '/v1/leads?search=9870000001')).body)).not.toMatch(/98700/);
  });

  test('a masked number sent back stands for the phone it was shown for', async () => {
    const lead = await create({
      name: 'Masked 98700-00002',
      phones: [{ number: '9870000002' }, { number: '9880000002' }],
    });
    const shown = (await blind.call<ShownLead>('GET', `/v1/leads/${lead.id}`)).body.phones;
    expect((await blind.call('PATCH', `/v1/leads/${lead.id}`, { phones: shown.toReversed() })).status).toBe(200);
    const after = (await asha.call<ShownLead>('GET', `/v1/leads/${lead.id}`)).body.phones;
    expect(after.map(({ id, number }) => [id, number])).toEqual(
      lead.phones.toReversed().map(({ id, number }) => [id, number]),
    );
    expect(
      (await blind.call<ShownLead>('PATCH', `/v1/leads/${lead.id}`, { name: 'Masked •••••• 0002', stage: 'Visit' }))
        .status,
    ).toBe(200);
    expect((await asha.call<ShownLead>('GET', `/v1/leads/${lead.id}`)).body).toMatchObject({
      name: 'Masked 98700-00002',
      stage: 'Visit',
    });
    const bare = await blind.call('PATCH', `/v1/leads/${lead.id}`, { phones: [{ number: '•••••• 0002' }] });
    expect(bare.status).toBe(400);
  });
});

describe('between institutes', () => {
  test('a lead of another one is not there, whatever is done with it', async () => {
    const theirs = await create({ name: 'Theirs', phones: [{ number: '9890000001' }] }, stranger);
    const calls: [string, string, unknown?][] = [
      ['GET', ''],
      ['PATCH', '', { name: 'Mine' }],
      ['POST', '/notes', { text: 'Mine' }],
      ['GET', '/timeline'],
    ];
    for (const [method, path, body] of calls) {
      const answer = await asha.call(method, `/v1/leads/${theirs.id}${path}`, body);
      expect([method, path, answer.status, answer.body['code']]).toEqual([method, path, 404, 'not_found']);
    }
    expect(await find('search=9890000001')).toEqual([]);
    expect(await find(`search=${theirs.id}`)).toEqual([]);
    expect(await find(`owner=${stranger.id}`)).toEqual([]);
  });

  test('an id that is none is not there either', async () => {
    for (const id of ['1', 'x'.repeat(100), '00000000-0000-7000-8000-000000000000']) {
      expect((await asha.call('GET', `/v1/leads/${id}`)).status).toBe(404);
    }
  });
});
