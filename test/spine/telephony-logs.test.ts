import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
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
    expect((await asha.call('GET', '/v1/telephony-logs')).status).toBe(403);
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
