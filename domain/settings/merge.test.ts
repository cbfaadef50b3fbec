import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { changesBetween, isSame, mergeDeep } from './merge.ts';
import { fieldsAt, valueAt, without } from './paths.ts';

const fields = fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.jsonValue({ maxDepth: 2 })) as fc.Arbitrary<
  Record<string, unknown>
>;

test('objects merge deeply, lists and null replace', () => {
  const current = { a: { b: 1, c: [1, 2] }, d: 'x' };
  expect(mergeDeep(current, { a: { c: [3] } })).toEqual({ a: { b: 1, c: [3] }, d: 'x' });
  expect(mergeDeep(current, { a: null, d: { e: 1 } })).toEqual({ a: null, d: { e: 1 } });
  expect(current).toEqual({ a: { b: 1, c: [1, 2] }, d: 'x' });
});

test('merging a thing with itself, or twice with the same, changes nothing', () => {
  fc.assert(
    fc.property(fields, fields, (current, patch) => {
      const merged = mergeDeep(current, patch);
      expect(isSame(mergeDeep(current, current), current)).toBe(true);
      expect(isSame(mergeDeep(merged, patch), merged)).toBe(true);
    }),
  );
});

test('what changed is told with its old and new value, and nothing else is', () => {
  const before = { a: { b: 1, c: 2 }, list: [1, 2], same: { x: [{ y: 1 }] }, gone: 1 };
  const after = { a: { b: 1, c: 3 }, list: [2, 1], same: { x: [{ y: 1 }] }, come: 2 };
  expect(changesBetween(before, after)).toEqual({
    before: { a: { c: 2 }, list: [1, 2], gone: 1, come: null },
    after: { a: { c: 3 }, list: [2, 1], gone: null, come: 2 },
  });
  expect(changesBetween(before, { ...before })).toBeNull();
});

test('there are changes exactly where two things are not the same', () => {
  fc.assert(fc.property(fields, fields, (a, b) => expect(changesBetween(a, b) === null).toBe(isSame(a, b))));
});

test('a path finds, sets and leaves out one field', () => {
  const whole = { a: { b: 1, c: 2 }, d: 3 };
  expect(valueAt(whole, 'a.b')).toBe(1);
  expect(valueAt(whole, 'd.b')).toBeUndefined();
  expect(valueAt(whole, 'constructor')).toBeUndefined();
  expect(fieldsAt('a.b', 1)).toEqual({ a: { b: 1 } });
  expect(without(whole, 'a.b')).toEqual({ a: { c: 2 }, d: 3 });
  expect(without(whole, 'a.x.y')).toEqual(whole);
  expect(without(whole, 'd.b')).toEqual(whole);
});
