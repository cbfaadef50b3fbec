import { expect, test } from '@jest/globals';
import { figuresOf, median } from './figures.ts';

test('a quantile is a time that was measured: 99 of 100 are not longer than p99', () => {
  const times = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(figuresOf(times)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99 });
});

test('of few measurements p99 is the longest', () => {
  expect(figuresOf([3, 1, 2])).toEqual({ count: 3, p50: 2, p95: 3, p99: 3 });
});

test('no measurements have no figures', () => {
  expect(figuresOf([])).toBeNull();
});

test('one disturbed round does not move the median', () => {
  expect(median([10, 90, 11])).toBe(11);
  expect(median([10, 12])).toBe(11);
});
