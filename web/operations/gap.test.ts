import { expect, test } from '@jest/globals';
import { gapWords } from './gap.ts';

test('a step says how long after the one before it came, unless it came at once', () => {
  expect(gapWords('2026-11-24T10:00:00.000Z', '2026-11-24T10:00:20.400Z')).toBe('+20 s');
  expect(gapWords('2026-11-24T10:00:00.000Z', '2026-11-24T10:05:01.000Z')).toBe('+5 min 1 s');
  expect(gapWords('2026-11-24T10:00:00.000Z', '2026-11-24T10:00:00.900Z')).toBeNull();
});
