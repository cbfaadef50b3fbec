import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openStudent } from '../../db/missed-open.ts';
import type { NewFact } from '../../db/facts.ts';
import type { Direction } from '../../domain/call/facts.ts';
import type { CallId, CounsellorId } from '../../domain/ids.ts';
import { asha, at, bilal, callBack, chitra, ring } from '../build/facts.ts';
import { runs } from './cases.ts';
import { NUMBER, openGround, rowVersions, type Case, type Ground } from './ground.ts';
import { standing, sums } from './standing.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(async () => {
  await ground.close();
});

interface LeadCall {
  readonly direction: Direction;
  readonly facts: readonly NewFact[];
}

/** A call that has ended, begun that many seconds after the start by the vendor's clock; perhaps corrected since. */
const endedCall: fc.Arbitrary<LeadCall> = fc
  .record({
    direction: fc.constantFrom<Direction>('inbound', 'inbound', 'outbound', 'campaign'),
    who: fc.constantFrom<CounsellorId>(asha, bilal, chitra),
    start: fc.integer({ min: -3000, max: 3000 }),
    outcomes: fc.array(fc.constantFrom('success' as const, 'failure' as const), { minLength: 1, maxLength: 2 }),
  })
  .map(({ direction, who, start, outcomes }) => ({
    direction,
    facts: [
      ring(who, 0),
      ...outcomes.map((word, nth) => callBack(who, word, 10 + nth, { start, end: start + 9 + nth, talk: 5 + nth })),
    ],
  }));

/**
 * Calls of one owned lead. Owned: whose an unowned lead becomes is decided by the call that settles first (product 3),
 * and whose missed entry an owner's is by whom the settled call finds.
 */
const callsOfLead = fc.array(endedCall, { minLength: 2, maxLength: 4 });

async function begin(
  calls: readonly LeadCall[],
  owners: readonly string[] | null,
): Promise<{ it: Case; ids: readonly CallId[]; student: string }> {
  const it = await ground.institute({
    inbound: { enabled: true },
    leads: { createOn: owners === null ? 'never' : 'ring' },
  });
  const student = owners === null ? `tel:${NUMBER}` : `lead:${await it.lead('Riya', owners)}`;
  const ids: CallId[] = [];
  for (const [nth, { direction }] of calls.entries()) ids.push(await it.call({ direction, firstHeardAt: at(nth) }));
  return { it, ids, student };
}

describe('calls of one student', () => {
  test('settle to the same lead fields and the same open missed calls, in any order and all at once', async () => {
    await fc.assert(
      fc.asyncProperty(callsOfLead, fc.constantFrom([asha], null), async (calls, owners) => {
        const results: unknown[] = [];
        const inTurn = async (it: Case, ids: readonly CallId[], order: readonly number[]) => {
          for (const index of order) {
            const [id, call] = [ids[index], calls[index]];
            if (!id || !call) continue;
            for (const fact of call.facts) {
              await it.add(id, [fact]);
              await it.advance(id, fact.receivedAt);
            }
          }
        };
        const forwards = calls.map((_, index) => index);
        for (const order of [forwards, forwards.toReversed()]) {
          const { it, ids } = await begin(calls, owners);
          await inTurn(it, ids, order);
          results.push(await standing(ground.pool, it.id));
        }
        const { it, ids } = await begin(calls, owners);
        await Promise.all(ids.map(async (_, index) => await inTurn(it, ids, [index])));
        results.push(await standing(ground.pool, it.id));
        expect(results[1]).toEqual(results[0]);
        expect(results[2]).toEqual(results[0]);
      }),
      runs(20),
    );
  });

  test('the last call is the one that began last, not the one that settled last', async () => {
    const begun = (start: number, word: 'success' | 'failure'): LeadCall => ({
      direction: 'inbound',
      facts: [callBack(asha, word, 10, { start })],
    });
    const { it, ids } = await begin([begun(300, 'failure'), begun(200, 'success')], [asha]);
    for (const [index, call] of [begun(300, 'failure'), begun(200, 'success')].entries()) {
      const id = ids[index];
      if (!id) continue;
      await it.add(id, call.facts);
      await it.advance(id, at(10 + index));
    }
    const { leads } = (await standing(ground.pool, it.id)) as { leads: readonly object[] };
    expect(leads).toMatchObject([
      { calls: 2, lastCall: 1, lastOutcome: 'missed', lastDirection: 'inbound', lastTalk: '2026-01-05T04:33:20+00:00' },
    ]);
  });

  test('a missed call stays open only while no connected call, in either direction, began after it', async () => {
    const missedAt = (start: number): LeadCall => ({
      direction: 'inbound',
      facts: [ring(asha, 0), callBack(asha, 'failure', 10, { start })],
    });
    const talkedAt = (start: number): LeadCall => ({
      direction: 'outbound',
      facts: [callBack(bilal, 'success', 10, { start, talk: 3 })],
    });
    const open = async (calls: readonly LeadCall[]) => {
      const { it, ids } = await begin(calls, [asha]);
      for (const [index, id] of ids.entries()) {
        await it.add(id, calls[index]?.facts ?? []);
        await it.advance(id, at(20));
      }
      const { missed } = (await standing(ground.pool, it.id)) as { missed: readonly unknown[][] };
      return missed.map((row) => row.at(-1) === false);
    };
    expect(await open([missedAt(0), talkedAt(5)])).toEqual([false]);
    expect(await open([talkedAt(5), missedAt(0)])).toEqual([false]);
    expect(await open([missedAt(5), talkedAt(0)])).toEqual([true]);
    expect(await open([talkedAt(0), missedAt(5)])).toEqual([true]);
  });
});

describe('many at once', () => {
  test('advance one call: one effect', async () => {
    const {
      it,
      ids: [call],
    } = await begin([{ direction: 'inbound', facts: [] }], null);
    if (!call) throw new Error('There is a call');
    await it.add(call, [ring(asha, 0), ring(bilal, 5), callBack(asha, 'failure', 6)]);
    await Promise.all(
      Array.from(
        { length: 20 },
        async (_, index) => await it.advance(call, at(7), index % 2 === 0 ? 'workflow' : 'other'),
      ),
    );
    const after = await rowVersions(ground.pool, it.id);
    expect(after.filter((row) => row.startsWith('popup ')).length).toBe(1);
    expect(after.filter((row) => row.startsWith('feed ')).length).toBe(1);
    await it.add(call, [callBack(bilal, 'success', 30, { talk: 20 })]);
    await Promise.all(Array.from({ length: 20 }, async () => await it.advance(call, at(30))));
    const { calls, days } = (await standing(ground.pool, it.id)) as { calls: readonly object[]; days: unknown };
    expect(calls).toMatchObject([{ outcome: 'answered', counsellor: bilal }]);
    expect(days).toEqual([
      ['2026-01-05', asha, 'inbound', 1, 0, 1, 0, 0, 1, 0, 1, 5],
      ['2026-01-05', bilal, 'inbound', 1, 1, 0, 20, 1, 1, 1, 0, 0],
    ]);
  });

  test('settle ten calls of one student while somebody clears the missed ones: no deadlock, nothing counted twice', async () => {
    const people = [asha, bilal, chitra];
    const calls = Array.from({ length: 10 }, (_, nth): LeadCall => ({
      direction: 'inbound',
      facts: [
        ...people.map((who, place) => ring(who, place)),
        nth % 4 === 3
          ? callBack(bilal, 'success', 10, { start: nth * 10 })
          : callBack(null, 'failure', 10, { start: nth * 10 }),
      ],
    }));
    for (const owners of [[asha], null]) {
      const { it, ids, student } = await begin(calls, owners);
      for (const [index, id] of ids.entries()) await it.add(id, calls[index]?.facts ?? []);
      const clear = async () =>
        await ground.pool.transaction(
          async (tx) => await openStudent(tx, { instituteId: it.id, student, by: it.people.get(asha) ?? asha }),
        );
      await Promise.all(
        ids.flatMap((id) => [
          it.advance(id, at(60)),
          it.advance(id, at(60), 'workflow'),
          clear(),
          it.advance(id, at(61)),
        ]),
      );
      const { leads, calls: settled } = (await standing(ground.pool, it.id)) as {
        leads: readonly object[] | null;
        calls: readonly { outcome: string }[];
      };
      expect(settled.map(({ outcome }) => outcome).toSorted()).toEqual([
        ...Array(2).fill('answered'),
        ...Array(8).fill('missed'),
      ]);
      if (owners !== null) expect(leads).toMatchObject([{ calls: 10, lastCall: 10 }]);
      const { days, contributions } = await sums(ground.pool, it.id);
      expect(days).toEqual(contributions);
    }
  });
});
