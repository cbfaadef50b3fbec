import { expect, test } from '@jest/globals';
import { byDay, byHourOfWeek } from './hours.ts';

const hours = [
  // A Monday, the Monday after, and a Sunday.
  { day: '2026-01-05', hour: 9, calls: 3, answered: 2, missed: 1 },
  { day: '2026-01-05', hour: 10, calls: 1, answered: 0, missed: 0 },
  { day: '2026-01-12', hour: 9, calls: 1, answered: 1, missed: 0 },
  { day: '2026-01-11', hour: 23, calls: 2, answered: 0, missed: 2 },
];

test('the days are in order, each with all its hours', () => {
  expect(byDay(hours)).toEqual([
    { day: '2026-01-05', calls: 4, answered: 2, missed: 1 },
    { day: '2026-01-11', calls: 2, answered: 0, missed: 2 },
    { day: '2026-01-12', calls: 1, answered: 1, missed: 0 },
  ]);
});

test('the heat map puts the same hour of the same day of the week together, Monday first', () => {
  expect(byHourOfWeek(hours)).toEqual([
    { weekday: 1, hour: 9, calls: 4, answered: 3, missed: 1 },
    { weekday: 1, hour: 10, calls: 1, answered: 0, missed: 0 },
    { weekday: 7, hour: 23, calls: 2, answered: 0, missed: 2 },
  ]);
});
