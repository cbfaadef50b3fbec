import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import type { Call } from '../../api/presenters/call.ts';
import type { ShownLead } from '../../api/presenters/lead.ts';
import type { TimelineItem } from '../../api/presenters/timeline.ts';
import { noRows } from '../../db/columns.ts';
import { factsOf } from '../../db/facts.ts';
import type { CallId, LeadId } from '../../domain/ids.ts';
import { auditOf } from './audit-trail.ts';
import { aCall } from './call-script.ts';
import { openDesk, type Desk, type Person } from './desk.ts';

interface List<T> {
  readonly items: readonly T[];
}

let desk: Desk;
let asha: Person;
let bilal: Person;
let blind: Person;
let stranger: Person;

beforeAll(async () => {
  desk = await openDesk();
  asha = await desk.person('Asha Rao', { permissions: ['full_numbers:yes', 'call_logs:all', 'manage_missed_calls'] });
  bilal = await desk.person('Bilal Khan', { permissions: ['full_numbers'] });
  blind = await desk.person('Chitra Iyer', { permissions: ['call_logs:all'] });
  stranger = await desk.person('Sam Stranger', { instituteId: 2 });
});
afterAll(async () => desk.close());

let last = 9_200_000_000;
const aNumber = (): string => `+91${++last}`;
const aLead = async (name: string, number = aNumber(), owners: readonly Person[] = [], by = asha) => {
  const body = { name, phones: [{ number }], owners: owners.map(({ id }) => id) };
  const lead = (await by.call<ShownLead>('POST', '/v1/leads', body)).body;
  return { id: lead.id as LeadId, number };
};
/** Two of a family: the younger is matched first, being the more recently active. */
const aFamily = async (owners: readonly Person[] = []) => {
  const elder = await aLead('Elder', aNumber(), owners);
  const younger = await aLead('Younger', elder.number, owners);
  return { elder, younger, number: elder.number };
};
const lead = async (id: string) => (await asha.call<ShownLead>('GET', `/v1/leads/${id}`)).body;
const timeline = async (id: string) =>
  (await asha.call<List<TimelineItem>>('GET', `/v1/leads/${id}/timeline`)).body.items;
const link = async (by: Person, callId: string, leadId: string) =>
  await by.call<Call & { code?: string }>('POST', `/v1/calls/${callId}/link`, { leadId });
const missed = async (by = asha) =>
  (await by.call<List<{ lead: { id: string } | null; count: number }>>('GET', '/v1/missed-calls?scope=all')).body.items;
const countOf = async (id: string) => (await missed()).find((row) => row.lead?.id === id)?.count ?? 0;
const kinds = async (id: CallId) => (await factsOf(desk.db, 1, id)).map(({ kind }) => kind);

describe('a call linked with another lead', () => {
  test('takes totals, last call and its timeline entry along, and answers as a Call', async () => {
    const { elder, younger, number } = await aFamily([asha]);
    const call = await aCall(desk.db, 1, number);
    await call.rings(asha.id);
    await call.ends(asha.id, 60);
    expect(await lead(younger.id)).toMatchObject({ callCount: 1, lastCall: { outcome: 'answered' } });
    const { status, body } = await link(asha, call.id, elder.id);
    expect([status, body.id, body.lead]).toEqual([200, call.id, { id: elder.id, name: 'Elder' }]);
    expect(await lead(elder.id)).toMatchObject({
      callCount: 1,
      lastCall: { direction: 'inbound', outcome: 'answered' },
    });
    expect(await lead(younger.id)).toMatchObject({ callCount: 0, lastCall: null });
    const calls = async (id: string) =>
      (await timeline(id)).filter(({ type }) => type === 'call').map(({ callId }) => callId);
    expect([await calls(elder.id), await calls(younger.id)]).toEqual([[call.id], []]);
  });

  test('takes its missed entries along, and stands open for the right student', async () => {
    const { elder, younger, number } = await aFamily([asha]);
    const call = await aCall(desk.db, 1, number);
    await call.rings(asha.id);
    await call.ends(asha.id, null);
    expect([await countOf(younger.id), await countOf(elder.id)]).toEqual([1, 0]);
    await link(asha, call.id, elder.id);
    expect([await countOf(younger.id), await countOf(elder.id)]).toEqual([0, 1]);
  });

  test('no longer clears the missed call of the one, and clears that of the other', async () => {
    const { elder, younger, number } = await aFamily([asha]);
    const [ofElder, ofYounger] = [await aCall(desk.db, 1, number), await aCall(desk.db, 1, number)];
    for (const call of [ofElder, ofYounger]) {
      await call.rings(asha.id);
      await call.ends(asha.id, null);
    }
    await link(asha, ofElder.id, elder.id);
    const answered = await aCall(desk.db, 1, number);
    await answered.rings(asha.id);
    await answered.ends(asha.id, 10);
    const counts = async () => [await countOf(elder.id), await countOf(younger.id)];
    await link(asha, answered.id, younger.id);
    expect(await counts()).toEqual([1, 0]);
    await link(asha, answered.id, elder.id);
    expect(await counts()).toEqual([0, 1]);
    await link(asha, answered.id, younger.id);
    expect(await counts()).toEqual([1, 0]);
  });

  test('gives back the lead it had given away, and gives the other one by the same rules', async () => {
    const { elder, younger, number } = await aFamily();
    const call = await aCall(desk.db, 1, number);
    await call.rings(bilal.id);
    await call.ends(bilal.id, 60);
    expect((await lead(younger.id)).owners).toMatchObject([{ id: bilal.id }]);
    await link(asha, call.id, elder.id);
    expect([(await lead(younger.id)).owners, (await lead(elder.id)).owners]).toMatchObject([[], [{ id: bilal.id }]]);
    expect((await timeline(younger.id))[0]).toMatchObject({
      type: 'assignment',
      text: 'Owner removed: the call was corrected',
    });
  });

  test('leaves the lead it had given away where somebody put it since', async () => {
    const { elder, younger, number } = await aFamily();
    const call = await aCall(desk.db, 1, number);
    await call.rings(bilal.id);
    await call.ends(bilal.id, 60);
    await asha.call('PATCH', `/v1/leads/${younger.id}`, { owners: [asha.id] });
    await link(asha, call.id, elder.id);
    expect((await lead(younger.id)).owners).toMatchObject([{ id: asha.id }]);
  });

  test('takes the notes about it along, and what was noted before it had a lead', async () => {
    const [number, other] = [aNumber(), await aLead('Other')];
    const call = await aCall(desk.db, 1, null);
    await call.rings(bilal.id);
    const note = await bilal.call('POST', `/v1/calls/${call.id}/notes`, { text: 'Would not say a name.' });
    expect(note).toMatchObject({ status: 201, body: { text: 'Would not say a name.', callId: call.id } });
    const mine = await aLead('Found', number);
    await link(bilal, call.id, mine.id);
    await bilal.call('POST', `/v1/calls/${call.id}/notes`, { text: 'Wants the fees.' });
    const notes = async (id: string) =>
      (await timeline(id)).filter(({ type }) => type === 'note').map(({ text }) => text);
    expect(await notes(mine.id)).toEqual(['Wants the fees.', 'Would not say a name.']);
    await link(bilal, call.id, other.id);
    expect([await notes(mine.id), await notes(other.id)]).toEqual([[], ['Wants the fees.', 'Would not say a name.']]);
    const kept = await bilal.call<List<{ text: string; by: unknown }>>('GET', `/v1/calls/${call.id}/notes`);
    expect(kept.body.items).toMatchObject([
      { text: 'Wants the fees.', by: { name: 'Bilal Khan' } },
      { text: 'Would not say a name.' },
    ]);
  });

  test('shows the other lead on a card that is open', async () => {
    const { elder, number } = await aFamily([bilal]);
    await desk.db.query(sql.type(noRows)`
      insert into user_permission (institute_id, counsellor_id, permission, scope) values (1, ${bilal.id}, 'receive_popups', 'yes')
    `);
    const call = await aCall(desk.db, 1, number);
    await call.rings(bilal.id);
    await link(bilal, call.id, elder.id);
    const shows = await desk.db.exists(sql.type(noRows)`
      select from popup where institute_id = 1 and call_id = ${call.id} and lead_id = ${elder.id} and version = 2 and state = 'open'
    `);
    expect(shows).toBe(true);
  });

  test('is one fact, one audit entry and one message to its workflow, however often it is asked for', async () => {
    const { elder, younger, number } = await aFamily();
    const call = await aCall(desk.db, 1, number);
    await call.rings(bilal.id);
    desk.delivered.length = 0;
    for (let time = 0; time < 3; time += 1) expect((await link(asha, call.id, elder.id)).status).toBe(200);
    expect((await kinds(call.id)).filter((kind) => kind === 'linked')).toEqual(['linked']);
    expect(desk.delivered.map(({ kind }) => kind)).toEqual(['linked']);
    expect((await auditOf(desk.db, 1)).filter(({ target }) => target === call.id)).toEqual([
      { action: 'call.link', target: call.id, before: { leadId: younger.id }, after: { leadId: elder.id } },
    ]);
  });

  test('by many at once, back and forth, ends with totals that are true', async () => {
    const { elder, younger, number } = await aFamily();
    const call = await aCall(desk.db, 1, number);
    await call.rings(bilal.id);
    await call.ends(bilal.id, 60);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => link(asha, call.id, (n % 2 ? elder : younger).id)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    const { body } = await asha.call<Call>('GET', `/v1/calls/${call.id}`);
    const [its, other] = body.lead?.id === elder.id ? [elder, younger] : [younger, elder];
    expect([(await lead(its.id)).callCount, (await lead(other.id)).callCount]).toEqual([1, 0]);
    expect([(await lead(its.id)).owners.length, (await lead(other.id)).owners.length]).toEqual([1, 0]);
  });
});

describe('who may link what', () => {
  test("one's own call needs no permission; a colleague's one may not see is not found", async () => {
    const { elder, number } = await aFamily();
    const [mine, theirs] = [await aCall(desk.db, 1, number), await aCall(desk.db, 1, number)];
    await mine.rings(bilal.id);
    await theirs.rings(asha.id);
    expect((await link(bilal, mine.id, elder.id)).status).toBe(200);
    expect((await link(bilal, theirs.id, elder.id)).status).toBe(404);
  });

  test('neither a lead nor a call of another institute is found', async () => {
    const [mine, foreign] = [await aLead('Mine'), await aLead('Foreign', aNumber(), [], stranger)];
    const call = await aCall(desk.db, 1, mine.number);
    await call.rings(asha.id);
    expect(await link(asha, call.id, foreign.id)).toMatchObject({ status: 404, body: { code: 'lead_not_found' } });
    expect((await link(stranger, call.id, foreign.id)).status).toBe(404);
    expect((await link(asha, '00000000-0000-7000-8000-000000000000', mine.id)).status).toBe(404);
  });

  test.each([
    ['nothing', undefined, ''],
    ['no lead', {}, 'leadId'],
    ['a lead that is no id', { leadId: 'riya' }, 'leadId'],
    ['an unknown field', { leadId: '00000000-0000-7000-8000-000000000000', why: 'x' }, ''],
  ])('a body with %s is refused', async (_, body, path) => {
    const call = await aCall(desk.db, 1, aNumber());
    const answer = await asha.call<{ errors: { path: string }[] }>('POST', `/v1/calls/${call.id}/link`, body);
    expect([answer.status, answer.body.errors[0]?.path]).toEqual([400, path]);
  });
});

describe('the candidates of a call', () => {
  interface Candidate {
    readonly id: string;
    readonly name: string;
    readonly linked: boolean;
  }
  const candidates = async (by: Person, id: string) =>
    (await by.call<List<Candidate>>('GET', `/v1/calls/${id}/candidates`)).body.items;

  test('are the leads with its number: primary before alternate, then the most recently active', async () => {
    const { elder, younger, number } = await aFamily([bilal]);
    const phones = [{ number: aNumber() }, { number }];
    const { body: parent } = await asha.call<ShownLead>('POST', '/v1/leads', { name: 'Parent', phones });
    const call = await aCall(desk.db, 1, number);
    await call.rings(bilal.id);
    expect(await candidates(asha, call.id)).toMatchObject([
      { id: younger.id, name: 'Younger', stage: 'New', owner: { name: 'Bilal Khan' }, linked: true, junk: false },
      { id: elder.id, linked: false },
      { id: parent.id, owner: null, linked: false },
    ]);
  });

  test('are none without a number, and show none to those who may not see numbers', async () => {
    const withheld = await aCall(desk.db, 1, null);
    await withheld.rings(asha.id);
    expect(await candidates(asha, withheld.id)).toEqual([]);
    const number = aNumber();
    await aLead(`Riya ${number}`, number);
    const call = await aCall(desk.db, 1, number);
    await call.rings(asha.id);
    expect(JSON.stringify(await candidates(blind, call.id))).not.toContain(number.slice(3));
    expect((await bilal.call('GET', `/v1/calls/${call.id}/candidates`)).status).toBe(404);
  });
});
