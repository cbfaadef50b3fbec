import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { takeIn, type CallEvent } from '../../calls/take-in.ts';
import type { Tx } from '../../db/pool.ts';
import type { CallId, RequestId } from '../../domain/ids.ts';
import { readTelephonySettings } from '../../domain/settings/telephony.ts';
import { asha, at, bilal, chitra } from '../build/facts.ts';
import { NUMBER, openGround, type Case, type Ground } from '../convergence/ground.ts';

const SETTINGS = readTelephonySettings({ inbound: { enabled: true } });

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(async () => {
  await ground.close();
});

/** A transaction that notes each statement that locks feed heads, in what is nested in it too. */
function watched(tx: Tx, published: string[]): Tx {
  return new Proxy(tx, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name === 'query') {
        return async (query: Parameters<Tx['query']>[0]) => {
          if (query.sql.includes('into feed_head')) published.push(query.sql);
          return await target.query(query);
        };
      }
      if (name !== 'transaction') return value;
      return async (work: (nested: Tx) => Promise<unknown>) =>
        await target.transaction(async (nested) => await work(watched(nested, published)));
    },
  });
}

async function rings(
  it: Case,
  ids: readonly string[],
  agent: string,
  second: number,
  published: string[] = [],
): Promise<CallId> {
  const event: CallEvent = {
    instituteId: it.id,
    vendor: 'tatatel',
    receivedAt: at(second),
    refs: ids.map((ref) => ({ kind: 'vendor_call', ref })),
    numberKey: NUMBER,
    didKey: null,
    direction: null,
    requestId: v7() as RequestId, // a UUIDv7, of which this is the kind
    happenings: [{ kind: 'offered', agentKey: agent, stale: false, reportsAnswer: false }],
    flags: [],
  };
  const took = await ground.pool.transaction(async (tx) => await takeIn(watched(tx, published), event, SETTINGS));
  if (!('callId' in took)) throw new Error('Inbound calling is on');
  return took.callId;
}

test('two calls found to be one, with a ring nobody has shown yet, tell the feed once and last', async () => {
  const it = await ground.institute();
  const first = await rings(it, ['one'], asha, 0);
  await it.advance(first, at(0));
  const second = await rings(it, ['two'], bilal, 1);
  await it.advance(second, at(1));
  // Nobody came to show this one before the next.
  await rings(it, ['one'], chitra, 2);

  const published: string[] = [];
  expect(await rings(it, ['one', 'two'], bilal, 3, published)).toBe(first);
  expect(published).toHaveLength(1);
});
