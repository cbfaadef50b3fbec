import { expect, test } from '@jest/globals';
import { madeUpNumber } from './example.ts';
import { phoneKey } from './phone.ts';

test('a made-up number is one of its country, whatever its digits', () => {
  for (const country of ['IN', 'AE', 'GB', 'US', 'nowhere']) {
    for (const random of [0, 0.5, 0.9999999]) {
      const number = madeUpNumber(country, random);
      expect(number).toMatch(/^\+\d{9,13}$/);
      expect(phoneKey(number, country === 'nowhere' ? 'IN' : country)).toBe(number);
    }
  }
  expect(madeUpNumber('IN', 0.25)).not.toBe(madeUpNumber('IN', 0.75));
});
