import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import type { ShownLead } from '../../api/presenters/lead.ts';
import { noRows } from '../../db/columns.ts';
import { factsOf } from '../../db/facts.ts';
import type { CallId } from '../../domain/ids.ts';
import { aCall } from './call-script.ts';
import { openDesk, type Desk, type Person } from './desk.ts';

let desk: Desk;
let asha: Person;
let bilal: Person;
let chitra: Person;
let stranger: Person;

beforeAll(async () => {
  desk = await openDesk();
  asha = await desk.person('Asha Rao');
  bilal = await desk.person('Bilal Khan', { permissions: [] });
  chitra = await desk.person('Chitra Iyer', { permissions: [] });
  stranger = await desk.person('Sam Stranger', { instituteId: 2 });
});
afterAll(async () => desk.close());

let last = 9_600_000_000;
const aLead = async (owners: readonly Person[], by = asha) => {
  last += 1;
  const body = { name: 'Neha', phones: [{ number: String(last) }], owners: owners.map(({ id }) => id) };
  return { number: `+91${last}`, ...(await by.call<ShownLead>('POST', '/v1/leads', body)).body };
};
const read = async (id: string) => (await asha.call<ShownLead>('GET', `/v1/leads/${id}`)).body;
const save = async (by: Person, id: string, callId: string, body: object = { stage: 'Visit' }) =>
  await by.call<ShownLead & { code?: string }>('PATCH', `/v1/leads/${id}`, { ...body, callId });
const kinds = async (id: CallId) => (await factsOf(desk.db, 1, id)).map(({ kind }) => kind);
const ownersOf = (lead: ShownLead) => lead.owners.map(({ name }) => name);

describe('a lead saved for a call', () => {
  test('goes to the counsellor who talked and saved, in the answer to the edit itself', async () => {
    const lead = await aLead([asha]);
    const call = await aCall(desk.db, 1, lead.number);
    await call.rings(bilal.id);
    await call.ends(bilal.id, 92);
    expect(ownersOf(await read(lead.id))).toEqual(['Asha Rao']);
    const { status, body } = await save(bilal, lead.id, call.id, { stage: 'Visit', version: lead.version });
    expect([status, body.stage, ownersOf(body)]).toEqual([200, 'Visit', ['Bilal Khan']]);
    expect(body.lastCall).toMatchObject({ direction: 'inbound', outcome: 'answered' });
  });

  test('goes to them as well when the report that they talked comes after the edit', async () => {
    const lead = await aLead([asha]);
    const call = await aCall(desk.db, 1, lead.number);
    await call.rings(bilal.id);
    expect(ownersOf((await save(bilal, lead.id, call.id)).body)).toEqual(['Asha Rao']);
    await call.ends(bilal.id, 30);
    expect(ownersOf(await read(lead.id))).toEqual(['Bilal Khan']);
  });

  test('stays where it is when who saved did not talk', async () => {
    const lead = await aLead([asha]);
    const call = await aCall(desk.db, 1, lead.number);
    await call.rings(chitra.id);
    await call.rings(bilal.id);
    await call.ends(bilal.id, 30);
    expect(ownersOf((await save(chitra, lead.id, call.id)).body)).toEqual(['Asha Rao']);
  });

  test("wakes the call's workflow after the commit, and adds one fact an edit", async () => {
    const lead = await aLead([asha]);
    const call = await aCall(desk.db, 1, lead.number);
    await call.rings(bilal.id);
    desk.delivered.length = 0;
    await save(bilal, lead.id, call.id);
    const facts = await factsOf(desk.db, 1, call.id);
    expect(facts.at(-1)).toMatchObject({ kind: 'saved', counsellorId: bilal.id, what: 'edit' });
    expect(desk.delivered).toEqual([{ instituteId: 1, callId: call.id, seq: facts.at(-1)?.seq, kind: 'saved' }]);
  });

  test('is neither saved nor changed when it is refused', async () => {
    const lead = await aLead([asha]);
    const call = await aCall(desk.db, 1, lead.number);
    await call.rings(bilal.id);
    const before = await kinds(call.id);
    desk.delivered.length = 0;
    expect((await save(bilal, lead.id, call.id, { name: 'X', version: 7 })).body.code).toBe('stale_version');
    expect((await save(bilal, lead.id, call.id, { name: 'X', owners: [stranger.id] })).status).toBe(400);
    expect([await read(lead.id), await kinds(call.id), desk.delivered]).toMatchObject([
      { name: 'Neha', version: 1 },
      before,
      [],
    ]);
  });

  test('by many at once for many calls ends with every save counted', async () => {
    const lead = await aLead([asha]);
    const calls = [await aCall(desk.db, 1, lead.number), await aCall(desk.db, 1, lead.number)];
    for (const call of calls) await call.rings(bilal.id);
    const saves = Array.from({ length: 20 }, async (_, n) =>
      save(bilal, lead.id, calls[n % 2]?.id ?? '', { name: `Neha ${n}` }),
    );
    expect((await Promise.all(saves)).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect((await read(lead.id)).version).toBe(21);
    for (const call of calls) expect((await kinds(call.id)).filter((kind) => kind === 'saved').length).toBe(10);
  });
});

describe('a call that is named', () => {
  test("and belongs to another lead refuses the edit; a merged lead's call is its primary's", async () => {
    const [lead, other] = [await aLead([]), await aLead([])];
    const call = await aCall(desk.db, 1, lead.number);
    await call.rings(bilal.id);
    expect(await save(bilal, other.id, call.id)).toMatchObject({ status: 409, body: { code: 'call_of_another_lead' } });
    expect(await read(other.id)).toMatchObject({ stage: 'New', version: 1 });
    await desk.db.query(
      sql.type(noRows)`update lead set merged_into = ${other.id} where institute_id = 1 and id = ${lead.id}`,
    );
    expect((await save(bilal, other.id, call.id)).status).toBe(200);
  });

  test('and has no lead yet is linked with the lead that has its number', async () => {
    const call = await aCall(desk.db, 1, `+91${last + 1}`);
    const lead = await aLead([]);
    expect((await save(asha, lead.id, call.id)).status).toBe(200);
    expect(await kinds(call.id)).toEqual(['linked', 'saved']);
  });

  test("and has a number that is not the lead's is not", async () => {
    const [call, lead] = [await aCall(desk.db, 1, '+919500000001'), await aLead([])];
    expect((await save(asha, lead.id, call.id)).body.code).toBe('call_of_another_lead');
    expect(await kinds(call.id)).toEqual([]);
  });

  test('and whose number was withheld is linked with the lead its counsellor says', async () => {
    const [call, lead] = [await aCall(desk.db, 1, null), await aLead([])];
    await call.rings(bilal.id);
    expect((await save(bilal, lead.id, call.id)).status).toBe(200);
    await call.ends(bilal.id, 10);
    expect(await read(lead.id)).toMatchObject({ callCount: 1, owners: [{ name: 'Bilal Khan' }] });
  });

  test("and is unknown, another institute's, or a colleague's one may not see, is not found", async () => {
    const [lead, theirs] = [await aLead([]), await aLead([], stranger)];
    const [call, foreign] = [await aCall(desk.db, 1, lead.number), await aCall(desk.db, 2, theirs.number)];
    await call.rings(bilal.id);
    for (const [by, id] of [
      [asha, lead.id],
      [asha, foreign.id],
      [chitra, call.id],
    ] as const) {
      expect(await save(by, lead.id, id)).toMatchObject({ status: 404, body: { code: 'call_not_found' } });
    }
    expect((await save(stranger, lead.id, call.id)).status).toBe(404);
    expect((await read(lead.id)).version).toBe(1);
  });

  test('and was found to be another is that other one', async () => {
    const lead = await aLead([]);
    const [survivor, merged] = [await aCall(desk.db, 1, lead.number), await aCall(desk.db, 1, lead.number)];
    await survivor.rings(bilal.id);
    await desk.db.query(
      sql.type(noRows)`update call set merged_into = ${survivor.id} where institute_id = 1 and id = ${merged.id}`,
    );
    expect((await save(bilal, lead.id, merged.id)).status).toBe(200);
    expect((await kinds(survivor.id)).at(-1)).toBe('saved');
  });
});
