import { expect, test } from '@jest/globals';
import { dayAfter, daysInWords, daysOf, isDate, lengthOf, weekdayOf } from './days.ts';

const TUESDAY = '2026-11-24';

test('today, yesterday, this week from Monday and this month from its first end today', () => {
  expect(daysOf({ days: 'today' }, TUESDAY)).toEqual({ from: TUESDAY, to: TUESDAY });
  expect(daysOf({ days: 'yesterday' }, '2026-03-01')).toEqual({ from: '2026-02-28', to: '2026-02-28' });
  expect(daysOf({ days: 'week' }, TUESDAY)).toEqual({ from: '2026-11-23', to: TUESDAY });
  expect(daysOf({ days: 'week' }, '2026-11-23')).toEqual({ from: '2026-11-23', to: '2026-11-23' });
  expect(daysOf({ days: 'week' }, '2026-11-29')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
  expect(daysOf({ days: 'month' }, TUESDAY)).toEqual({ from: '2026-11-01', to: TUESDAY });
});

test('an address that says nothing, or something nobody knows, means this week', () => {
  const week = { from: '2026-11-23', to: TUESDAY };
  expect([daysOf({}, TUESDAY), daysOf({ days: 'decade' }, TUESDAY)]).toEqual([week, week]);
});

test('days of one’s own are in order, and what is no date is today', () => {
  const own = { days: 'own' };
  expect(daysOf({ ...own, from: '2026-01-05', to: '2026-02-06' }, TUESDAY)).toEqual({
    from: '2026-01-05',
    to: '2026-02-06',
  });
  expect(daysOf({ ...own, from: '2026-02-06', to: '2026-01-05' }, TUESDAY)).toEqual({
    from: '2026-01-05',
    to: '2026-02-06',
  });
  expect(daysOf({ ...own, from: '2026-02-30', to: '0002-11-24' }, TUESDAY)).toEqual({ from: TUESDAY, to: TUESDAY });
});

test('dates are of days there are', () => {
  expect(['2026-11-24', '2028-02-29', '2026-02-29', '0002-11-24', '24.11.2026', '', undefined].map(isDate)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('days are counted over the ends of months and years', () => {
  expect([dayAfter('2026-12-31', 1), dayAfter('2028-03-01', -1)]).toEqual(['2027-01-01', '2028-02-29']);
  expect([weekdayOf('2026-11-23'), weekdayOf('2026-11-29')]).toEqual([1, 7]);
  expect([lengthOf({ from: TUESDAY, to: TUESDAY }), lengthOf({ from: '2026-02-27', to: '2026-03-02' })]).toEqual([
    1, 4,
  ]);
});

test('days read as people say them', () => {
  expect(daysInWords({ from: TUESDAY, to: TUESDAY })).toBe('Tuesday 24 November 2026');
  expect(daysInWords({ from: '2026-11-23', to: TUESDAY })).toBe('Mon 23 Nov to Tue 24 Nov 2026');
  expect(daysInWords({ from: '2025-12-31', to: '2026-01-01' })).toBe('Wed 31 Dec 2025 to Thu 1 Jan 2026');
});
