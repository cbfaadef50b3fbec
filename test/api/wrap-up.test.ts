import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import type { Call } from '../../api/presenters/call.ts';
import { noRows } from '../../db/columns.ts';
import { factsOf } from '../../db/facts.ts';
import { feedOf } from './feed-rows.ts';
import { auditOf } from './audit-trail.ts';
import { aCall, type ScriptedCall } from './call-script.ts';
import { openDesk, type Desk, type Person } from './desk.ts';

const NORTH = '0190a000-0000-7000-8000-000000000001';
const SOUTH = '0190a000-0000-7000-8000-000000000002';

interface List {
  readonly items: readonly Call[];
  readonly nextCursor: string | null;
}

let desk: Desk;
let asha: Person;
let bilal: Person;
let chitra: Person;
/** Leads the team, and is not of it. */
let lead: Person;
/** Of the team, and may what the lead may, but does not lead it. */
let deputy: Person;
let head: Person;
let stranger: Person;

beforeAll(async () => {
  desk = await openDesk();
  asha = await desk.person('Asha Rao', { permissions: [], teamId: NORTH });
  bilal = await desk.person('Bilal Khan', { permissions: ['call_logs:own', 'manage_missed_calls'], teamId: NORTH });
  chitra = await desk.person('Chitra Iyer', { permissions: ['call_logs:team'], teamId: SOUTH });
  lead = await desk.person('Lead North', { permissions: ['call_logs:team', 'manage_missed_calls'] });
  await desk.db.query(
    sql.type(noRows)`insert into team_lead (institute_id, team_id, counsellor_id) values (1, ${NORTH}, ${lead.id})`,
  );
  deputy = await desk.person('Deputy North', { permissions: ['call_logs:team', 'manage_missed_calls'], teamId: NORTH });
  head = await desk.person('Head', { permissions: ['call_logs:all', 'manage_missed_calls', 'configure_calling'] });
  stranger = await desk.person('Sam Stranger', {
    instituteId: 2,
    permissions: ['call_logs:all', 'manage_missed_calls'],
  });
});
afterAll(async () => desk.close());

let last = 9_100_000_000;
/** A call somebody talked on. */
const answered = async (by: Person, numberKey: string | null = `+91${++last}`): Promise<ScriptedCall> => {
  const call = await aCall(desk.db, 1, numberKey);
  await call.rings(by.id);
  await call.ends(by.id, 60);
  return call;
};
const pending = async (by: Person, query = '') => await by.call<List>('GET', `/v1/pending-calls${query}`);
const ids = async (by: Person, query = '') => (await pending(by, query)).body.items.map(({ id }) => id);
const isPending = async (by: Person, call: ScriptedCall) => (await ids(by)).includes(call.id);
const dispose = async (by: Person, callId: string, body: unknown) =>
  await by.call<Call & { errors?: { path: string }[] }>('PUT', `/v1/calls/${callId}/disposition`, body);
const close = async (by: Person, callId: string) =>
  await by.call<Call & { code?: string }>('POST', `/v1/calls/${callId}/wrap-up/close`);

describe('pending calls', () => {
  test('are the Calls whose wrap-up I owe, the newest first, page by page', async () => {
    const calls = [await answered(chitra), await answered(chitra), await answered(chitra)];
    const newest = calls.map(({ id }) => id).toReversed();
    expect(await ids(chitra)).toEqual(newest);
    const first = await pending(chitra, '?limit=2');
    expect(first.body.items).toMatchObject([
      { id: newest[0], outcome: 'answered', counsellor: { name: 'Chitra Iyer' } },
      {},
    ]);
    expect(await ids(chitra, `?limit=2&cursor=${first.body.nextCursor}`)).toEqual(newest.slice(2));
  });

  test('say until when the wrap-up holds whoever talked; a call that is written up says nothing', async () => {
    const call = await answered(chitra);
    const [item] = (await pending(chitra, '?limit=1')).body.items;
    const left = Date.parse(item?.wrapUpUntil ?? '') - Date.now();
    expect(left).toBeGreaterThan(0);
    // Ten minutes, where nothing else is set.
    expect(left).toBeLessThanOrEqual(600_000);
    const { body } = await dispose(chitra, call.id, { code: 'interested' });
    expect([body.id, 'wrapUpUntil' in body]).toEqual([call.id, false]);
  });

  test('of the team are for those who see its calls, of all for those who see all', async () => {
    const [ofAsha, ofChitra] = [await answered(asha), await answered(chitra)];
    expect(await ids(lead, '?scope=team')).toEqual(expect.arrayContaining([ofAsha.id]));
    expect(await ids(lead, '?scope=team')).not.toContain(ofChitra.id);
    expect(await ids(head, '?scope=all')).toEqual(expect.arrayContaining([ofAsha.id, ofChitra.id]));
    expect(await ids(lead)).toEqual([]);
    for (const [by, query] of [
      [lead, '?scope=all'],
      [bilal, '?scope=team'],
      [asha, '?scope=all'],
    ] as const) {
      expect((await pending(by, query)).status).toBe(403);
    }
    expect((await pending(lead, '?scope=everything')).status).toBe(400);
    expect(await ids(stranger, '?scope=all')).toEqual([]);
  });

  test('are over after 7 days', async () => {
    const call = await answered(bilal);
    expect(await isPending(bilal, call)).toBe(true);
    await desk.db.query(
      sql.type(
        noRows,
      )`update call set settled_at = now() - interval '7 days 1 minute' where institute_id = 1 and id = ${call.id}`,
    );
    expect(await isPending(bilal, call)).toBe(false);
  });

  test("end with a note of whoever talked, with or without a lead, and with nobody else's", async () => {
    const [withLead, without] = [await answered(bilal), await answered(bilal, null)];
    for (const call of [withLead, without]) {
      await head.call('POST', `/v1/calls/${call.id}/notes`, { text: 'Listened in.' });
      expect(await isPending(bilal, call)).toBe(true);
      expect((await bilal.call('POST', `/v1/calls/${call.id}/notes`, { text: 'Will visit.' })).status).toBe(201);
      expect(await isPending(bilal, call)).toBe(false);
    }
  });
});

describe('a disposition', () => {
  test("stands on the Call, ends the wrap-up and tells the counsellor's screens", async () => {
    const call = await answered(bilal);
    const before = await feedOf(desk.db, bilal.id);
    desk.delivered.length = 0;
    const { status, body } = await dispose(bilal, call.id, { code: 'interested' });
    expect([status, body.id, body.disposition]).toEqual([200, call.id, 'interested']);
    expect(await isPending(bilal, call)).toBe(false);
    expect(desk.delivered.map(({ kind }) => kind)).toEqual(['disposition']);
    expect((await feedOf(desk.db, bilal.id)).slice(before.length)).toEqual(['pending']);
  });

  test('can be chosen while they still talk, and counts when the call has ended', async () => {
    const call = await aCall(desk.db, 1, `+91${++last}`);
    await call.rings(bilal.id);
    await dispose(bilal, call.id, { code: 'visit_planned' });
    await call.ends(bilal.id, 20);
    expect(await isPending(bilal, call)).toBe(false);
    expect((await bilal.call<Call>('GET', `/v1/calls/${call.id}`)).body.disposition).toBe('visit_planned');
  });

  test('changed is the newest; said again it is no second fact, nor is its note written twice', async () => {
    const call = await answered(bilal);
    for (const code of ['interested', 'wrong_number', 'wrong_number'])
      await dispose(bilal, call.id, { code, note: 'Spoke to the father.' });
    const facts = await factsOf(desk.db, 1, call.id);
    expect(facts.flatMap((fact) => (fact.kind === 'disposition' ? [fact.code] : []))).toEqual([
      'interested',
      'wrong_number',
    ]);
    const notes = await bilal.call<{ items: { text: string }[] }>('GET', `/v1/calls/${call.id}/notes`);
    expect(notes.body.items.map(({ text }) => text)).toEqual(['Spoke to the father.']);
  });

  test('of somebody who did not talk is kept, and leaves the wrap-up to who did', async () => {
    const call = await answered(bilal);
    expect((await dispose(head, call.id, { code: 'not_interested' })).body.disposition).toBe('not_interested');
    expect(await isPending(bilal, call)).toBe(true);
  });

  test('survives corrections of the call', async () => {
    const call = await answered(bilal);
    await dispose(bilal, call.id, { code: 'interested' });
    await call.ends(bilal.id, 75);
    const { body } = await bilal.call<Call>('GET', `/v1/calls/${call.id}`);
    expect([body.talkSeconds, body.disposition, await isPending(bilal, call)]).toEqual([75, 'interested', false]);
  });

  test.each([
    ['a code the institute does not have', { code: 'maybe' }, 'code'],
    ['no code', {}, 'code'],
    ['a blank note', { code: 'interested', note: ' ' }, 'note'],
    ['an unknown field', { code: 'interested', by: 'me' }, ''],
  ])('with %s is refused and changes nothing', async (_, body, path) => {
    const call = await answered(bilal);
    const answer = await dispose(bilal, call.id, body);
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([400, path]);
    expect(await isPending(bilal, call)).toBe(true);
  });

  test("of a call one may not see, or another institute's, is not found", async () => {
    const call = await answered(bilal);
    for (const by of [asha, chitra, stranger])
      expect((await dispose(by, call.id, { code: 'interested' })).status).toBe(404);
  });
});

describe('a wrap-up that is stuck', () => {
  test("is ended by the lead of the team, once, audited, and leaves the counsellor's list", async () => {
    const call = await answered(asha);
    expect((await close(lead, call.id)).status).toBe(200);
    expect((await close(lead, call.id)).status).toBe(200);
    expect(await isPending(asha, call)).toBe(false);
    expect((await factsOf(desk.db, 1, call.id)).filter(({ kind }) => kind === 'wrap_up_closed').length).toBe(1);
    expect((await auditOf(desk.db, 1)).filter(({ target }) => target === call.id)).toEqual([
      { action: 'call.close_wrap_up', target: call.id, before: { wrapUp: 'open' }, after: { wrapUp: 'closed' } },
    ]);
    const { body } = await head.call<{ steps: { text: string }[] }>('GET', `/v1/calls/${call.id}/explanation`);
    expect(body.steps.map(({ text }) => text)).toContain('Lead North ended the wrap-up, which nobody had finished.');
  });

  test('closes its card', async () => {
    await desk.db.query(sql.type(noRows)`
      insert into user_permission (institute_id, counsellor_id, permission, scope) values (1, ${asha.id}, 'receive_popups', 'yes')
    `);
    const call = await answered(asha);
    const state = async () =>
      await desk.db.exists(
        sql.type(noRows)`select from popup where institute_id = 1 and call_id = ${call.id} and state = 'closed'`,
      );
    expect(await state()).toBe(false);
    await close(head, call.id);
    expect(await state()).toBe(true);
  });

  test('of another team, or without both permissions, is not theirs to end', async () => {
    const [ofAsha, ofChitra] = [await answered(asha), await answered(chitra)];
    expect((await close(lead, ofChitra.id)).status).toBe(404);
    expect((await close(bilal, ofAsha.id)).status).toBe(403);
    expect((await close(deputy, ofAsha.id)).status).toBe(403);
    expect((await close(chitra, ofChitra.id)).status).toBe(403);
    expect((await close(stranger, ofAsha.id)).status).toBe(404);
  });

  test("of a team one only shared a ring with is that team's", async () => {
    const call = await aCall(desk.db, 1, `+91${++last}`);
    await call.rings(asha.id);
    await call.rings(chitra.id);
    await call.ends(chitra.id, 30);
    expect((await close(lead, call.id)).status).toBe(403);
  });

  test('is none while the call is on, or when nobody talked', async () => {
    const call = await aCall(desk.db, 1, `+91${++last}`);
    await call.rings(asha.id);
    expect(await close(lead, call.id)).toMatchObject({ status: 409, body: { code: 'no_wrap_up' } });
    await call.ends(asha.id, null);
    expect((await close(lead, call.id)).body.code).toBe('no_wrap_up');
  });
});

describe('the dispositions of an institute', () => {
  interface Settings {
    readonly dispositions: readonly { code: string; label: string }[];
  }
  const read = async (by: Person) => (await by.call<Settings>('GET', '/v1/settings/dispositions')).body.dispositions;
  const put = async (by: Person, body: unknown) =>
    await by.call<Settings & { errors?: { path: string }[] }>('PUT', '/v1/settings/dispositions', body);

  test('are the usual ones until it chooses its own; calls keep the codes they have', async () => {
    const call = await answered(asha);
    await dispose(asha, call.id, { code: 'interested' });
    expect((await read(asha))[0]).toEqual({ code: 'interested', label: 'Interested' });
    const own = {
      dispositions: [
        { code: 'hot', label: 'Hot' },
        { code: 'cold', label: 'Cold' },
      ],
    };
    expect(await put(head, own)).toEqual({ status: 200, body: own });
    expect(await read(asha)).toEqual(own.dispositions);
    expect((await dispose(asha, call.id, { code: 'interested' })).status).toBe(400);
    expect((await dispose(asha, call.id, { code: 'hot' })).body.disposition).toBe('hot');
    expect(await read(stranger)).not.toEqual(own.dispositions);
    expect((await auditOf(desk.db, 1)).at(-1)).toMatchObject({ action: 'dispositions.change', after: own });
  });

  test('are changed by those who configure calling alone', async () => {
    expect((await put(asha, { dispositions: [{ code: 'a', label: 'A' }] })).status).toBe(403);
  });

  test.each([
    ['none', { dispositions: [] }, 'dispositions'],
    [
      'a code twice',
      {
        dispositions: [
          { code: 'a', label: 'A' },
          { code: 'a', label: 'B' },
        ],
      },
      'dispositions.1.code',
    ],
    ['a code that is a sentence', { dispositions: [{ code: 'Call back!', label: 'A' }] }, 'dispositions.0.code'],
    ['no label', { dispositions: [{ code: 'a' }] }, 'dispositions.0.label'],
    ['an unknown field', { codes: [] }, ''],
  ])('are refused with %s', async (_, body, path) => {
    const answer = await put(head, body);
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([400, path]);
  });
});
