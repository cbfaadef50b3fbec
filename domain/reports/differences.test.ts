import { expect, test } from '@jest/globals';
import { differences } from './differences.ts';

const row = (day: string, who: string | null, calls: number, talk = 0) => ({ day, who, calls, talk });
const between = (wanted: readonly ReturnType<typeof row>[], standing: readonly ReturnType<typeof row>[]) =>
  differences(wanted, standing, ['calls', 'talk']);

test('what stands is taken from what is wanted, row by row, and what is equal is left out', () => {
  const standing = [row('05', 'asha', 1, 30), row('05', 'bilal', 1)];
  expect(between([row('05', 'asha', 1, 45), row('05', 'bilal', 1)], standing)).toEqual([row('05', 'asha', 0, 15)]);
  expect(between(standing, standing)).toEqual([]);
  expect(between([], standing)).toEqual([row('05', 'asha', -1, -30), row('05', 'bilal', -1)]);
});

test('rows with the same key are one, nobody is a key of its own, and the keys ascend', () => {
  expect(between([row('06', null, 1), row('05', 'b', 1), row('05', 'a', 1), row('06', null, 2)], [])).toEqual([
    row('05', 'a', 1),
    row('05', 'b', 1),
    row('06', null, 3),
  ]);
});
