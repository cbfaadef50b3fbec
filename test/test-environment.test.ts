import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'slonik';
import { z } from 'zod';
import { PoolBusyError } from '../db/bound-waiting.ts';
import { createPool, type Pool } from '../db/pool.ts';
import { ensureNamespace } from '../worker/namespace.ts';
import { createTestDatabase, type TestDatabase } from './environment/database.ts';
import { createTestNamespace } from './environment/namespace.ts';
import { createTestTemporal } from './environment/temporal-server.ts';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = await createPool(database.url, { max: 2, maxWaiting: 1 });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

test('rows come as the types our code speaks: times as epoch ms, days as text, counts as numbers', async () => {
  const row = z.object({
    at: z.number(),
    day: z.string(),
    many: z.number(),
    value: z.object({ x: z.number() }),
    words: z.array(z.string()),
  });
  const query = sql.type(row)`
    select to_timestamp(1763971200.123) as at, date '2025-01-02' as day, count(*) as many, '{"x": 1}'::jsonb as value, array['a'] as words
    from institute
  `;
  expect(await pool.one(query)).toEqual({
    at: 1_763_971_200_123,
    day: '2025-01-02',
    many: 0,
    value: { x: 1 },
    words: ['a'],
  });
});

test('a row that is not what its query promised fails the query', async () => {
  await expect(pool.one(sql.type(z.object({ n: z.string() }))`select 1 as n`)).rejects.toThrow('do not conform');
});

test('a statement that takes too long is cancelled', async () => {
  const hasty = await createPool(database.url, { max: 1, statementTimeoutMs: 50 });
  await expect(hasty.query(sql.unsafe`select pg_sleep(5)`)).rejects.toThrow('statement_timeout');
  await hasty.end();
});

test('no more than a bounded number wait for a connection', async () => {
  const results = [];
  for (let n = 0; n < 4; n += 1) {
    results.push(
      pool.query(sql.unsafe`select pg_sleep(0.3)`).then(
        () => 'served',
        (error: unknown) => error,
      ),
    );
    await sleep(30);
  }
  expect(await Promise.all(results)).toEqual(['served', 'served', 'served', new PoolBusyError()]);
});

test('a namespace of a test knows the search attributes at once', async () => {
  const access = await createTestNamespace();
  const connection = await Connection.connect(access.connection);
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: access.namespace });
  expect(Object.keys(customAttributes)).toEqual(
    expect.arrayContaining(['Institute', 'Vendor', 'Direction', 'Outcome', 'Flag']),
  );
  await connection.close();
});

describe('a Temporal that lets us add no search attributes', () => {
  /** As Temporal numbers the type (temporal.api.enums.v1.IndexedValueType). */
  const INT = 3;
  const taken = { A: INT, B: INT, C: INT };
  let connection: Connection;
  let namespace: string;
  beforeAll(async () => {
    const access = await createTestNamespace();
    ({ namespace } = access);
    connection = await Connection.connect(access.connection);
    // Postgres has room for three numbers: others have them.
    await connection.operatorService.removeSearchAttributes({ namespace, searchAttributes: ['Institute'] });
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: taken });
  });
  afterAll(async () => await connection.close());

  test('has a worker wait and say which are missing, since it would refuse every call', async () => {
    await expect(ensureNamespace(connection, namespace)).rejects.toThrow(
      `The namespace ${namespace} lacks the search attributes Institute, and we may add none`,
    );
  });

  test('is taken as it is once somebody has added them', async () => {
    await connection.operatorService.removeSearchAttributes({ namespace, searchAttributes: ['A'] });
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: { Institute: INT } });
    expect(await ensureNamespace(connection, namespace)).toBe('stood');
  });
});

test('a test can take Temporal away, bring it back, and bring it back empty', async () => {
  const temporal = await createTestTemporal();
  const { namespace } = await createTestNamespace(temporal.address);
  const knows = async (): Promise<boolean> => {
    const connection = await Connection.connect({ address: temporal.address });
    const found = await connection.workflowService.describeNamespace({ namespace }).then(
      () => true,
      () => false,
    );
    await connection.close();
    return found;
  };
  await temporal.kill();
  await expect(Connection.connect({ address: temporal.address, connectTimeout: 500 })).rejects.toThrow();
  await temporal.start();
  expect(await knows()).toBe(true);
  await temporal.kill();
  await temporal.startEmpty();
  expect(await knows()).toBe(false);
  await temporal.remove();
});
