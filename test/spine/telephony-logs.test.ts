import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { noRows } from '../../db/columns.ts';
import { demo } from '../../dev/demo-data.ts';
import { buildCall } from '../build/call.ts';
import { openStage, type Person, type Stage } from './stage.ts';

const ASHA = '9990947416';

let stage: Stage;
let admin: Person;
beforeAll(async () => {
  stage = await openStage();
  admin = await stage.signIn('admin@demo.test');
});
afterAll(async () => {
  await stage.close();
});

interface LogItem {
  readonly id: string;
  readonly endpoint: string;
  readonly outcome: string;
  readonly answer: unknown;
}

async function logs(query: string): Promise<readonly LogItem[]> {
  const { status, body } = await admin.call('GET', `/v1/telephony-logs?${query}`);
  expect(status).toBe(200);
  return body.items;
}

const standing = z.object({ calls: z.number(), facts: z.number(), feed: z.number(), requests: z.number() });
async function whatStands() {
  return await stage.db.one(sql.type(standing)`
    select (select count(*) from call) as calls, (select count(*) from fact) as facts, (select count(*) from feed) as feed,
      (select count(*) from vendor_request) as requests
  `);
}

describe('the telephony logs', () => {
  test('show each request with its answer and what became of it, without the secret', async () => {
    await stage.vendor('ivrCallNotification', { call_id: 'log-1', applicant_no: '9812345670', agent_no: ASHA });
    const [item] = await logs('search=log-1');
    expect(item).toMatchObject({
      vendor: 'tatatel',
      endpoint: 'ivrCallNotification',
      status: 200,
      outcome: 'taken',
      request: { call_id: 'log-1', secret_key: '[redacted]' },
      answer: { status: 1, call_id: 'log-1' },
    });
  });

  test('are for those who may see raw requests', async () => {
    const asha = await stage.signIn('asha@demo.test');
    const [item] = await logs('search=log-1');
    for (const path of ['/v1/telephony-logs', `/v1/telephony-logs/${item?.id}`, '/v1/operations'])
      expect((await asha.call('GET', path)).status).toBe(403);
  });

  test('open one request, with what it told of its call in words', async () => {
    const [item] = await logs('search=log-1');
    const { status, body } = await admin.call('GET', `/v1/telephony-logs/${item?.id}`);
    expect([status, body]).toEqual([
      200,
      {
        ...item,
        method: 'POST',
        contentType: expect.stringContaining('application/json'),
        repeatOf: null,
        facts: [{ at: expect.any(String), text: 'The vendor rings Asha Rao.' }],
      },
    ]);
    const { body: story } = await admin.call('GET', `/v1/calls/${body.callId}/explanation`);
    expect(story.steps).toContainEqual(
      expect.objectContaining({ text: 'The vendor rings Asha Rao.', requestId: item?.id }),
    );
    expect((await admin.call('GET', '/v1/telephony-logs/0199a000-0000-7000-8000-0000000000ff')).status).toBe(404);
  });

  test('are found by vendor, and by a number in any spelling, also those that were refused', async () => {
    const number = { applicant_no: '+91 98123-00777', call_id: 'log-found' };
    await stage.vendor('ivrCallNotification', { ...number, agent_no: ASHA });
    const missing = await stage.vendor('ivrCallNotification', { applicant_no: '098123 00777' });
    expect(missing.status).toBe(422);
    for (const search of ['9812300777', '098123-00777', '+919812300777']) {
      const found = await logs(`search=${encodeURIComponent(search)}`);
      expect(found.map(({ outcome }) => outcome)).toEqual(['field_missing', 'taken']);
    }
    expect(await logs('search=9812300777&vendor=tatatel')).toHaveLength(2);
    expect(await logs('search=9812300777&vendor=exotel')).toEqual([]);
    expect((await logs(`search=00777`)).length).toBe(2);
  });

  test('give whoever may not see numbers no way to spell one out', async () => {
    await admin.call('PUT', '/v1/settings/permissions/operator', { grants: { raw_requests: 'yes', call_logs: 'all' } });
    await admin.call('POST', '/v1/settings/counsellors', {
      name: 'Operator',
      email: 'operator@demo.test',
      password: demo.password,
      roles: ['operator'],
    });
    const operator = await stage.signIn('operator@demo.test');
    const found = async (search: string): Promise<number> =>
      (await operator.call('GET', `/v1/telephony-logs?search=${encodeURIComponent(search)}`)).body.items.length;
    expect(await found('9812300777')).toBe(2);
    expect(await found('log-found')).toBe(1);
    expect([await found('00777'), await found('+91 98123-00'), await found('98123')]).toEqual([0, 0, 0]);
    // A short number of another country, whose digits stand in this one.
    await stage.vendor('ivrCallNotification', { applicant_no: '98143 12300' });
    expect([await found('+4312300'), await found('9814312300')]).toEqual([0, 1]);
  });

  test('are looked through so many at a time for what only their text has', async () => {
    const old = 'a word that one old request has';
    await stage.db.query(sql.type(noRows)`
      insert into vendor_request (institute_id, vendor, endpoint, received_at, method, http_status, outcome, fields)
      select ${demo.institute.id}, 'exotel', 'status', now() - interval '2 days' - n * interval '1 second', 'POST', 200, 'taken',
        jsonb_build_object('note', case n when 20500 then ${old} else 'other' end)
      from generate_series(1, 20500) n
    `);
    const look = async (cursor: string) =>
      (await admin.call('GET', `/v1/telephony-logs?search=${encodeURIComponent(old)}&cursor=${cursor}`)).body;
    const first = await look('');
    expect([first.items.length, first.nextCursor === null]).toEqual([0, false]);
    const second = await look(first.nextCursor);
    expect([second.items.length, second.nextCursor]).toEqual([1, null]);
    await stage.db.query(sql.type(noRows)`delete from vendor_request where vendor = 'exotel'`);
  });
});

describe('operations', () => {
  const now = async () => (await admin.call('GET', '/v1/operations')).body;
  const ids = async (problem: string): Promise<readonly string[]> =>
    (await admin.call('GET', `/v1/calls?problem=${problem}`)).body.items.map(({ id }: { id: string }) => id);

  test('count and list the calls that need a look', async () => {
    const instituteId = demo.institute.id;
    const built = async (wish: Parameters<typeof buildCall>[1] = {}) =>
      await buildCall(stage.db, { instituteId, outcome: 'missed', wrapUpDone: true, ...wish });
    const [unknown, repaired, stuck] = [await built({ outcome: 'unknown' }), await built(), await built()];
    await built({ outcome: 'unknown', unclaimed: true });
    await stage.db.query(sql.type(noRows)`
      update call set source = case id when ${repaired} then 'reconciled' else source end, stuck = id = ${stuck}
      where institute_id = ${instituteId}
    `);
    expect(await Promise.all(['unknown', 'repaired', 'stuck'].map(ids))).toEqual([[unknown], [repaired], [stuck]]);
    expect((await admin.call('GET', `/v1/calls/${stuck}`)).body.flags).toEqual(['stuck']);
    expect((await now()).calls).toMatchObject({ unknown: 1, repaired: 1, stuck: 1 });
    expect((await admin.call('GET', '/v1/calls?problem=else')).status).toBe(400);
  });

  test('say whether Temporal answers, what waits to be told, and what nobody looked at in time', async () => {
    expect(await now()).toMatchObject({
      temporal: 'ok',
      delivery: { paused: false, waiting: 0, oldestAt: null, overdue: 0 },
    });
    const id = await buildCall(stage.db, { instituteId: demo.institute.id });
    await stage.db.query(sql.type(noRows)`
      update call
      set last_seq = 1, last_heard_at = '2026-01-05T10:00:00Z', wake_at = '2026-01-05T10:00:00Z',
        claimed_until = now() + interval '1 hour', woken_until = now() + interval '1 hour'
      where id = ${id}
    `);
    expect((await now()).delivery).toEqual({
      paused: false,
      waiting: 1,
      oldestAt: '2026-01-05T10:00:00.000Z',
      overdue: 1,
    });
    await stage.db.query(sql.type(noRows)`update call set last_seq = 0, wake_at = null where id = ${id}`);
  });
});

describe('a replay', () => {
  test('of all requests of a day changes nothing and answers each as before', async () => {
    const call = { call_id: 'log-2', applicant_no: '9812345671' };
    await stage.vendor('getCounsellor', call);
    await stage.vendor('ivrCallNotification', { ...call, agent_no: ASHA });
    await stage.vendor('ivrCallNotification', { ...call, agent_no: ASHA });
    await stage.vendor('ivrCallBackDetails', { ...call, agent_no: ASHA, status: 'missed' });
    await stage.call('log-2');
    const before = await whatStands();
    for (const { id, answer } of await logs('limit=200')) {
      const { body } = await admin.call('POST', `/v1/telephony-logs/${id}/replay`);
      expect(body).toMatchObject({ answer, taken: false });
    }
    expect(await whatStands()).toEqual(before);
  });

  test('takes a request that was refused while inbound calling was off, once', async () => {
    await stage.configure({ inbound: { enabled: false } });
    const call = { call_id: 'log-3', applicant_no: '9812345672', agent_no: ASHA };
    const refused = await stage.vendor('ivrCallNotification', call);
    expect(refused.body).toEqual({ status: 0, message: 'Inbound calling is not enabled' });
    await stage.configure({ inbound: { enabled: true } });

    const [item] = await logs('search=log-3');
    const first = await admin.call('POST', `/v1/telephony-logs/${item?.id}/replay`);
    expect(first.body).toMatchObject({ taken: true, outcome: 'taken', answer: { status: 1, call_id: 'log-3' } });
    expect(await stage.call('log-3', ({ state }) => state === 'ringing')).toMatchObject({
      offers: [{ result: 'ringing' }],
    });
    const second = await admin.call('POST', `/v1/telephony-logs/${item?.id}/replay`);
    expect(second.body).toMatchObject({ taken: false, outcome: 'taken' });
  });

  test('is refused for a request that showed no valid secret', async () => {
    await stage.vendor('ivrCallNotification', {
      secret_key: 'guessed',
      call_id: 'log-4',
      applicant_no: '9812345672',
      agent_no: ASHA,
    });
    const [item] = await logs('outcome=wrong_secret');
    const { status, body } = await admin.call('POST', `/v1/telephony-logs/${item?.id}/replay`);
    expect([status, body.code]).toEqual([409, 'not_authenticated']);
  });
});
