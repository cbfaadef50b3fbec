import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sharedTurns } from '../../calls/vendor-turns.ts';
import { createLog } from '../../config/log.ts';
import { createSessions, takeTurn, type Turn } from '../../vendors/session.ts';
import { openGround, type Ground } from '../convergence/ground.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(async () => {
  await ground.close();
});

const GAP_MS = 200;

/** An account as two processes know it: nothing but the database between them. */
async function account(line: string): Promise<readonly [Turn, Turn]> {
  const { id: instituteId } = await ground.institute();
  const turns = sharedTurns({ pool: ground.pool, log: createLog('test', 'fatal') });
  const process = (): Turn => ({
    session: createSessions().of(line),
    gapMs: GAP_MS,
    shared: { turns, line: { instituteId, vendor: 'tatatel', line } },
  });
  return [process(), process()];
}

test('requests of one account leave a gap apart, whichever process sends them', async () => {
  const processes = await account('api');
  const left: number[] = [];
  const began = performance.now();
  await Promise.all(
    [0, 1, 2, 3, 4, 5].map(async (nth) => {
      expect(await takeTurn(processes[nth % 2 === 0 ? 0 : 1], Date.now())).toBeNull();
      left.push(performance.now());
    }),
  );
  // From the beginning: a busy machine may have one leave late, and the next in its time. Timers may be a little early.
  for (const [nth, at] of left.entries()) expect(at - began).toBeGreaterThan(nth * GAP_MS - 20);
});

test('another account, and another API of the same, has turns of its own', async () => {
  const [[one], [other]] = await Promise.all([account('api'), account('logs')]);
  // Of one account the second would be told to come back in an hour.
  const turns = [one, other].map(async (turn) => await takeTurn({ ...turn, gapMs: 3_600_000 }, Date.now()));
  expect(await Promise.all(turns)).toEqual([null, null]);
});

test('where the other processes have taken too many turns, one is told when to come back', async () => {
  const [one] = await account('api');
  const slow = { ...one, gapMs: 6000 };
  for (const taken of [0, 1])
    expect([taken, await one.shared?.turns.take(one.shared.line, { gapMs: 6000, longestMs: 10_000 })]).toEqual([
      taken,
      expect.any(Number),
    ]);
  const until = await takeTurn({ ...slow, session: createSessions().of('another') }, Date.now());
  expect(until).toBeGreaterThan(Date.now() + 5000);
});
