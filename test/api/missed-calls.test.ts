import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { noRows } from '../../db/columns.ts';
import { buildCall } from '../build/call.ts';
import { buildLead } from '../build/lead.ts';
import { buildMissedEntry } from '../build/missed-entry.ts';
import { openFloor, type ApiProcess, type Floor, type Person } from '../feed/floor.ts';

let floor: Floor;
let api: ApiProcess;
let asha: Person;
let bilal: Person;
let manager: Person;
beforeAll(async () => {
  floor = await openFloor();
  api = await floor.process();
  asha = await floor.person('Asha');
  bilal = await floor.person('Bilal');
  manager = await floor.person('Manager', { permissions: ['full_numbers', 'manage_missed_calls'] });
});
afterAll(async () => await floor.close());
beforeEach(async () => void (await floor.db.query(sql.type(noRows)`delete from missed_entry`)));

interface Row {
  readonly id: string;
  readonly callId: string;
}
interface MaskedRow extends Row {
  readonly number: string;
  readonly lead: { readonly id: string; readonly name: string } | null;
}
const list = async (person: Person, query = ''): Promise<readonly Row[]> => {
  const { status, body } = await person.call(api, 'GET', `/v1/missed-calls${query}`);
  expect(status).toBe(200);
  return (body as { items: Row[] }).items;
};

/** A missed call of a student at a minute of one morning, for each of these and the shared queue (null). */
async function missed(
  minute: number,
  student: string,
  people: readonly (Person | null)[],
  leadId: Awaited<ReturnType<typeof buildLead>> | null = null,
) {
  const at = `2026-01-05T10:${String(minute).padStart(2, '0')}:00.000Z`;
  const callId = await buildCall(floor.db, { outcome: 'missed', startedAt: at, leadId });
  for (const person of people)
    await buildMissedEntry(floor.db, callId, { counsellorId: person?.id ?? null, student, at });
  return callId;
}

describe('the missed list', () => {
  test('has one row a student with the latest call, the count and everybody who missed it', async () => {
    const lead = await buildLead(floor.db, 'Riya Sharma');
    await missed(1, `lead:${lead}`, [asha], lead);
    const latest = await missed(9, `lead:${lead}`, [asha, bilal], lead);
    const other = await missed(5, 'tel:+919800000002', [asha]);
    expect(await list(asha)).toEqual([
      {
        id: expect.any(String),
        callId: latest,
        lead: { id: lead, name: 'Riya Sharma' },
        number: '+919812345670',
        at: '2026-01-05T10:09:00.000Z',
        count: 2,
        missedBy: [
          { id: asha.id, name: 'Asha' },
          { id: bilal.id, name: 'Bilal' },
        ],
      },
      expect.objectContaining({ callId: other, lead: null, count: 1 }),
    ]);
  });

  test('shows mine and the shared queue; all of it only to those who manage missed calls', async () => {
    const mine = await missed(1, 'tel:1', [asha]);
    const theirs = await missed(2, 'tel:2', [bilal]);
    const shared = await missed(3, 'tel:3', [null]);
    const calls = async (person: Person, query?: string) => (await list(person, query)).map(({ callId }) => callId);
    expect(await calls(asha)).toEqual([shared, mine]);
    expect(await calls(bilal)).toEqual([shared, theirs]);
    expect(await calls(manager)).toEqual([shared]);
    expect(await calls(manager, '?scope=all')).toEqual([shared, theirs, mine]);
    expect((await asha.call(api, 'GET', '/v1/missed-calls?scope=all')).status).toBe(403);
    const stranger = await floor.person('Stranger', { instituteId: 2, permissions: ['manage_missed_calls'] });
    expect(await list(stranger, '?scope=all')).toEqual([]);
  });

  test('leaves out what was opened and who was called back', async () => {
    await missed(1, 'tel:1', [asha]);
    await missed(2, 'tel:2', [asha]);
    await floor.db.query(sql.type(noRows)`update missed_entry set opened_at = now() where student = 'tel:1'`);
    await floor.db.query(sql.type(noRows)`update missed_entry set called_back = true where student = 'tel:2'`);
    expect(await list(asha)).toEqual([]);
  });

  test('comes in pages, and masks numbers for those who may not see them', async () => {
    for (let minute = 0; minute < 4; minute += 1) await missed(minute, `tel:${minute}`, [null]);
    const lead = await buildLead(floor.db, 'Kabir 98123-45670');
    await missed(4, `lead:${lead}`, [null], lead);
    const masked = await floor.person('Masked', { permissions: [] });
    const first = await masked.call(api, 'GET', '/v1/missed-calls?limit=3');
    const { items, nextCursor } = first.body as { items: MaskedRow[]; nextCursor: string };
    expect(items.map(({ number }) => number)).toEqual(Array(3).fill('•••••• 5670'));
    expect(items[0]?.lead).toEqual({ id: lead, name: 'Kabir •••••• 5670' });
    const rest = await list(masked, `?limit=3&cursor=${nextCursor}`);
    expect(new Set([...items, ...rest].map(({ callId }) => callId)).size).toBe(5);
  });
});

describe('opening a student', () => {
  test('clears all the missed calls for everybody, tells each of them, and is remembered', async () => {
    const pages = [asha, bilal, manager].map((person) => person.watch(api));
    await Promise.all(pages.map(async (page) => await page.count(1)));
    const lead = await buildLead(floor.db, 'Kabir Verma');
    await missed(1, `lead:${lead}`, [asha, bilal], lead);
    await missed(2, `lead:${lead}`, [null], lead);
    await missed(3, 'tel:other', [asha]);
    const [, row] = await list(asha);

    const opened = await asha.call(api, 'POST', `/v1/missed-calls/${row?.id}/open`);
    expect(opened).toEqual({ status: 200, body: { leadId: lead } });
    const counts = await Promise.all(
      pages.map(async (page) => (await page.message(({ event }) => event === 'missed')).data),
    );
    // The manager saw the shared queue, which became shorter.
    expect(counts).toEqual([{ count: 1 }, { count: 0 }, { count: 0 }]);
    expect(await list(bilal)).toEqual([]);
    const by = await floor.db.anyFirst(sql.type(z.object({ by: z.string() }))`
      select distinct opened_by as by from missed_entry where opened_at is not null
    `);
    expect(by).toEqual([asha.id]);

    expect(await asha.call(api, 'POST', `/v1/missed-calls/${row?.id}/open`)).toEqual(opened);
    expect(pages[0]?.received.filter(({ event }) => event === 'missed')).toHaveLength(1);
  });

  test('gives no lead where there is none', async () => {
    await missed(1, 'tel:1', [asha]);
    const [row] = await list(asha);
    expect(await asha.call(api, 'POST', `/v1/missed-calls/${row?.id}/open`)).toEqual({
      status: 200,
      body: { leadId: null },
    });
  });

  test("is for one's own and the shared queue, for the rest one must manage missed calls", async () => {
    await missed(1, 'tel:1', [bilal]);
    const [row] = await list(bilal);
    expect((await asha.call(api, 'POST', `/v1/missed-calls/${row?.id}/open`)).status).toBe(404);
    expect((await manager.call(api, 'POST', `/v1/missed-calls/${row?.id}/open`)).status).toBe(200);
    expect((await asha.call(api, 'POST', '/v1/missed-calls/nonsense/open')).status).toBe(404);
  });

  test('by two at once clears once', async () => {
    for (let minute = 0; minute < 20; minute += 1) await missed(minute, 'tel:1', [asha, bilal, null]);
    const [row] = await list(asha);
    const answers = await Promise.all(
      Array.from(
        { length: 10 },
        async (_, index) => await (index % 2 ? asha : bilal).call(api, 'POST', `/v1/missed-calls/${row?.id}/open`),
      ),
    );
    const entries = await floor.db.oneFirst(sql.type(z.object({ people: z.number() }))`
      select count(distinct opened_by)::integer as people from missed_entry
    `);
    expect(entries).toBe(1);
    // The row was one's own, or the shared queue's and so everybody's.
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(answers.every(({ status }) => status === 200 || status === 404)).toBe(true);
  });
});
