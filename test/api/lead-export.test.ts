import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import type { ShownLead } from '../../api/presenters/lead.ts';
import { noRows } from '../../db/columns.ts';
import { readCsv } from '../../domain/csv/read.ts';
import { auditOf } from './audit-trail.ts';
import { openDesk, type Desk, type Person } from './desk.ts';

let desk: Desk;
let asha: Person;
let blind: Person;
let stranger: Person;

beforeAll(async () => {
  desk = await openDesk();
  asha = await desk.person('Asha Rao');
  blind = await desk.person('Chitra Iyer', { permissions: [] });
  stranger = await desk.person('Sam Stranger', { instituteId: 2 });
  const create = async (body: object, by = asha) => by.call('POST', '/v1/leads', body);
  await create({
    name: '=HYPERLINK("http://evil.test")',
    email: 'riya@student.test',
    phones: [{ number: '8500000001' }, { number: '8500000002' }, { number: '8500000003' }],
    owners: [asha.id],
    stage: '@cmd',
  });
  await create({ name: 'Kabir, "the" second\nline 8500000004', phones: [{ number: '8500000004' }] });
  await create({ name: 'Theirs', phones: [{ number: '8500000005' }] }, stranger);
});
afterAll(async () => desk.close());

const csv = async (query = '', by = asha) => {
  const response = await by.send(`/v1/leads/export${query}`, { headers: { accept: 'text/csv' } });
  return { response, text: await response.text() };
};
const records = async (query = '', by = asha) => {
  const [header, ...rows] = readCsv((await csv(query, by)).text).rows ?? [];
  return rows.map(({ cells }) => Object.fromEntries((header?.cells ?? []).map((name, index) => [name, cells[index]])));
};
const json = async (query = '', by = asha) => {
  const response = await by.send(`/v1/leads/export${query}`);
  return (await response.json()) as { items: ShownLead[]; nextCursor: null };
};

describe('the export of leads', () => {
  test('is CSV for whoever asks for it, with every formula defused', async () => {
    const { response, text } = await csv();
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="leads.csv"');
    expect(text).not.toMatch(/(^|[,\n])"?[=+\-@\t]/);
    const [first, second] = await records();
    expect(first).toMatchObject({
      name: '\'=HYPERLINK("http://evil.test")',
      email: 'riya@student.test',
      phone: "'+918500000001",
      alternate: "'+918500000002",
      'other numbers': "'+918500000003",
      'owner e-mail': 'asha.rao.1@desk.test',
      owners: 'Asha Rao',
      stage: "'@cmd",
      origin: 'Manual',
      calls: '0',
    });
    expect(second?.['name']).toBe('Kabir, "the" second\nline 8500000004');
  });

  test('is JSON otherwise, each lead as the list shows it', async () => {
    const { items, nextCursor } = await json();
    expect(nextCursor).toBeNull();
    const { body } = await asha.call<{ items: ShownLead[] }>('GET', '/v1/leads');
    const byId = (a: ShownLead, b: ShownLead) => (a.id < b.id ? -1 : 1);
    expect(items).toEqual(body.items.toSorted(byId));
  });

  test('shows no number to those who may not see them', async () => {
    const { text } = await csv('', blind);
    expect(text).not.toMatch(/85000000/);
    expect(text).toContain('•••••• 0001');
    expect(JSON.stringify(await json('', blind))).not.toMatch(/85000000/);
  });

  test('takes the filters of the list, and is empty but whole when nothing fits', async () => {
    expect((await records('?search=Kabir')).length).toBe(1);
    expect((await json(`?owner=${asha.id}`)).items.length).toBe(1);
    expect(await json('?stage=Nowhere')).toEqual({ items: [], nextCursor: null });
    expect(await records('?neverCalled=false')).toEqual([]);
    expect((await csv('?neverCalled=maybe')).response.status).toBe(400);
  });

  test('comes back as no change when it is imported', async () => {
    const body = (await csv()).text;
    const response = await asha.send('/v1/leads/import', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body,
    });
    expect(((await response.json()) as { counts: object }).counts).toEqual({ create: 0, update: 0, skip: 2, error: 0 });
  });

  test('is audited, and is of one institute', async () => {
    await csv();
    expect((await auditOf(desk.db, 1)).at(-1)).toEqual({
      action: 'leads.export',
      target: 'leads',
      before: null,
      after: { as: 'text/csv' },
    });
    expect((await records('', stranger)).map(({ name }) => name)).toEqual(['Theirs']);
  });

  test('is nothing we can make of another type', async () => {
    expect((await asha.send('/v1/leads/export', { headers: { accept: 'application/pdf' } })).status).toBe(406);
  });

  test('of thousands goes page by page, each lead once', async () => {
    await desk.db.query(sql.type(noRows)`
      insert into lead (institute_id, name, origin) select 2, 'Bulk ' || n, 'Import' from generate_series(1, 2500) as n
    `);
    const names = (await records('?origin=Import', stranger)).map(({ name }) => name);
    expect([names.length, new Set(names).size]).toEqual([2500, 2500]);
    expect((await json('?origin=Import', stranger)).items.length).toBe(2500);
  });
});
