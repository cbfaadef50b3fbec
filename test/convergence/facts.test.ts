import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rebuildCall } from '../../calls/rebuild.ts';
import { factsOf } from '../../db/facts.ts';
import type { CallId } from '../../domain/ids.ts';
import { anyCall, begin, endOf, runs, type CallCase } from './cases.ts';
import { openGround, rowVersions, type Case, type Ground } from './ground.ts';
import { standing, sums } from './standing.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(async () => {
  await ground.close();
});

/** How often the call is advanced after each event, and whether also at the times at which it asked to be woken. */
const pace = fc.record({ times: fc.array(fc.nat(2), { minLength: 1, maxLength: 6 }), wakes: fc.boolean() });
type Pace = typeof pace extends fc.Arbitrary<infer P> ? P : never;

/** Hears the events one by one, advancing in between. */
async function follow(
  it: Case,
  call: CallId,
  given: CallCase,
  leads: Parameters<Case['add']>[2],
  { times, wakes }: Pace,
): Promise<void> {
  for (const [index, event] of given.events.entries()) {
    await it.add(call, [event], leads);
    const often = times[index % times.length] ?? 0;
    for (let time = 0; time < often; time += 1)
      await it.advance(call, event.receivedAt, time % 2 === 0 ? 'workflow' : 'other');
    const next = given.events[index + 1]?.receivedAt ?? Infinity;
    const wakeAt = wakes && often > 0 ? (await it.advance(call, event.receivedAt))?.wakeAt : null;
    if (wakeAt != null && wakeAt < next && next < Infinity) await it.advance(call, wakeAt, 'workflow');
  }
}

test('advanced after every event, as often as you like, a call ends as advanced once at the end', async () => {
  await fc.assert(
    fc.asyncProperty(anyCall, pace, async (given, how) => {
      const once = await begin(ground, given);
      await once.it.add(once.call, given.events, once.leads);
      await once.it.finish(once.call, endOf(given));
      const often = await begin(ground, given);
      await follow(often.it, often.call, given, often.leads, how);
      await often.it.finish(often.call, endOf(given));
      expect(await standing(ground.pool, often.it.id)).toEqual(await standing(ground.pool, once.it.id));
    }),
    runs(40),
  );
});

test('a second advance writes nothing, whoever asks for it', async () => {
  await fc.assert(
    fc.asyncProperty(anyCall, pace, async (given, how) => {
      const { it, call, leads } = await begin(ground, given);
      await follow(it, call, given, leads, how);
      for (const now of [endOf(given), endOf(given) + 50_000]) {
        await it.advance(call, now, 'workflow');
        const before = await rowVersions(ground.pool, it.id);
        await it.advance(call, now, 'workflow');
        await it.advance(call, now, 'other');
        expect(await rowVersions(ground.pool, it.id)).toEqual(before);
      }
    }),
    runs(25),
  );
});

test('a rebuild from the facts equals what stands, decides nothing, and shows no card again', async () => {
  await fc.assert(
    fc.asyncProperty(anyCall, pace, fc.boolean(), async (given, how, finished) => {
      const { it, call, leads } = await begin(ground, given);
      await follow(it, call, given, leads, how);
      const now = finished ? await it.finish(call, endOf(given)) : endOf(given);
      await it.advance(call, now);
      const stood = await standing(ground.pool, it.id);
      const facts = await factsOf(ground.pool, it.id, call);
      const cards = (await rowVersions(ground.pool, it.id)).filter((row) => row.startsWith('popup '));

      await ground.pool.transaction(async (tx) => await rebuildCall(tx, { instituteId: it.id, callId: call, now }));
      expect(await standing(ground.pool, it.id)).toEqual(stood);
      expect(await factsOf(ground.pool, it.id, call)).toEqual(facts);
      expect((await rowVersions(ground.pool, it.id)).filter((row) => row.startsWith('popup '))).toEqual(cards);
      const { days, contributions } = await sums(ground.pool, it.id);
      expect(days).toEqual(contributions);
    }),
    runs(25),
  );
});

test('the reports’ totals are the sum of what the calls contribute, through corrections and links', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyCall, { minLength: 2, maxLength: 4 }), pace, async ([first, ...others], how) => {
      if (!first) return;
      const { it, call, leads } = await begin(ground, first);
      await follow(it, call, first, leads, how);
      for (const other of others)
        await follow(
          it,
          await it.call({ direction: other.direction }),
          { ...other, events: other.events.filter(({ kind }) => kind !== 'linked') },
          leads,
          how,
        );
      const { days, contributions } = await sums(ground.pool, it.id);
      expect(days).toEqual(contributions);
    }),
    runs(15),
  );
});
