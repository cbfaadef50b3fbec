import { expect, test } from '@jest/globals';
import { readable } from './number.ts';

test('numbers read in groups, masked and foreign ones as they came', () => {
  expect(readable('+919812345670')).toBe('+91 98123 45670');
  expect(readable('+12025550123')).toBe('+1 202 555 0123');
  expect(readable('+4930123456')).toBe('+4930123456');
  expect(readable('•••••• 5670')).toBe('•••••• 5670');
});
