import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import { insertFact } from '../../db/facts.ts';
import { buildCall } from '../build/call.ts';
import { buildLead } from '../build/lead.ts';
import { openFloor, type ApiProcess, type Floor, type Person } from '../feed/floor.ts';

let floor: Floor;
let api: ApiProcess;
let manager: Person;
beforeAll(async () => {
  floor = await openFloor();
  api = await floor.process();
  manager = await floor.person('Manager');
});
afterAll(async () => await floor.close());

const ids = async (person: Person, query: string): Promise<readonly string[]> => {
  const { status, body } = await person.call(api, 'GET', `/v1/calls?${query}`);
  expect(status).toBe(200);
  return (body as { items: { id: string }[] }).items.map(({ id }) => id);
};
const get = async (person: Person, id: string): Promise<{ status: number; body: Record<string, unknown> }> =>
  await person.call(api, 'GET', `/v1/calls/${id}`);

describe('a call', () => {
  test('is shown as the contract says', async () => {
    const [asha, bilal] = [await floor.person('Asha Rao'), await floor.person('Bilal Khan')];
    const primary = await buildLead(floor.db, 'Riya Sharma');
    const merged = await buildLead(floor.db, '', { mergedInto: primary });
    const id = await buildCall(floor.db, {
      number: '+919822220001',
      did: '+918047100100',
      campaign: 'Website',
      outcome: 'answered',
      leadId: merged,
      counsellorId: bilal.id,
      vendorCallId: 'abc.1',
      startedAt: '2026-01-05T10:00:00.000Z',
      talkSeconds: 65,
      recordingUrl: 'https://vendor.test/secret.mp3',
      offers: [
        { counsellorId: asha.id, result: 'missed' },
        { counsellorId: bilal.id, result: 'answered' },
      ],
    });
    const { status, body } = await get(manager, id);
    expect(status).toBe(200);
    expect(body).toEqual({
      id,
      direction: 'inbound',
      state: 'ended',
      outcome: 'answered',
      lead: { id: primary, name: 'Riya Sharma' },
      number: '+919822220001',
      did: '+918047100100',
      campaign: 'Website',
      counsellor: { id: bilal.id, name: 'Bilal Khan' },
      offers: [
        {
          counsellor: { id: asha.id, name: 'Asha Rao' },
          at: '2026-01-05T10:00:00.000Z',
          endedAt: '2026-01-05T10:00:00.000Z',
          result: 'missed',
        },
        {
          counsellor: { id: bilal.id, name: 'Bilal Khan' },
          at: '2026-01-05T10:00:00.000Z',
          endedAt: '2026-01-05T10:00:00.000Z',
          result: 'answered',
        },
      ],
      startedAt: '2026-01-05T10:00:00.000Z',
      answeredAt: null,
      endedAt: null,
      ringSeconds: null,
      talkSeconds: 65,
      recording: 'ready',
      disposition: null,
      source: 'events',
      flags: [],
      vendor: 'tatatel',
      vendorCallId: 'abc.1',
    });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  test('that was merged answers as the call it became part of, and is in no list', async () => {
    const survivor = await buildCall(floor.db, { number: '+919822220002' });
    const middle = await buildCall(floor.db, { number: '+919822220002', mergedInto: survivor });
    const merged = await buildCall(floor.db, { number: '+919822220002', mergedInto: middle });
    expect((await get(manager, merged)).body).toMatchObject({ id: survivor });
    expect(await ids(manager, 'search=9822220002')).toEqual([survivor]);
  });

  test('of another institute, or an id that is none, is not found', async () => {
    const elsewhere = await buildCall(floor.db, { instituteId: 2 });
    for (const id of [elsewhere, '0199a000-0000-7000-8000-000000000000', 'nonsense']) {
      expect((await get(manager, id)).status).toBe(404);
      expect((await get(manager, `${id}/explanation`)).status).toBe(404);
    }
  });

  test("shows no number to those who may not see it, not even inside the vendor's id or the lead's name", async () => {
    const masked = await floor.person('Masked', { permissions: ['call_logs:all'] });
    const lead = await buildLead(floor.db, 'Riya 98222 20003');
    const id = await buildCall(floor.db, {
      number: '+919822220003',
      vendorCallId: '4510-9822220003',
      leadId: lead,
    });
    const { body } = await get(masked, id);
    expect(body).toMatchObject({
      number: '•••••• 0003',
      vendorCallId: '4510-••••••0003',
      lead: { id: lead, name: 'Riya •••••• 0003' },
    });
    expect(await ids(masked, 'search=98222%2020003')).toEqual([id]);
    expect(await ids(masked, 'search=9822220')).toEqual([]);
    expect(await ids(manager, 'search=9822220')).toContain(id);
  });
});

describe('whose calls somebody sees', () => {
  test("is decided by the permission: none, own, the team's, all", async () => {
    const [north, south] = ['0199a000-0000-7000-8000-00000000000a', '0199a000-0000-7000-8000-00000000000b'];
    const own = { permissions: ['call_logs:own'], teamId: north };
    const asha = await floor.person('Asha Own', own);
    const bilal = await floor.person('Bilal Own', own);
    const chitra = await floor.person('Chitra Own', { ...own, teamId: south });
    const lead = await floor.person('Lead North', { permissions: ['call_logs:team'], teamId: north });
    const teamless = await floor.person('Teamless', { permissions: ['call_logs:team'] });
    const nobody = await floor.person('Nobody', { permissions: ['full_numbers'] });
    const number = '+919822220004';
    const taken = await buildCall(floor.db, { number, counsellorId: asha.id });
    const rung = await buildCall(floor.db, {
      number,
      offers: [
        { counsellorId: asha.id, result: 'missed' },
        { counsellorId: chitra.id, result: 'missed' },
      ],
    });
    const theirs = await buildCall(floor.db, { number, counsellorId: chitra.id });
    const search = 'search=9822220004';

    expect(await ids(asha, search)).toEqual([rung, taken]);
    expect(await ids(bilal, search)).toEqual([]);
    expect(await ids(chitra, search)).toEqual([theirs, rung]);
    expect(await ids(lead, search)).toEqual([rung, taken]);
    expect(await ids(teamless, search)).toEqual([]);
    expect(await ids(manager, search)).toEqual([theirs, rung, taken]);
    expect((await nobody.call(api, 'GET', '/v1/calls')).status).toBe(403);
    expect((await get(nobody, taken)).status).toBe(403);
    expect((await get(asha, taken)).status).toBe(200);
    expect((await get(asha, theirs)).status).toBe(404);
    expect((await get(asha, `${theirs}/explanation`)).status).toBe(404);
    expect((await get(lead, rung)).status).toBe(200);
  });
});

describe('the call log', () => {
  test('is newest heard first, in pages without a call twice or missing', async () => {
    const number = '+919822220005';
    const heardAt = '2026-02-01T10:00:00.123Z';
    const expected: string[] = [];
    for (let index = 0; index < 7; index += 1) expected.unshift(await buildCall(floor.db, { number, heardAt }));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = `search=9822220005&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { body } = await manager.call(api, 'GET', `/v1/calls?${query}`);
      const page = body as { items: { id: string }[]; nextCursor: string | null };
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(expected);
    expect((await manager.call(api, 'GET', '/v1/calls?cursor=nonsense')).status).toBe(400);
  });

  test('takes filters that were left empty as not given', async () => {
    const all = await manager.call(api, 'GET', '/v1/calls');
    const empty = await manager.call(
      api,
      'GET',
      '/v1/calls?from=&to=&direction=&outcome=&counsellor=&offerResult=&search=&limit=&cursor=',
    );
    expect(empty).toMatchObject({ status: 200, body: all.body });
  });

  test("takes from and to as inclusive dates of the institute's zone", async () => {
    const number = '+919822220006';
    // 00:00 in Kolkata is 18:30 UTC of the day before.
    const [before, first, last, after] = await Promise.all(
      ['2026-03-01T18:29:59.999Z', '2026-03-01T18:30:00Z', '2026-03-03T18:29:59.999Z', '2026-03-03T18:30:00Z'].map(
        async (startedAt) => await buildCall(floor.db, { number, startedAt }),
      ),
    );
    expect(await ids(manager, 'search=9822220006&from=2026-03-02&to=2026-03-03')).toEqual([last, first]);
    expect(await ids(manager, 'search=9822220006&to=2026-03-01')).toEqual([before]);
    expect(await ids(manager, 'search=9822220006&from=2026-03-04')).toEqual([after]);
    expect((await manager.call(api, 'GET', '/v1/calls?from=yesterday')).status).toBe(400);
  });

  test('filters by direction, outcome, state, counsellor and what the ringing came to', async () => {
    const [asha, bilal] = [await floor.person('Asha Filter'), await floor.person('Bilal Filter')];
    const number = '+919822220007';
    const missed = await buildCall(floor.db, {
      number,
      outcome: 'missed',
      offers: [{ counsellorId: asha.id, result: 'missed' }],
    });
    const inTheEnd = await buildCall(floor.db, {
      number,
      outcome: 'answered',
      counsellorId: asha.id,
      offers: [
        { counsellorId: asha.id, result: 'missed' },
        { counsellorId: bilal.id, result: 'missed' },
        { counsellorId: asha.id, result: 'answered' },
      ],
    });
    const dialled = await buildCall(floor.db, {
      number,
      direction: 'outbound',
      outcome: 'busy',
      counsellorId: bilal.id,
    });
    const live = await buildCall(floor.db, { number, state: 'talking' });
    const search = 'search=9822220007';
    expect(await ids(manager, `${search}&direction=outbound`)).toEqual([dialled]);
    expect(await ids(manager, `${search}&outcome=missed`)).toEqual([missed]);
    expect(await ids(manager, `${search}&state=talking`)).toEqual([live]);
    expect(await ids(manager, `${search}&counsellor=${bilal.id}`)).toEqual([dialled, inTheEnd]);
    expect(await ids(manager, `${search}&counsellor=${asha.id}&offerResult=missed`)).toEqual([missed]);
    expect(await ids(manager, `${search}&counsellor=${asha.id}&offerResult=answered`)).toEqual([inTheEnd]);
    expect(await ids(manager, `${search}&offerResult=missed`)).toEqual([inTheEnd, missed]);
    expect(await ids(manager, `${search}&direction=&outcome=`)).toHaveLength(4);
    expect((await manager.call(api, 'GET', '/v1/calls?outcome=lost')).status).toBe(400);
  });

  test("finds a number in any spelling, part of one, and a vendor's call id", async () => {
    const id = await buildCall(floor.db, { number: '+919822220008', vendorCallId: '1700000000.777' });
    for (const text of [
      '9822220008',
      '09822220008',
      '+91 98222-20008',
      '0091 9822220008',
      '98222 20008',
      '22220008',
      '1700000000.777',
    ]) {
      expect(await ids(manager, `search=${encodeURIComponent(text)}`)).toEqual([id]);
    }
    expect(await ids(manager, 'search=1700000000')).toEqual([]);
  });

  test('shows routing questions that no call claimed only when asked for', async () => {
    const number = '+919822220009';
    const question = await buildCall(floor.db, { number, state: 'routing', unclaimed: true });
    const given = await buildCall(floor.db, { number, outcome: 'unknown', unclaimed: true });
    expect(await ids(manager, 'search=9822220009')).toEqual([]);
    expect(await ids(manager, 'search=9822220009&state=routing')).toEqual([question]);
    expect((await get(manager, given)).status).toBe(200);
  });
});

describe('the explanation', () => {
  test('tells what came and was decided, without a number, with the workflow for those who may open it', async () => {
    const asha = await floor.person('Asha Explained');
    const operator = await floor.person('Operator', { permissions: ['call_logs:all', 'open_workflows'] });
    const id = await buildCall(floor.db, { number: '+919822220010', outcome: 'missed', flags: ['call_back_missing'] });
    await floor.db.query(sql.type(noRows)`
      insert into vendor_request (institute_id, vendor, endpoint, received_at, method, http_status, answer, outcome, call_id, repeat_of)
      values (1, 'tatatel', 'ivrCallNotification', now() + interval '1 second', 'POST', 200, '{"status":1}', 'repeat', ${id}, uuidv7())
    `);
    await insertFact(floor.db, {
      instituteId: 1,
      callId: id,
      requestId: null,
      heard: true,
      fact: {
        kind: 'offered',
        agent: { counsellorId: asha.id, number: '+919990947416' },
        stale: true,
        reportsAnswer: false,
        receivedAt: Date.now(),
        flags: ['no_call_id'],
      },
    });
    const { status, body } = await operator.call(api, 'GET', `/v1/calls/${id}/explanation`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      steps: [
        { kind: 'missing', text: 'The vendor never sent the call details (call back).' },
        { kind: 'request', text: 'The vendor rings Asha Explained. Noted: no call id.' },
        { kind: 'no_popup', text: expect.stringContaining('the ringing was already over') },
        { kind: 'repeat' },
      ],
      flags: [{ flag: 'call_back_missing', text: 'The vendor never sent the call details (call back).' }],
      temporalUrl: `http://temporal.test/namespaces/callthread/workflows/call-${id}`,
    });
    expect(JSON.stringify(body)).not.toMatch(/\d{8}(?!-|[0-9a-f])/);
    expect((await get(manager, `${id}/explanation`)).body).not.toHaveProperty('temporalUrl');
  });
});
