import { describe, expect, test } from '@jest/globals';
import { callingHours, isWithinCallingHours } from './calling-hours.ts';

const zone = 'Asia/Kolkata';
const at = (local: string): number => Date.parse(`${local}+05:30`);
const weekdays = callingHours.parse([
  { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:30', to: '13:00' },
  { days: [1, 2, 3, 4, 5], from: '14:00', to: '18:00' },
  { days: ['sat'], from: '10:00', to: '24:00' },
]);

describe('calling hours', () => {
  test('are open from the first minute to the last, by the institute’s own clock', () => {
    // 2026-03-02 is a Monday.
    for (const open of ['2026-03-02T09:30', '2026-03-02T12:59', '2026-03-06T17:59', '2026-03-07T23:59']) {
      expect([open, isWithinCallingHours(weekdays, at(open), zone)]).toEqual([open, true]);
    }
    for (const closed of [
      '2026-03-02T09:29',
      '2026-03-02T13:00',
      '2026-03-02T18:00',
      '2026-03-07T09:59',
      '2026-03-08T12:00',
    ]) {
      expect([closed, isWithinCallingHours(weekdays, at(closed), zone)]).toEqual([closed, false]);
    }
    expect(isWithinCallingHours(weekdays, at('2026-03-02T12:00'), 'America/New_York')).toBe(false);
  });

  test('that nobody set are always open, and a list without any never', () => {
    expect(isWithinCallingHours(null, at('2026-03-08T03:00'), zone)).toBe(true);
    expect(isWithinCallingHours([], at('2026-03-02T12:00'), zone)).toBe(false);
  });

  test('may number their days as ISO 8601 does, and read back as words', () => {
    expect(weekdays[1]?.days).toEqual(['mon', 'tue', 'wed', 'thu', 'fri']);
    expect(callingHours.parse([{ days: [7], from: '00:00', to: '24:00' }])[0]?.days).toEqual(['sun']);
  });

  test.each([
    [{ days: [], from: '09:00', to: '18:00' }],
    [{ days: ['mon', 1], from: '09:00', to: '18:00' }],
    [{ days: [0], from: '09:00', to: '18:00' }],
    [{ days: ['monday'], from: '09:00', to: '18:00' }],
    [{ days: ['mon'], from: '18:00', to: '09:00' }],
    [{ days: ['mon'], from: '9:00', to: '18:00' }],
    [{ days: ['mon'], from: '09:00', to: '24:30' }],
    [{ days: ['mon'], from: '09:00', to: '18:00', zone: 'UTC' }],
  ])('refuse %j', (entry) => {
    expect(callingHours.safeParse([entry]).success).toBe(false);
  });
});
