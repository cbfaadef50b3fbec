import { expect, test } from '@jest/globals';
import { everyDay, hoursShown, shadeOf, shareOf, sumOf, untoldOf } from './series.ts';

const monday = { day: '2026-11-23', calls: 5, answered: 3, missed: 1 };
const thursday = { day: '2026-11-26', calls: 2, answered: 0, missed: 2 };

test('a chart has every day, those without a call too', () => {
  const days = everyDay([monday, thursday], { from: '2026-11-22', to: '2026-11-26' });
  expect(days.map(({ day, calls }) => `${day} ${calls}`)).toEqual([
    '2026-11-22 0',
    '2026-11-23 5',
    '2026-11-24 0',
    '2026-11-25 0',
    '2026-11-26 2',
  ]);
});

test('what nobody told the end of is the rest', () => {
  expect(sumOf([monday, thursday])).toEqual({ calls: 7, answered: 3, missed: 3 });
  expect([untoldOf(sumOf([monday, thursday])), untoldOf(sumOf([]))]).toEqual([1, 0]);
});

test('a week shows office hours, and more where there were calls', () => {
  const at = (hour: number) => ({ weekday: 1, hour, calls: 1, answered: 1, missed: 0 });
  const ends = (hours: readonly number[]) => [hours[0], hours.at(-1), hours.length];
  expect(ends(hoursShown([]))).toEqual([9, 17, 9]);
  expect(ends(hoursShown([at(11)]))).toEqual([9, 17, 9]);
  expect(ends(hoursShown([at(7), at(23)]))).toEqual([7, 23, 17]);
});

test('a shade says how much of the greatest number it is; only nothing has none', () => {
  expect([0, 1, 20, 21, 50, 99, 100].map((count) => shadeOf(count, 100))).toEqual([0, 1, 1, 2, 3, 5, 5]);
});

test('a share of nothing is none', () => {
  expect([shareOf(2, 3), shareOf(0, 3), shareOf(0, 0)]).toEqual(['67 %', '0 %', '–']);
});
