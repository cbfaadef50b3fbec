import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import type { ShownLead } from '../../api/presenters/lead.ts';
import type { TimelineItem } from '../../api/presenters/timeline.ts';
import { noRows } from '../../db/columns.ts';
import { addTimeline, removeCallFromTimeline } from '../../db/timeline.ts';
import type { CallId, LeadId } from '../../domain/ids.ts';
import { aCall } from './call-script.ts';
import { openDesk, type Desk, type Person } from './desk.ts';

interface List {
  readonly items: readonly TimelineItem[];
  readonly nextCursor: string | null;
}

let desk: Desk;
let asha: Person;
let bilal: Person;
let blind: Person;

beforeAll(async () => {
  desk = await openDesk();
  asha = await desk.person('Asha Rao');
  bilal = await desk.person('Bilal Khan');
  blind = await desk.person('Chitra Iyer', { permissions: [] });
});
afterAll(async () => desk.close());

let last = 9_400_000_000;
const aLead = async (owners: readonly Person[] = []) => {
  last += 1;
  const body = { name: 'Riya', phones: [{ number: String(last) }], owners: owners.map(({ id }) => id) };
  const lead = (await asha.call<ShownLead & { id: LeadId }>('POST', '/v1/leads', body)).body;
  return { id: lead.id, number: `+91${last}` };
};
const timeline = async (id: string, by = asha) => (await by.call<List>('GET', `/v1/leads/${id}/timeline`)).body.items;
const texts = async (id: string, type?: string) =>
  (await timeline(id)).filter((item) => type === undefined || item.type === type).map(({ text }) => text);
const note = async (id: string, body: unknown, by = asha) => await by.call('POST', `/v1/leads/${id}/notes`, body);

describe('a note', () => {
  test('stands on the timeline with who wrote it', async () => {
    const { id } = await aLead();
    const { status, body } = await note(id, { text: '  Asked about hostels. ' }, bilal);
    expect([status, body]).toEqual([
      201,
      { id: expect.any(String), at: expect.any(String), text: 'Asked about hostels.' },
    ]);
    expect(await timeline(id)).toEqual([
      {
        id: expect.any(String),
        at: body['at'],
        type: 'note',
        text: 'Asked about hostels.',
        by: { id: bilal.id, name: 'Bilal Khan' },
      },
    ]);
  });

  test("that names a call is a save of it, links the two on the timeline and ends the talker's wrap-up", async () => {
    const { id, number } = await aLead();
    const call = await aCall(desk.db, 1, number);
    await call.rings(bilal.id);
    await call.ends(bilal.id, 60);
    desk.delivered.length = 0;
    expect((await note(id, { text: 'Will visit.', callId: call.id }, bilal)).body).toMatchObject({ callId: call.id });
    expect(desk.delivered.map(({ kind }) => kind)).toEqual(['saved']);
    expect((await timeline(id)).find(({ type }) => type === 'note')).toMatchObject({ callId: call.id });
    const done = await desk.db.exists(
      sql.type(noRows)`select from call where institute_id = 1 and id = ${call.id} and wrap_up_done`,
    );
    expect(done).toBe(true);
  });

  test("shows none of the lead's numbers to those who may not see them, however it spells them", async () => {
    const { id, number } = await aLead();
    const national = number.slice(3);
    await note(id, {
      text: `Call ${national} or +91 ${national.slice(0, 5)}-${national.slice(5)} after 17:30 on 2026-05-09.`,
    });
    const masked = `•••••• ${national.slice(-4)}`;
    expect((await timeline(id, blind))[0]?.text).toBe(`Call ${masked} or +91 ${masked} after 17:30 on 2026-05-09.`);
    expect((await timeline(id))[0]?.text).toContain(national);
  });

  test.each([
    ['nothing', undefined, ''],
    ['no text', {}, 'text'],
    ['a blank text', { text: ' \n ' }, 'text'],
    ['a NUL', { text: 'a\0b' }, 'text'],
    ['a text that is too long', { text: 'x'.repeat(10_001) }, 'text'],
    ['a call that is no id', { text: 'x', callId: 'tt-1' }, 'callId'],
    ['an unknown field', { text: 'x', at: '2026-01-01' }, ''],
  ])('is refused with %s', async (_, body, path) => {
    const { id } = await aLead();
    const answer = await asha.call<{ code: string; errors: { path: string }[] }>('POST', `/v1/leads/${id}/notes`, body);
    expect([answer.status, answer.body.code, answer.body.errors[0]?.path]).toEqual([400, 'invalid_request', path]);
  });

  test('for a call there is not is not written', async () => {
    const { id } = await aLead();
    const callId = '00000000-0000-7000-8000-000000000000';
    expect(await note(id, { text: 'x', callId })).toMatchObject({ status: 404, body: { code: 'call_not_found' } });
    expect(await timeline(id)).toEqual([]);
  });
});

describe('an edit', () => {
  test('says which fields changed, never to which number; stage and owners have entries of their own', async () => {
    const { id } = await aLead([bilal]);
    const phones = [{ number: '9300000001' }];
    const body = {
      name: 'Riya Sharma',
      email: 'r@student.test',
      phones,
      junk: false,
      doNotCall: true,
      stage: 'Applied',
      owners: [asha.id, bilal.id],
    };
    await asha.call('PATCH', `/v1/leads/${id}`, body);
    expect(await timeline(id)).toMatchObject([
      { type: 'assignment', text: 'Assigned to Asha Rao and Bilal Khan: chosen by hand', by: { name: 'Asha Rao' } },
      { type: 'stage', text: 'Stage changed from New to Applied', by: { name: 'Asha Rao' } },
      { type: 'edit', text: 'Edited: name, e-mail, "do not call" mark and phones', by: { name: 'Asha Rao' } },
      { type: 'assignment', text: 'Assigned to Bilal Khan: chosen by hand' },
    ]);
    await asha.call('PATCH', `/v1/leads/${id}`, { ...body, owners: [] });
    expect((await texts(id))[0]).toBe('Owner removed: chosen by hand');
    expect((await timeline(id)).length).toBe(5);
  });
});

describe('a call', () => {
  test('answered, says by whom and how long, and whom it gave the lead to and why', async () => {
    const { id, number } = await aLead();
    const call = await aCall(desk.db, 1, number);
    await call.rings(asha.id);
    await call.rings(bilal.id);
    await call.ends(bilal.id, 92);
    const items = await timeline(id);
    expect(items).toMatchObject([
      { type: 'assignment', callId: call.id, text: 'Assigned to Bilal Khan: answered the call' },
      { type: 'call', callId: call.id, text: 'Inbound call, answered by Bilal Khan, 1 min 32 s talk' },
    ]);
    expect(items[1]).not.toHaveProperty('by');
  });

  test('missed, names everyone who was rung once', async () => {
    const { id, number } = await aLead();
    const call = await aCall(desk.db, 1, number);
    for (const who of [asha, bilal, asha]) await call.rings(who.id);
    await call.ends(null, null);
    expect(await texts(id, 'call')).toEqual(['Inbound call, missed by Asha Rao and Bilal Khan']);
  });

  test('that is corrected reads as it stands now, in the one entry it has', async () => {
    const { id, number } = await aLead();
    const call = await aCall(desk.db, 1, number);
    await call.rings(asha.id);
    await call.ends(asha.id, null);
    await call.ends(asha.id, 3720);
    expect(await texts(id, 'call')).toEqual(['Inbound call, answered by Asha Rao, 1 h 2 min talk']);
  });

  test('that saved the lead for who talked says so', async () => {
    const { id, number } = await aLead([asha]);
    const call = await aCall(desk.db, 1, number);
    await call.rings(bilal.id);
    await call.ends(bilal.id, 45);
    await bilal.call('PATCH', `/v1/leads/${id}`, { name: 'Riya S', callId: call.id });
    expect((await texts(id, 'assignment'))[0]).toBe('Assigned to Bilal Khan: talked on the call and saved the lead');
    expect(await texts(id, 'call')).toEqual(['Inbound call, answered by Bilal Khan, 45 s talk']);
  });

  test('moves to the lead it is linked to, and is written only once', async () => {
    const [one, other] = [await aLead(), await aLead()];
    const { id: callId } = await aCall(desk.db, 1, one.number);
    const put = async (leadId: LeadId, at: number) =>
      await desk.db.transaction(async (tx) => addTimeline(tx, { instituteId: 1, leadId, at, type: 'call', callId }));
    await put(one.id, 1_700_000_000_000);
    const before = await rowVersion(callId);
    await put(one.id, 1_700_000_000_000);
    expect(await rowVersion(callId)).toBe(before);
    await put(other.id, 1_700_000_000_000);
    expect([(await timeline(one.id)).length, (await timeline(other.id)).length]).toEqual([0, 1]);
    await desk.db.transaction(async (tx) => removeCallFromTimeline(tx, { instituteId: 1, callId }));
    expect(await timeline(other.id)).toEqual([]);
  });

  const rowVersion = async (callId: CallId): Promise<string> =>
    JSON.stringify(await desk.db.many(sql.unsafe`select xmin::text from timeline where call_id = ${callId}`));
});

describe('a timeline', () => {
  test('comes newest first in pages without gaps', async () => {
    const { id } = await aLead();
    for (let n = 0; n < 7; n += 1) await note(id, { text: String(n) });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const path: string = `/v1/leads/${id}/timeline?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`;
      const page = (await asha.call<List>('GET', path)).body;
      seen.push(...page.items.map(({ text }) => text));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(['6', '5', '4', '3', '2', '1', '0']);
  });

  test.each(['limit=0', 'cursor=nonsense', `cursor=${Buffer.from('[1]').toString('base64url')}`])(
    'refuses %s',
    async (query) => {
      const { id } = await aLead();
      expect((await asha.call('GET', `/v1/leads/${id}/timeline?${query}`)).status).toBe(400);
    },
  );
});
