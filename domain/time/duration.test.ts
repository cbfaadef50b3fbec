import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseDuration } from './duration.ts';

test.each([
  ['75', 75],
  [75, 75],
  ['75.9', 75],
  [' 75 ', 75],
  ['0', 0],
  ['01:15', 75],
  ['1:15', 75],
  ['00:01:15', 75],
  ['1:1:15', 3675],
  ['90:00', 5400],
])('%j is %j seconds', (raw, expected) => {
  expect(parseDuration(raw)).toBe(expected);
});

test.each([
  '',
  'null',
  '-5',
  -5,
  '1:75',
  '1:75:00',
  '1:2:3:4',
  '75s',
  'abc',
  Number.NaN,
  Infinity,
  '9'.repeat(40),
  null,
  undefined,
])('%j is no duration', (raw) => {
  expect(parseDuration(raw)).toBeNull();
});

test('a duration is never negative and always whole', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.double(), fc.stringMatching(/^[0-9:.-]*$/)), (raw) => {
      const read = parseDuration(raw);
      expect(read === null || (Number.isSafeInteger(read) && read >= 0)).toBe(true);
    }),
  );
});
