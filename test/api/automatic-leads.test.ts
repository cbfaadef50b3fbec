import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { noRows } from '../../db/columns.ts';
import { findLead } from '../../db/lead-list.ts';
import { createAutomaticLead, findLeadsByNumber, replaceOwners, touchLead } from '../../db/leads.ts';
import type { LeadId } from '../../domain/ids.ts';
import { openDesk, type Desk, type Person } from './desk.ts';

let desk: Desk;
let asha: Person;
let bilal: Person;

beforeAll(async () => {
  desk = await openDesk();
  asha = await desk.person('Asha Rao');
  bilal = await desk.person('Bilal Khan');
});
afterAll(async () => desk.close());

const instituteId = 1;
const first = (numberKey: string, more: { instituteId?: number; includeAlternates?: boolean } = {}) => ({
  instituteId,
  numberKey,
  campaign: 'Website',
  includeAlternates: true,
  now: Date.now(),
  ...more,
});
const call = async (numberKey: string, more = {}) =>
  await desk.db.transaction(async (tx) => createAutomaticLead(tx, first(numberKey, more)));
const matches = async (numberKey: string, includeAlternates = true) =>
  (await findLeadsByNumber(desk.db, { instituteId, numberKey, includeAlternates })).map(({ id }) => id);
const change = async (statement: ReturnType<typeof sql.fragment>) =>
  await desk.db.query(sql.type(noRows)`${statement}`);
const byHand = async (...phones: { number: string; kind?: string }[]) =>
  (await asha.call<{ id: LeadId }>('POST', '/v1/leads', { name: 'By hand', phones })).body.id;

describe('an unknown caller', () => {
  test("becomes a lead without name, verified through telephony, from the DID's campaign", async () => {
    const { leadId, created } = await call('+919700000001');
    expect(created).toBe(true);
    expect(await findLead(desk.db, { instituteId, leadId })).toMatchObject({
      name: '',
      origin: 'Telephony',
      campaign: 'Website',
      stage: 'New',
      owners: [],
      phones: [{ numberKey: '+919700000001', kind: 'primary', verified: true }],
    });
  });

  test('a hundred times at once becomes one lead', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, async () => call('+919700000002')));
    expect(new Set(all.map(({ leadId }) => leadId)).size).toBe(1);
    expect(all.filter(({ created }) => created).length).toBe(1);
    const count = await desk.db.oneFirst(sql.type(z.object({ count: z.number() }))`
      select count(*) from lead_phone where number_key = '+919700000002'
    `);
    expect(count).toBe(1);
  });

  test('whose creation is rolled back leaves the number to the next', async () => {
    await expect(
      desk.db.transaction(async (tx) => {
        await createAutomaticLead(tx, first('+919700000003'));
        throw new Error('nothing came of it');
      }),
    ).rejects.toThrow('nothing came of it');
    expect((await call('+919700000003')).created).toBe(true);
  });

  test('is another lead in another institute', async () => {
    const [one, two] = await Promise.all([call('+919700000004'), call('+919700000004', { instituteId: 2 })]);
    expect([one.created, two.created, one.leadId === two.leadId]).toEqual([true, true, false]);
  });

  test('whose lead was merged is its primary', async () => {
    const { leadId } = await call('+919700000005');
    const [middle, primary] = [await byHand({ number: '9700000006' }), await byHand({ number: '9700000007' })];
    await change(sql.fragment`update lead set merged_into = ${middle} where id = ${leadId}`);
    await change(sql.fragment`update lead set merged_into = ${primary} where id = ${middle}`);
    expect(await call('+919700000005')).toEqual({ leadId: primary, created: false });
    expect(await matches('+919700000005')).toEqual([primary]);
  });

  test('with a number its lead no longer has becomes a new lead, once', async () => {
    const { leadId } = await call('+919700000008');
    await asha.call('PATCH', `/v1/leads/${leadId}`, { phones: [{ number: '9700000009' }] });
    expect(await matches('+919700000008')).toEqual([]);
    const all = await Promise.all(Array.from({ length: 30 }, async () => call('+919700000008')));
    expect(new Set(all.map((each) => each.leadId)).size).toBe(1);
    expect(all[0]?.leadId).not.toBe(leadId);
    expect(all.filter(({ created }) => created).length).toBe(1);
  });

  test('known by an alternate number is that lead, unless alternates do not count', async () => {
    const { leadId } = await call('+919700000010');
    await asha.call('PATCH', `/v1/leads/${leadId}`, {
      phones: [{ number: '9700000011' }, { number: '9700000010', kind: 'alternate' }],
    });
    expect((await call('+919700000010')).leadId).toBe(leadId);
    expect((await call('+919700000010', { includeAlternates: false })).created).toBe(true);
  });
});

describe('a number', () => {
  test('leads to who has it as primary before who has it as alternate, then to the most recently active', async () => {
    const number = '9700000020';
    const alternate = await byHand({ number: '9700000021' }, { number });
    const [old, recent] = [await byHand({ number }), await byHand({ number })];
    expect(await matches('+919700000020')).toEqual([recent, old, alternate]);
    await desk.db.transaction(async (tx) => touchLead(tx, { instituteId, leadId: old, at: Date.now() + 5000 }));
    expect(await matches('+919700000020')).toEqual([old, recent, alternate]);
    expect(await matches('+919700000020', false)).toEqual([old, recent]);
  });

  test('of a merged lead and of its primary leads there once', async () => {
    const number = '9700000022';
    const [merged, primary] = [await byHand({ number }), await byHand({ number: '9700000023' }, { number })];
    const other = await byHand({ number: '9700000024' }, { number });
    await change(sql.fragment`update lead set merged_into = ${primary} where id = ${merged}`);
    expect(await matches('+919700000022')).toEqual([primary, other]);
  });

  test('brings the owners in order, and says who of them is inactive', async () => {
    const leadId = await byHand({ number: '9700000025' });
    const given = await desk.db.transaction(async (tx) =>
      replaceOwners(tx, { instituteId, leadId, owners: [bilal.id, asha.id], now: Date.now() }),
    );
    expect(given).toEqual({ previous: [], changed: true });
    await change(sql.fragment`update counsellor set active = false where id = ${bilal.id}`);
    const [lead] = await findLeadsByNumber(desk.db, {
      instituteId,
      numberKey: '+919700000025',
      includeAlternates: true,
    });
    expect(lead).toMatchObject({
      owners: [
        { id: bilal.id, active: false },
        { id: asha.id, active: true },
      ],
    });
    const again = await desk.db.transaction(async (tx) =>
      replaceOwners(tx, { instituteId, leadId, owners: [bilal.id, asha.id], now: Date.now() }),
    );
    expect(again.changed).toBe(false);
    expect((await findLead(desk.db, { instituteId, leadId }))?.version).toBe(2);
  });
});
