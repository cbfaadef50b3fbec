import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { claimOverdue, claimUndelivered } from '../../db/relaying.ts';
import { asha, at, ring } from '../build/facts.ts';
import { openGround, type Ground } from '../convergence/ground.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(async () => {
  await ground.close();
});

test('a call that the sweeper woke a moment ago is told of new facts as soon as any other', async () => {
  const it = await ground.institute({ times: { talkSeconds: 60, callBackSeconds: 30 } });
  const call = await it.call();
  await it.add(call, [ring(asha, 0)]);
  await it.advance(call, at(0), 'workflow');

  const now = at(300);
  const swept = await claimOverdue(ground.pool, { dueBefore: at(240), now, limit: 10 });
  expect(swept).toMatchObject([{ callId: call, vendor: 'tatatel', direction: 'inbound' }]);
  await it.add(call, [ring(asha, 300)]);

  const later = { heardBefore: now + 1, now: now + 1, limit: 10 };
  expect(await claimUndelivered(ground.pool, later)).toMatchObject([{ callId: call, kind: 'offered' }]);
  // Each looks after it once, until its time comes again.
  expect(await claimUndelivered(ground.pool, later)).toEqual([]);
  expect(await claimOverdue(ground.pool, { dueBefore: at(240), now: now + 1, limit: 10 })).toEqual([]);
});
