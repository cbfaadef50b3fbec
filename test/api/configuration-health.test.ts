import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { noRows } from '../../db/columns.ts';
import { ask, eventually, openStage, type Answer, type Stage } from '../spine/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ worker: false });
});
afterAll(async () => {
  await stage.close();
});

const health = async (): Promise<Answer['body']> =>
  (await (await stage.admin()).call('GET', '/v1/settings/health')).body;
const kept = async () =>
  await stage.db.oneFirst(sql.type(z.object({ count: z.number() }))`select count(*)::integer from vendor_request`);
/** Sends a request that is refused, and waits until it is kept: only two are written down at a time, the rest is dropped. */
const rejected = async (path: string, body: unknown) => {
  const before = await kept();
  const { status } = await ask(`${stage.url}${path}`, 'POST', body);
  await eventually(async () => ((await kept()) > before ? true : null));
  return status;
};
const popup = { applicant_no: '9812345670', agent_no: '9990947416', call_id: 'health-1' };
const SECRET = 'demo-secret-key';

describe('the health of a configuration', () => {
  test('is well for the demo institute', async () => {
    expect(await health()).toEqual({
      counsellorsWithoutNumber: [],
      unmappedAgentNumbers: [],
      unmappedNumbers: [],
      rejectedRequests: [],
      failingCredentials: [],
      streams: [],
      availabilityUntold: [],
      dailyComparisons: [],
    });
  });

  test('names the counsellors whom an enabled vendor can not ring', async () => {
    const admin = await stage.admin();
    const added = await admin.call('POST', '/v1/settings/counsellors', {
      name: 'Dev Nair',
      email: 'dev@demo.test',
      roles: ['counsellor'],
    });
    const { id } = added.body;
    expect((await health()).counsellorsWithoutNumber).toEqual([
      { vendor: 'tatatel', count: 1, counsellors: [{ id, name: 'Dev Nair' }] },
    ]);
    await admin.call('PUT', '/v1/settings/telephony/exotel', { enabled: true });
    const { counsellorsWithoutNumber } = await health();
    expect(counsellorsWithoutNumber.map(({ vendor, count }: Answer['body']) => [vendor, count])).toEqual([
      ['exotel', 4],
      ['tatatel', 1],
    ]);
    await admin.call('PUT', '/v1/settings/telephony/exotel', { enabled: false });
    await admin.call('PUT', `/v1/settings/counsellors/${id}`, { agentNumbers: [{ vendor: 'tatatel', number: '101' }] });
    expect((await health()).counsellorsWithoutNumber).toEqual([]);
  });

  test('names the agent numbers and DIDs that vendors speak of and nobody mapped, those of most calls first', async () => {
    const agents = ['9000000001', '9000000001', '9000000002'];
    for (const [index, agent] of agents.entries()) {
      await stage.vendor('ivrCallNotification', {
        ...popup,
        call_id: `unmapped-${index}`,
        agent_no: agent,
        did_no: '08047100177',
      });
      await stage.vendor('ivrCallBackDetails', {
        ...popup,
        call_id: `unmapped-${index}`,
        agent_no: agent,
        status: 'missed',
      });
    }
    const found = await health();
    expect(found.unmappedAgentNumbers).toMatchObject([
      { vendor: 'tatatel', number: '+919000000001', calls: 2, lastSeen: expect.stringMatching(/Z$/) },
      { vendor: 'tatatel', number: '+919000000002', calls: 1 },
    ]);
    expect(found.unmappedNumbers).toMatchObject([{ vendor: 'tatatel', number: '+918047100177', calls: 3 }]);
    const admin = await stage.admin();
    await admin.call('PUT', '/v1/settings/numbers', {
      dids: [{ number: '8047100100', campaign: 'Website' }, { number: '8047100177' }],
    });
    expect((await health()).unmappedNumbers).toEqual([]);
  });

  test('counts the requests of a day that were refused, by what was wrong with the vendor’s set-up', async () => {
    expect(await rejected('/ivrCallNotification/100/tatatel', { ...popup, secret_key: 'wrong' })).toBe(401);
    expect(await rejected('/ivrCallNotification/100/tatatel', { ...popup, secret_key: 'wrong' })).toBe(401);
    expect(await rejected('/ivrCallNotification/000/tatatel', { ...popup, secret_key: SECRET })).toBe(401);
    expect(await rejected('/ivrCallNotification/100/mcubes', { ...popup, secret_key: SECRET })).toBe(403);
    expect(await rejected('/ivrCallNotification/100/smartflo', { ...popup, secret_key: SECRET })).toBe(404);
    expect(await rejected(`/webhooks/v1/${stage.token}/ivrCallNotification`, '{"call_id":')).toBe(400);
    expect(await rejected(`/vendors/tatatel/${stage.token}/webhook`, popup)).toBe(404);
    expect(await rejected('/ivrCallNotification/100/tatatel', { secret_key: SECRET, agent_no: '1' })).toBe(422);
    const found = (await health()).rejectedRequests;
    expect(found[0]).toMatchObject({ reason: 'wrong_secret', vendor: 'tatatel', count: 2, text: expect.any(String) });
    expect(new Set(found.map(({ reason, vendor }: Answer['body']) => `${reason} ${vendor}`))).toEqual(
      new Set([
        'wrong_secret tatatel',
        'institute_placeholder tatatel',
        'wrong_vendor mcubes',
        'wrong_vendor smartflo',
        'broken_body tatatel',
        'field_missing tatatel',
        'wrong_endpoint tatatel',
      ]),
    );
    await stage.db.query(sql.type(noRows)`update vendor_request set received_at = received_at - interval '25 hours'`);
    expect((await health()).rejectedRequests).toEqual([]);
  });

  test('is told to nobody of what cannot be said whose it is', async () => {
    expect(await rejected('/ivrCallNotification/000/tatatel', { ...popup, secret_key: 'nobody knows this one' })).toBe(
      401,
    );
    expect(await rejected(`/webhooks/v1/${'0'.repeat(32)}/ivrCallNotification`, popup)).toBe(401);
    await rejected('/ivrCallNotification/100/tatatel', { ...popup, secret_key: 'wrong again' });
    expect((await health()).rejectedRequests.map(({ reason }: Answer['body']) => reason)).toEqual(['wrong_secret']);
  });
});
