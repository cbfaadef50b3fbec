import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { CallWorkflows } from '../../calls/call-workflows.ts';
import { openTemporalClient } from '../../calls/temporal-client.ts';
import { createLog } from '../../config/log.ts';
import { startRelay } from '../../worker/relay.ts';
import type { Rounds } from '../../worker/rounds.ts';
import { startSweeper } from '../../worker/sweeper.ts';
import { eventually, openStage, type Stage } from '../spine/stage.ts';
import { letPass } from './clock.ts';
import { script, type Request } from './vendor.ts';

const STUDENT = '9843000001';
const countRow = z.object({ count: z.number() });

describe('while Temporal takes every message and nobody works on its workflows', () => {
  let stage: Stage;
  let rounds: readonly Rounds[] = [];
  beforeAll(async () => {
    stage = await openStage({ worker: false });
  });
  afterAll(async () => {
    await Promise.all(rounds.map(async (one) => await one.stop()));
    await stage.close();
  });

  test('cards come and go: the API applies what was not applied in time', async () => {
    const stream = (await stage.signIn('asha@demo.test')).stream();
    await stream.count(1);
    const [rings, ends] = script('no-worker', STUDENT, 'answered_by_first').requests as [Request, Request];
    await stage.vendor(rings.name, rings.fields);
    const card = await stream.message(({ event, data }) => event === 'popup' && data['state'] === 'open');
    await stage.vendor(ends.name, { ...ends.fields, status: 'missed' });
    await stream.message(({ data }) => data['id'] === card.data['id'] && data['state'] === 'withdrawn');
  });

  test('relay and sweeper apply what the API left, and close what time has closed', async () => {
    // As if the API had died when it had just answered, and hours had passed.
    await stage.vendor('ivrCallNotification', { ...script('left', STUDENT, 'answered_by_first').requests[0]?.fields });
    await stage.db.query(sql.type(countRow)`
      update call set applied_seq = 0, delivered_seq = 0, plan_digest = null, state = 'routing', wake_at = null where vendor_call_id = 'left'
    `);
    await letPass(stage.db, 30 * 3600);

    const client = openTemporalClient({ connection: { address: stage.temporalAddress }, namespace: stage.namespace });
    const deps = {
      pool: stage.db,
      workflows: new CallWorkflows(client, 1000),
      log: createLog('test', 'silent'),
      now: Date.now,
    };
    rounds = [startRelay(deps, 2), startSweeper(deps, 1)];
    const closed = await eventually(async () => {
      const { count } = await stage.db.one(
        sql.type(countRow)`select count(*) as count from call where closed_at is not null`,
      );
      return count === 2 ? count : null;
    });
    expect(closed).toBe(2);
    expect(await stage.call('left')).toMatchObject({ outcome: 'unknown' });
    await client.connection.close();
  });
});
