import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CounsellorId } from '../ids.ts';
import { LONGEST_ANSWER, route, type RoutingSnapshot } from './route.ts';

const id = (name: string) => name as CounsellorId;
const free = (name: string) => ({ id: id(name), available: true });
const busy = (name: string) => ({ id: id(name), available: false });
const asked = (wish: Partial<RoutingSnapshot>) => route({ line: [], others: [], fallback: 'vendor', seed: 1, ...wish });
const names = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);

describe('whom to ring', () => {
  test('the owners, in owner order', () => {
    expect(asked({ line: [free('b'), free('a')] })).toEqual(['b', 'a']);
  });

  test('nobody, when there is no owner and no sticky counsellor', () => {
    expect(asked({})).toEqual([]);
    expect(asked({ fallback: 'random', others: [id('c')] })).toEqual([]);
  });

  test('at most 10, none twice', () => {
    expect(asked({ line: names(15).map(free) })).toEqual(names(LONGEST_ANSWER));
    expect(asked({ line: [free('a'), free('b'), free('a')] })).toEqual(['a', 'b']);
  });
});

describe('an owner who is busy or away', () => {
  test('is answered all the same by default: the vendor falls back', () => {
    expect(asked({ line: [busy('a'), free('b')], others: [id('c')] })).toEqual(['a', 'b']);
  });

  test('comes last with random fallback: free owners, then the others who are available, then those busy or away', () => {
    const others = names(5).map(id);
    const answer = asked({ line: [busy('a'), free('b'), busy('d'), free('e')], others, fallback: 'random' });
    expect(answer.slice(0, 2)).toEqual(['b', 'e']);
    expect(answer.slice(2, 7).toSorted()).toEqual(others);
    expect(answer.slice(7)).toEqual(['a', 'd']);
  });

  test('nobody else is asked while all owners are free', () => {
    expect(asked({ line: [free('a'), free('b')], others: [id('c')], fallback: 'random' })).toEqual(['a', 'b']);
  });
});

describe('the random order', () => {
  const line = [busy('a')];
  const others = names(6).map(id);

  test('is the same for the same question, wherever it is answered', () => {
    for (const seed of [0, 1, 2 ** 31 - 1]) {
      const question: RoutingSnapshot = { line, others, fallback: 'random', seed };
      expect(route(structuredClone(question))).toEqual(route(question));
    }
    // Written down: histories hold snapshots, and their replay must give the answer that was given.
    expect(asked({ line, others, fallback: 'random', seed: 42 })).toEqual(['c1', 'c0', 'c4', 'c5', 'c2', 'c3', 'a']);
  });

  test('gives each of them the first place about equally often', () => {
    const first = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed += 1) {
      const [one = ''] = asked({ line, others, fallback: 'random', seed });
      first.set(one, (first.get(one) ?? 0) + 1);
    }
    expect([...first.keys()].toSorted()).toEqual(others);
    for (const count of first.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

test('every answer names only those in the question, none twice, at most 10, and free owners in their order', () => {
  const counsellor = fc.constantFrom(...names(14)).map(id);
  const snapshot: fc.Arbitrary<RoutingSnapshot> = fc.record({
    line: fc.array(fc.record({ id: counsellor, available: fc.boolean() }), { maxLength: 14 }),
    others: fc.array(counsellor, { maxLength: 14 }),
    fallback: fc.constantFrom('vendor', 'random'),
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  });
  fc.assert(
    fc.property(snapshot, (question) => {
      const answer = route(question);
      expect(answer.length).toBeLessThanOrEqual(LONGEST_ANSWER);
      expect(new Set(answer).size).toBe(answer.length);
      const known = new Set([...question.line.map((one) => one.id), ...question.others]);
      expect(answer.filter((one) => !known.has(one))).toEqual([]);
      if (question.line.length === 0) expect(answer).toEqual([]);
      const owners = [...new Set(question.line.filter((one) => one.available).map((one) => one.id))];
      if (question.fallback === 'random')
        expect(answer.slice(0, owners.length)).toEqual(owners.slice(0, LONGEST_ANSWER));
    }),
    { numRuns: 300, seed: 20_260_105 },
  );
});
