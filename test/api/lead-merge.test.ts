import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import type { Call } from '../../api/presenters/call.ts';
import type { ShownLead } from '../../api/presenters/lead.ts';
import type { TimelineItem } from '../../api/presenters/timeline.ts';
import { auditOf } from './audit-trail.ts';
import { aCall } from './call-script.ts';
import { openDesk, type Desk, type Person } from './desk.ts';

interface List<T> {
  readonly items: readonly T[];
}
type Answered = ShownLead & {
  readonly code?: string;
  readonly mergedInto: string | null;
  readonly errors?: { path: string }[];
};

let desk: Desk;
let asha: Person;
let bilal: Person;
let blind: Person;
let stranger: Person;

beforeAll(async () => {
  desk = await openDesk();
  asha = await desk.person('Asha Rao', {
    permissions: ['full_numbers:yes', 'call_logs:all', 'manage_missed_calls', 'receive_popups'],
  });
  bilal = await desk.person('Bilal Khan', { permissions: [] });
  blind = await desk.person('Chitra Iyer', { permissions: [] });
  stranger = await desk.person('Sam Stranger', { instituteId: 2 });
});
afterAll(async () => desk.close());

let last = 9_000_000_000;
const aNumber = (): string => `+91${++last}`;
const aLead = async (name: string, owners: readonly Person[] = [], more: object = {}, by = asha) => {
  const number = aNumber();
  const body = { name, phones: [{ number }], owners: owners.map(({ id }) => id), ...more };
  return { id: (await by.call<ShownLead>('POST', '/v1/leads', body)).body.id, number };
};
type Lead = Awaited<ReturnType<typeof aLead>>;
const read = async (id: string, by = asha) => (await by.call<ShownLead>('GET', `/v1/leads/${id}`)).body;
const merge = async (from: Lead, into: Lead, by = asha) =>
  await by.call<Answered>('POST', `/v1/leads/${from.id}/merge`, { into: into.id });
const timeline = async (id: string, by = asha) =>
  (await by.call<List<TimelineItem>>('GET', `/v1/leads/${id}/timeline`)).body.items;
const answered = async ({ number }: Lead, by = asha, seconds: number | null = 60) => {
  const call = await aCall(desk.db, 1, number);
  await call.rings(by.id);
  await call.ends(by.id, seconds);
  return call;
};
const counted = async (id: string) =>
  await desk.db.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*)::integer as count from call where institute_id = 1 and lead_id = ${id} and outcome is not null
  `);

describe('a lead merged into another', () => {
  test('can only be read from then on, and says into which', async () => {
    const [from, into] = [await aLead('Double'), await aLead('Riya')];
    const { status, body } = await merge(from, into);
    expect([status, body.id, body.version, body.mergedInto]).toEqual([200, into.id, 2, null]);
    expect(await read(from.id)).toMatchObject({ name: 'Double', mergedInto: into.id, version: 2 });
    expect(await asha.call('PATCH', `/v1/leads/${from.id}`, { stage: 'Visit' })).toMatchObject({
      status: 409,
      body: { code: 'lead_merged', mergedInto: into.id },
    });
    expect((await asha.call('POST', `/v1/leads/${from.id}/notes`, { text: 'x' })).body['code']).toBe('lead_merged');
    const listed = (await asha.call<List<ShownLead>>('GET', '/v1/leads?limit=200')).body.items.map(({ id }) => id);
    expect([listed.includes(into.id), listed.includes(from.id)]).toEqual([true, false]);
  });

  test('leads its numbers to the primary: in searches, for new calls, and as alternates on it', async () => {
    const [from, into] = [await aLead('Double'), await aLead('Riya')];
    await merge(from, into);
    const found = await asha.call<List<ShownLead>>('GET', `/v1/leads?search=${encodeURIComponent(from.number)}`);
    expect(found.body.items.map(({ id }) => id)).toEqual([into.id]);
    const call = await answered(from);
    expect((await asha.call<Call>('GET', `/v1/calls/${call.id}`)).body.lead?.id).toBe(into.id);
    expect((await read(into.id)).phones).toMatchObject([
      { number: into.number, kind: 'primary' },
      { number: from.number, kind: 'alternate' },
    ]);
    expect(await counted(into.id)).toBe(1);
  });

  test('gives its calls, totals and last call to the primary', async () => {
    const [from, into] = [await aLead('Double', [asha]), await aLead('Riya', [asha])];
    const calls = [await answered(into), await answered(from), await answered(from, asha, null)];
    const { body } = await merge(from, into);
    expect(body).toMatchObject({ callCount: 3, lastCall: { outcome: 'missed' } });
    expect(await read(from.id)).toMatchObject({ callCount: 0, lastCall: null });
    for (const { id } of calls) expect((await asha.call<Call>('GET', `/v1/calls/${id}`)).body.lead?.id).toBe(into.id);
  });

  test('goes on in its calls: a late correction counts for the primary and moves no owner', async () => {
    const [from, into] = [await aLead('Double'), await aLead('Riya', [asha])];
    const call = await answered(from, bilal, null);
    await merge(from, into);
    await call.ends(bilal.id, 45);
    expect(await read(into.id)).toMatchObject({
      callCount: 1,
      lastCall: { outcome: 'answered' },
      owners: [{ id: asha.id }],
    });
    expect(await read(from.id)).toMatchObject({ callCount: 0, owners: [] });
  });

  test("that a call had given away is the primary's to be given back, when the primary had no owner", async () => {
    const [from, into] = [await aLead('Double'), await aLead('Riya')];
    const call = await answered(from, bilal);
    expect((await merge(from, into)).body.owners).toMatchObject([{ id: bilal.id }]);
    expect((await timeline(into.id))[0]?.text).toBe(
      'Assigned to Bilal Khan: owned a lead that was merged into this one',
    );
    await call.ends(bilal.id, null);
    expect((await read(into.id)).owners).toEqual([]);
  });

  test("keeps its timeline, which is read with the primary's", async () => {
    const [from, into] = [await aLead('Double', [asha]), await aLead('Riya', [asha])];
    await asha.call('POST', `/v1/leads/${from.id}/notes`, { text: `Call ${from.number} after six.` });
    const call = await answered(from);
    const before = (await timeline(from.id)).map(({ id }) => id);
    await merge(from, into);
    const [entry, ...rest] = await timeline(from.id);
    expect([entry?.type, entry?.text, rest.map(({ id }) => id)]).toEqual(['merge', 'Merged into another lead', before]);
    const all = await timeline(into.id);
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(before));
    expect(all.find(({ text }) => text === 'Another lead was merged into this one')).toMatchObject({
      type: 'merge',
      by: { name: 'Asha Rao' },
    });
    await call.ends(asha.id, 90);
    expect((await timeline(from.id)).map(({ text }) => text)).toContain(
      'Inbound call, answered by Asha Rao, 1 min 30 s talk',
    );
    expect((await timeline(into.id)).filter(({ type }) => type === 'call').length).toBe(1);
    expect(JSON.stringify(await timeline(into.id, blind))).not.toContain(from.number.slice(3));
  });

  test('is one student with the primary on the missed list, and a call to either clears both', async () => {
    const [from, into] = [await aLead('Double', [asha]), await aLead('Riya', [asha])];
    await answered(from, asha, null);
    await answered(into, asha, null);
    await merge(from, into);
    const rows = async () =>
      (
        await asha.call<List<{ lead: { id: string } | null; count: number }>>('GET', '/v1/missed-calls')
      ).body.items.filter(({ lead }) => lead?.id === into.id || lead?.id === from.id);
    expect(await rows()).toMatchObject([{ lead: { id: into.id }, count: 2 }]);
    await answered(from);
    expect(await rows()).toEqual([]);
  });

  test('shows the primary on a card that is open', async () => {
    const [from, into] = [await aLead('Double', [asha]), await aLead('Riya')];
    const call = await aCall(desk.db, 1, from.number);
    await call.rings(asha.id);
    await merge(from, into);
    const card = await desk.db.one(sql.type(z.object({ leadId: z.string(), version: z.number() }))`
      select lead_id as "leadId", version from popup where institute_id = 1 and call_id = ${call.id}
    `);
    expect(card).toEqual({ leadId: into.id, version: 2 });
  });

  test('gives what the primary lacks, and takes nothing from it', async () => {
    const from = await aLead('Double', [], { email: 'double@student.test', stage: 'Applied' });
    await asha.call('PATCH', `/v1/leads/${from.id}`, { doNotCall: true });
    const into = await aLead('Riya');
    expect((await merge(from, into)).body).toMatchObject({
      name: 'Riya',
      email: 'double@student.test',
      stage: 'New',
      doNotCall: true,
    });
  });

  test('into a lead that was merged on goes to the end; those merged into it before come along', async () => {
    const [a, b, c, d] = [await aLead('A'), await aLead('B'), await aLead('C'), await aLead('D')];
    await merge(a, b);
    await merge(c, d);
    expect((await merge(b, c)).body.id).toBe(d.id);
    expect([(await read(a.id)).mergedInto, (await read(b.id)).mergedInto]).toEqual([d.id, d.id]);
    const found = await asha.call<List<ShownLead>>('GET', `/v1/leads?search=${encodeURIComponent(a.number)}`);
    expect(found.body.items.map(({ id }) => id)).toEqual([d.id]);
  });

  test('is audited once, however often it is asked for', async () => {
    const [from, into] = [await aLead('Double'), await aLead('Riya')];
    for (let time = 0; time < 3; time += 1)
      expect((await merge(from, into)).body).toMatchObject({ id: into.id, version: 2 });
    expect((await auditOf(desk.db, 1)).filter(({ target }) => target === from.id)).toEqual([
      { action: 'lead.merge', target: from.id, before: { mergedInto: null }, after: { mergedInto: into.id } },
    ]);
  });
});

describe('no merge is made', () => {
  test('of a lead into itself, in a circle, or of one that is part of a third', async () => {
    const [a, b, c] = [await aLead('A'), await aLead('B'), await aLead('C')];
    expect(await merge(a, a)).toMatchObject({ status: 400, body: { errors: [{ path: 'into' }] } });
    await merge(a, b);
    expect(await merge(b, a)).toMatchObject({ status: 409, body: { code: 'merge_cycle' } });
    expect(await merge(a, c)).toMatchObject({ status: 409, body: { code: 'lead_merged', mergedInto: b.id } });
  });

  test('with a lead of another institute, or one there is not', async () => {
    const [mine, theirs] = [await aLead('Mine'), await aLead('Theirs', [], {}, stranger)];
    const nobody = { id: '00000000-0000-7000-8000-000000000000', number: '' };
    for (const [from, into] of [
      [mine, theirs],
      [theirs, mine],
      [mine, nobody],
      [nobody, mine],
    ] as const) {
      expect((await merge(from, into)).status).toBe(404);
    }
    expect((await read(mine.id)).version).toBe(1);
  });

  test.each([
    ['nothing', undefined, ''],
    ['no lead', {}, 'into'],
    ['what is no id', { into: 'b' }, 'into'],
  ])('with %s', async (_, body, path) => {
    const { id } = await aLead('A');
    const answer = await asha.call<Answered>('POST', `/v1/leads/${id}/merge`, body);
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([400, path]);
  });
});

describe('at the same time', () => {
  test('two merges of each other make one', async () => {
    const [a, b] = [await aLead('A'), await aLead('B')];
    const statuses = (await Promise.all([merge(a, b), merge(b, a)])).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 409]);
    expect([(await read(a.id)).mergedInto, (await read(b.id)).mergedInto].filter((id) => id !== null).length).toBe(1);
  });

  test('a chain merged link by link in any order ends in one lead', async () => {
    const leads: Lead[] = [];
    for (let n = 0; n < 6; n += 1) leads.push(await aLead(`L${n}`));
    const end = leads.at(-1);
    const links = leads.slice(1).map((into, index) => [leads[index], into] as const);
    const merges = links
      .toReversed()
      .map(async ([from, into]) => (from === undefined ? null : await merge(from, into)));
    expect((await Promise.all(merges)).map((answer) => answer?.status)).toEqual([200, 200, 200, 200, 200]);
    for (const { id } of leads.slice(0, -1)) expect((await read(id)).mergedInto).toBe(end?.id);
  });

  test('calls that ring, end and are corrected lose nothing to a merge', async () => {
    const [from, into] = [await aLead('Double', [asha]), await aLead('Riya', [asha])];
    const ringing = [];
    for (let n = 0; n < 12; n += 1) ringing.push(await aCall(desk.db, 1, (n % 2 ? from : into).number));
    for (const call of ringing.slice(0, 6)) await call.rings(asha.id);
    const works = ringing.map(async (call, n) => {
      await call.rings(asha.id);
      await call.ends(asha.id, n % 3 ? 30 : null);
      if (n % 3 === 0) await call.ends(asha.id, 20);
    });
    const [{ status }] = await Promise.all([merge(from, into), ...works]);
    expect(status).toBe(200);
    expect(await read(into.id)).toMatchObject({ callCount: 12, lastCall: { outcome: 'answered' } });
    expect([await counted(from.id), await counted(into.id), (await read(from.id)).callCount]).toEqual([0, 12, 0]);
    const students = await desk.db.anyFirst(sql.type(z.object({ student: z.string() }))`
      select student from missed_entry where institute_id = 1 and student = ${`lead:${from.id}`}
    `);
    expect(students).toEqual([]);
  });
});
