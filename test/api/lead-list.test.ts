import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import type { ShownLead } from '../../api/presenters/lead.ts';
import { noRows } from '../../db/columns.ts';
import { aCall } from './call-script.ts';
import { openDesk, type Desk, type Person } from './desk.ts';

interface List {
  readonly items: readonly ShownLead[];
  readonly nextCursor: string | null;
}

let desk: Desk;
let asha: Person;
let bilal: Person;
let stranger: Person;
const ids = new Map<string, string>();

let last = 9_300_000_000;
const aLead = async (name: string, more: object = {}) => {
  last += 1;
  const { body } = await asha.call<ShownLead>('POST', '/v1/leads', {
    name,
    phones: [{ number: String(last) }],
    ...more,
  });
  ids.set(name, body.id);
  return { id: body.id, number: `+91${last}` };
};

beforeAll(async () => {
  desk = await openDesk();
  [asha, bilal] = [await desk.person('Asha Rao'), await desk.person('Bilal Khan')];
  stranger = await desk.person('Sam Stranger', { instituteId: 2 });
  await aLead('chitra', { stage: 'Applied', owners: [bilal.id] });
  const answered = await aLead('Asha');
  const missed = await aLead('bilal', { stage: 'Applied' });
  await aLead('Élodie', { owners: [bilal.id, asha.id] });
  const call = async (number: string, seconds: number | null) => {
    const made = await aCall(desk.db, 1, number);
    await made.rings(asha.id);
    await made.ends(asha.id, seconds);
  };
  await call(missed.number, null);
  await call(answered.number, 40);
  await desk.db.query(
    sql.type(
      noRows,
    )`update lead set campaign = 'Website', origin = 'Telephony' where institute_id = 1 and name = 'bilal'`,
  );
  const nameless = await aLead('nameless');
  await asha.call('PATCH', `/v1/leads/${nameless.id}`, { name: '' });
});
afterAll(async () => desk.close());

const list = async (query: string, by = asha) => await by.call<List>('GET', `/v1/leads?${query}`);
const names = async (query: string, by = asha) => (await list(query, by)).body.items.map(({ name }) => name);

describe('the list of leads', () => {
  test.each([
    ['stage=Applied', ['bilal', 'chitra']],
    ['origin=Telephony', ['bilal']],
    ['campaign=Website', ['bilal']],
    ['lastCallOutcome=missed', ['bilal']],
    ['lastCallOutcome=answered', ['Asha']],
    ['lastCallOutcome=voicemail', []],
    ['lastCallDirection=inbound', ['Asha', 'bilal']],
    ['lastCallDirection=campaign', []],
    ['neverCalled=true', ['', 'chitra', 'Élodie']],
    ['neverCalled=false', ['Asha', 'bilal']],
    ['neverCalled=&stage=&search=', ['', 'Asha', 'bilal', 'chitra', 'Élodie']],
    ['stage=Applied&neverCalled=true', ['chitra']],
    ['search=lod', ['Élodie']],
    ['search=ch', ['chitra']],
    ['search=ha', []],
    ['search=A', ['Asha']],
    ['search=%25', []],
  ])('narrowed by %s', async (query, found) => {
    expect((await names(query)).toSorted((a, b) => a.localeCompare(b))).toEqual(found);
  });

  test('narrowed by an owner has theirs, first owner or not', async () => {
    expect((await names(`owner=${bilal.id}`)).toSorted()).toEqual(['chitra', 'Élodie']);
    expect(await names(`owner=${asha.id}&neverCalled=true`)).toEqual(['Élodie']);
    expect(await names(`owner=${stranger.id}`)).toEqual([]);
    expect(await names('lastCallOutcome=answered', stranger)).toEqual([]);
  });

  test.each([
    ['sort=name', ['Asha', 'bilal', 'chitra', 'Élodie', '']],
    ['sort=created', ['', 'Élodie', 'bilal', 'Asha', 'chitra']],
    ['sort=active', ['', 'Asha', 'bilal', 'Élodie', 'chitra']],
    ['', ['', 'Asha', 'bilal', 'Élodie', 'chitra']],
  ])('sorted by "%s" is the same page by page', async (query, order) => {
    expect(await names(query)).toEqual(order);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await list(`${query}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...body.items.map(({ name }) => name));
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(order);
  });

  test('sorted by the last call has those never called at the end, page by page', async () => {
    const all = await names('sort=lastCall');
    expect(all.slice(0, 2)).toEqual(['Asha', 'bilal']);
    const first = await list('sort=lastCall&limit=3');
    expect([
      ...first.body.items.map(({ name }) => name),
      ...(await names(`sort=lastCall&limit=3&cursor=${first.body.nextCursor}`)),
    ]).toEqual(all);
  });

  test('refuses an order, an outcome or a cursor it does not know, and a cursor of another order', async () => {
    const { nextCursor } = (await list('limit=1')).body;
    for (const query of [
      'sort=age',
      'lastCallOutcome=great',
      'neverCalled=yes',
      'cursor=abc',
      `sort=created&cursor=${nextCursor}`,
    ]) {
      expect((await list(query)).status).toBe(400);
    }
  });
});
