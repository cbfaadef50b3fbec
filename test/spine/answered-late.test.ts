import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import { eventually, openStage, type Answer, type Stage } from './stage.ts';
import { ASHA, BILAL, CHITRA } from './vendor-call.ts';

let stage: Stage;
beforeAll(async () => {
  // Statements may wait for longer than the vendor does.
  stage = await openStage({ variables: { ANSWER_WITHIN_MS: '1000', INTAKE_STATEMENT_MS: '5000' } });
});
afterAll(async () => {
  await stage.close();
});

const rings = async (call_id: string, agent_no: string): Promise<Answer> =>
  await stage.vendor('ivrCallNotification', { call_id, applicant_no: '9822300001', agent_no });
const rung = async (id: string, count: number): Promise<readonly string[]> =>
  (await stage.call(id, ({ offers }) => offers.length === count)).offers.map(
    ({ counsellor }: { counsellor: { name: string } }) => counsellor.name.split(' ')[0] ?? '',
  );
const kept = async (id: string): Promise<Answer['body'][]> =>
  (await (await stage.admin()).call('GET', `/v1/telephony-logs?search=${id}`)).body.items;

test('a request that was kept after its sender was told to send it again is the same request when it comes again', async () => {
  expect((await rings('late-1', ASHA)).status).toBe(200);
  const call = await stage.call('late-1', ({ offers }) => offers.length === 1);
  await stage.db.transaction(async (tx) => {
    await tx.query(sql.type(noRows)`select from call where id = ${call.id} for update`);
    expect((await rings('late-1', BILAL)).status).toBe(503);
  });
  expect(await rung('late-1', 2)).toEqual(['Asha', 'Bilal']);
  await eventually(async () => ((await kept('late-1')).some(({ status }) => status === 503) ? true : null));
  expect((await rings('late-1', CHITRA)).status).toBe(200);
  expect((await rings('late-1', BILAL)).body).toMatchObject({ status: 1 });
  expect((await kept('late-1'))[0]).toMatchObject({ status: 200, outcome: 'repeat' });
  expect(await rung('late-1', 3)).toEqual(['Asha', 'Bilal', 'Chitra']);
  // Sent for the first time it is another ring.
  expect((await rings('late-1', ASHA)).status).toBe(200);
  expect(await rung('late-1', 4)).toEqual(['Asha', 'Bilal', 'Chitra', 'Asha']);
});

test('what is not written by the time its sender is told to send it again is not written any more', async () => {
  await stage.db.transaction(async (tx) => {
    await tx.query(sql.type(noRows)`lock table call_ref in access exclusive mode`);
    expect((await rings('late-2', ASHA)).status).toBe(503);
  });
  expect((await rings('late-2', BILAL)).status).toBe(200);
  expect(await rung('late-2', 1)).toEqual(['Bilal']);
  expect(await kept('late-2')).toHaveLength(1);
});
