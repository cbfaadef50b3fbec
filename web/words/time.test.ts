import { expect, test } from '@jest/globals';
import { clockOf, duration, stopwatch } from './time.ts';

test("times are the institute's, whatever the machine's zone", () => {
  const clock = clockOf('Asia/Kolkata');
  expect(clock.time('2026-11-24T20:05:00.000Z')).toBe('01:35');
  expect(clock.day('2026-11-24T20:05:00.000Z')).toBe('2026-11-25');
  expect(clock.when('2020-02-29T20:05:00.000Z')).toBe('1 Mar, 01:35');
});

test('durations read as a stopwatch and as a sentence', () => {
  expect([0, 133, 3733, -4].map(stopwatch)).toEqual(['00:00', '02:13', '1:02:13', '00:00']);
  expect([45, 120, 125, 3780, 7200].map(duration)).toEqual(['45 s', '2 min', '2 min 5 s', '1 h 3 min', '2 h']);
});
