import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { sql } from 'slonik';
import { z } from 'zod';
import type { Child } from '../../dev/process/child.ts';
import { createTestTemporal, type TestTemporal } from '../environment/temporal-server.ts';
import { eventually } from '../spine/stage.ts';
import { letPass } from './clock.ts';
import { findDiscrepancies, NO_DISCREPANCIES, untilAllSettled } from './ledger.ts';
import { openPlant, type Plant } from './plant.ts';
import { script, sendUntilAnswered } from './vendor.ts';

const callRow = z.object({
  id: z.string(),
  vendorCallId: z.string(),
  outcome: z.string().nullable(),
  isClosed: z.boolean(),
});

/** Far beyond every time a call waits for. */
const LONG = 30 * 3600;

describe('a Temporal that lost everything', () => {
  let temporal: TestTemporal;
  let plant: Plant;
  let worker: Child;
  const calls = async () =>
    await plant.db.any(sql.type(callRow)`
      select id, vendor_call_id as "vendorCallId", outcome, closed_at is not null as "isClosed" from call order by first_heard_at
    `);

  beforeAll(async () => {
    temporal = await createTestTemporal();
    plant = await openPlant({ temporalAddress: temporal.address, variables: { SWEEP_OVERDUE_SECONDS: '1' } });
    [worker] = await Promise.all([plant.start('worker'), plant.start('api')]);
    const standing = [
      ...script('question', '9845000001', 'missed_by_two').requests.slice(0, 1),
      ...script('ringing', '9845000002', 'missed_by_two').requests.slice(0, 3),
      ...script('wrapping-up', '9845000003', 'answered_by_second').requests,
      ...script('missed', '9845000004', 'missed_by_two').requests,
    ];
    for (const request of standing) await sendUntilAnswered(plant.apiUrl, request);
    await temporal.kill();
    await temporal.startEmpty();
  });
  afterAll(async () => {
    await plant.close();
    await temporal.remove();
  });

  test('every call that was not closed still closes', async () => {
    await letPass(plant.db, LONG);
    const closed = await eventually(async () => {
      const found = await calls();
      return found.every(({ isClosed }) => isClosed) ? found : null;
    });
    expect(Object.fromEntries(closed.map(({ vendorCallId, outcome }) => [vendorCallId, outcome]))).toEqual({
      question: 'unknown',
      ringing: 'unknown',
      'wrapping-up': 'answered',
      missed: 'missed',
    });
  });

  test('its namespace is registered again, and what was decided without workflows is told to them', async () => {
    // The sweeper leaves each call alone for a minute.
    await letPass(plant.db, 60);
    await untilAllSettled(plant.db, 4);
    const connection = await Connection.connect({ address: temporal.address });
    const { workflow } = new Client({ connection, namespace: plant.namespace });
    const givenUp = (await calls()).find(({ vendorCallId }) => vendorCallId === 'ringing');
    const handle = workflow.getHandle(`call-${givenUp?.id ?? ''}`);
    expect(await handle.result()).toEqual({ state: 'ended', outcome: 'unknown' });
    const { searchAttributes } = await handle.describe();
    expect(searchAttributes).toMatchObject({ Vendor: ['tatatel'], Outcome: ['unknown'] });
    await connection.close();
    expect(await findDiscrepancies(plant.db)).toEqual(NO_DISCREPANCIES);
  });

  test('a worker lives through it and takes new calls', async () => {
    for (const request of script('afterwards', '9845000005', 'missed_by_two').requests)
      await sendUntilAnswered(plant.apiUrl, request);
    await eventually(
      async () =>
        (await calls()).find(({ vendorCallId, outcome }) => vendorCallId === 'afterwards' && outcome === 'missed') ??
        null,
    );
    expect(worker.process.exitCode).toBeNull();
  });
});
