import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import type { ShownLead } from '../../api/presenters/lead.ts';
import type { TimelineItem } from '../../api/presenters/timeline.ts';
import { noRows } from '../../db/columns.ts';
import { auditOf } from './audit-trail.ts';
import { aCall } from './call-script.ts';
import { openDesk, type Desk, type Person } from './desk.ts';

interface Report {
  readonly dryRun: boolean;
  readonly columns: Record<string, string>;
  readonly ignoredColumns: readonly string[];
  readonly counts: Record<'create' | 'update' | 'skip' | 'error', number>;
  readonly rows: readonly {
    line: number;
    action: string;
    leadId: string | null;
    changes: string[];
    reasons: string[];
  }[];
  readonly code?: string;
  readonly errors?: readonly { path: string; problem: string }[];
}

let desk: Desk;
let asha: Person;
let stranger: Person;

beforeAll(async () => {
  desk = await openDesk();
  asha = await desk.person('Asha Rao');
  stranger = await desk.person('Sam Stranger', { instituteId: 2 });
});
afterAll(async () => desk.close());

let last = 8_800_000_000;
const aNumber = (): string => String(++last);
const send = async (text: string, query = '?dryRun=false', by = asha, type = 'text/csv; charset=utf-8') => {
  const response = await by.send(`/v1/leads/import${query}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: text,
  });
  return { status: response.status, body: (await response.json()) as Report };
};
const actions = ({ rows }: Report) => rows.map(({ action }) => action);
const create = async (body: object, by = asha) => (await by.call<ShownLead>('POST', '/v1/leads', body)).body;
const read = async (id: string | null | undefined) => (await asha.call<ShownLead>('GET', `/v1/leads/${id}`)).body;
const leadsWith = async (number: string) =>
  await desk.db.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*)::integer as count from lead_phone where institute_id = 1 and number_key = ${`+91${number}`}
  `);

describe('an import', () => {
  test('makes the leads of a file, with numbers, owner and stage', async () => {
    const [phone, alternate] = [aNumber(), aNumber()];
    const { status, body } = await send(
      `Student Name,E-mail,Mobile,Alternate,Owner e-mail,Stage,City\nRiya Sharma,riya@student.test,0${phone},${alternate},ASHA.RAO.1@desk.test,Visit,Pune\n`,
    );
    expect([status, body.counts, body.ignoredColumns]).toEqual([
      200,
      { create: 1, update: 0, skip: 0, error: 0 },
      ['City'],
    ]);
    expect(body.columns).toEqual({
      name: 'Student Name',
      email: 'E-mail',
      phone: 'Mobile',
      alternate: 'Alternate',
      owner: 'Owner e-mail',
      stage: 'Stage',
    });
    expect(body.rows).toEqual([{ line: 2, action: 'create', leadId: expect.any(String), changes: [], reasons: [] }]);
    expect(await read(body.rows[0]?.leadId)).toMatchObject({
      name: 'Riya Sharma',
      email: 'riya@student.test',
      stage: 'Visit',
      origin: 'Import',
      version: 1,
      owners: [{ id: asha.id }],
      phones: [
        { number: `+91${phone}`, kind: 'primary', verified: false },
        { number: `+91${alternate}`, kind: 'alternate' },
      ],
    });
    const { body: timeline } = await asha.call<{ items: TimelineItem[] }>(
      'GET',
      `/v1/leads/${body.rows[0]?.leadId}/timeline`,
    );
    expect(timeline.items.map(({ text }) => text)).toEqual(['Assigned to Asha Rao: chosen by hand']);
  });

  test('sent again changes nothing', async () => {
    const file = `name,phone,alternate,stage\nA,${aNumber()},${aNumber()},Visit\nB,${aNumber()},,\n`;
    expect(actions((await send(file)).body)).toEqual(['create', 'create']);
    const { body } = await send(file);
    expect(actions(body)).toEqual(['skip', 'skip']);
    expect(await read(body.rows[0]?.leadId)).toMatchObject({ version: 1 });
  });

  test('updates what the file says otherwise, and never empties, takes away or reassigns without need', async () => {
    const [phone, alternate, bilal] = [aNumber(), aNumber(), await desk.person('Bilal Import')];
    const lead = await create({
      name: 'Riya',
      email: 'r@x.test',
      phones: [{ number: phone }],
      owners: [bilal.id, asha.id],
    });
    const { body } = await send(
      `name,email,phone,alternate,owner,stage\nRiya Sharma,,${phone},${alternate},asha.rao.1@desk.test,Visit\n`,
    );
    expect(body.rows).toEqual([
      { line: 2, action: 'update', leadId: lead.id, changes: ['name', 'stage', 'phones'], reasons: [] },
    ]);
    expect(await read(lead.id)).toMatchObject({
      name: 'Riya Sharma',
      email: 'r@x.test',
      stage: 'Visit',
      version: 2,
      phones: [{ number: `+91${phone}` }, { number: `+91${alternate}` }],
      owners: [{ id: bilal.id }, { id: asha.id }],
    });
    const { body: timeline } = await asha.call<{ items: TimelineItem[] }>('GET', `/v1/leads/${lead.id}/timeline`);
    expect(timeline.items.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Stage changed from New to Visit', 'Edited: name and phones']),
    );
    await asha.call('PATCH', `/v1/leads/${lead.id}`, { owners: [bilal.id] });
    expect((await send(`phone,owner\n${phone},asha.rao.1@desk.test\n`)).body.rows[0]?.changes).toEqual(['owners']);
    expect((await read(lead.id)).owners).toMatchObject([{ id: asha.id }]);
  });

  test('that is a dry run says exactly what would happen, and writes nothing', async () => {
    const [known, fresh, own] = [aNumber(), aNumber(), aNumber()];
    await create({ name: 'Known', phones: [{ number: known }] });
    await create({ name: 'One', phones: [{ number: '8700000001' }] });
    await create({ name: 'Two', phones: [{ number: '8700000001' }] });
    await desk.db.query(
      sql.type(
        noRows,
      )`insert into blocked_number (institute_id, number_key, number) values (1, ${`+91${own}`}, ${own})`,
    );
    const rows = [
      `New,${fresh},,`,
      `Known,${known},Visit,`,
      `Again,${fresh},,`,
      `Third,8700000001,,`,
      `Mine,${own},,`,
      `,${aNumber()},,`,
      `Odd,12,,`,
      `Lost,${aNumber()},,sam.stranger.2@desk.test`,
      `Known,${known},,`,
    ];
    const file = `name,phone,stage,owner\n${rows.join('\n')}\n`;
    const said = (await send(file, '')).body;
    expect([said.dryRun, said.counts]).toEqual([true, { create: 1, update: 1, skip: 0, error: 7 }]);
    expect(said.rows.map(({ line, reasons }) => [line, ...reasons])).toEqual([
      [2],
      [3],
      [4, 'the same number as in line 2'],
      [5, 'several leads have this number, and none of them alone has this name'],
      [6, 'phone is a DID, an agent number or blocked'],
      [7, 'name is missing, and no lead has this number'],
      [8, 'phone is not a telephone number'],
      [9, 'owner is no user of this institute'],
      [10, 'the same number as in line 3'],
    ]);
    expect(await leadsWith(fresh)).toBe(0);
    const done = (await send(file)).body;
    const plain = ({ rows: of }: Report) => of.map(({ leadId: _id, ...row }) => row);
    expect([plain(done), done.dryRun]).toEqual([plain(said), false]);
  });

  test('takes a lead merged into another as that other, and two rows about one lead as a mistake', async () => {
    const [a, b] = [aNumber(), aNumber()];
    const [from, into] = [
      await create({ name: 'Double', phones: [{ number: a }] }),
      await create({ name: 'Riya', phones: [{ number: b }] }),
    ];
    await asha.call('POST', `/v1/leads/${from.id}/merge`, { into: into.id });
    const { body } = await send(`name,phone,stage\nRiya,${a},Visit\nRiya,${b},Applied\n`);
    expect(body.rows).toMatchObject([
      { action: 'update', leadId: into.id },
      { action: 'error', reasons: ['the same lead as in line 2'] },
    ]);
  });

  test('is audited with what it did, and stays inside its institute', async () => {
    const phone = aNumber();
    await create({ name: 'Theirs', phones: [{ number: phone }] }, stranger);
    expect(actions((await send(`name,phone\nMine,${phone}\n`)).body)).toEqual(['create']);
    expect((await auditOf(desk.db, 1)).at(-1)).toEqual({
      action: 'leads.import',
      target: 'leads',
      before: null,
      after: { created: 1, updated: 0 },
    });
    expect(actions((await send(`phone\n${phone}\n`, '?dryRun=true', stranger)).body)).toEqual(['skip']);
  });

  test('of thousands of rows goes batch by batch', async () => {
    const rows = Array.from({ length: 1201 }, (_, n) => `Student ${n},${8_600_000_000 + n}`);
    const file = `name,phone\n${rows.join('\n')}\n`;
    expect((await send(file)).body.counts).toEqual({ create: 1201, update: 0, skip: 0, error: 0 });
    expect((await send(file)).body.counts).toEqual({ create: 0, update: 0, skip: 1201, error: 0 });
  });
});

describe('at the same time', () => {
  test('the same file twice makes each lead once', async () => {
    const numbers = Array.from({ length: 40 }, () => aNumber());
    const file = (order: readonly string[]) => `name,phone\n${order.map((number) => `A,${number}`).join('\n')}\n`;
    const both = await Promise.all([send(file(numbers)), send(file(numbers.toReversed()))]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both.reduce((sum, { body }) => sum + body.counts.create, 0)).toBe(40);
    for (const number of numbers.slice(0, 5)) expect(await leadsWith(number)).toBe(1);
  });

  test('a first call and an import of its number make one lead', async () => {
    const numbers = Array.from({ length: 10 }, () => aNumber());
    const calls = await Promise.all(numbers.map(async (number) => aCall(desk.db, 1, `+91${number}`)));
    await Promise.all([
      send(`name,phone\n${numbers.map((number) => `A,${number}`).join('\n')}\n`),
      ...calls.map(async (call) => call.rings(asha.id)),
    ]);
    for (const number of numbers) expect(await leadsWith(number)).toBe(1);
  });
});

describe('a file that can not be taken', () => {
  test.each([
    ['nothing', '', '', 'empty'],
    ['no column for the phone', 'name\nA\n', 'header', 'no column for phone'],
    ['two columns for one thing', 'phone,mobile\n1,2\n', 'header', 'two columns for phone'],
    ['a quote that is never closed', 'name,phone\n"A,1\n', 'line 2', 'a quote is opened and never closed'],
    ['too many rows', `phone\n${'1\n'.repeat(10_001)}`, '', 'more than 10000 rows'],
  ])('with %s is refused as a whole', async (_, text, path, problem) => {
    const { status, body } = await send(text);
    expect([status, body.code, body.errors]).toEqual([400, 'invalid_request', [{ path, problem }]]);
  });

  test('is refused when it is too large, no CSV, no UTF-8, or asks for what there is not', async () => {
    expect(await send('x'.repeat(5 * 1024 * 1024 + 1))).toMatchObject({ status: 413, body: { code: 'too_large' } });
    expect((await send('phone\n1\n', '', asha, 'application/json')).status).toBe(415);
    const latin = await asha.send('/v1/leads/import', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: new Uint8Array([0x70, 0xe9]),
    });
    expect(latin.status).toBe(400);
    expect((await send('phone\n1\n', '?dryRun=maybe')).status).toBe(400);
    expect(
      (
        await fetch(`${desk.url}/v1/leads/import`, {
          method: 'POST',
          headers: { 'content-type': 'text/csv' },
          body: 'phone\n1\n',
        })
      ).status,
    ).toBe(401);
  });
});
