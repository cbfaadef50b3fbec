import { expect, test } from '@jest/globals';
import { readRetryAfter, RETRY_SECONDS, retryAt } from './retries.ts';

const now = Date.UTC(2026, 0, 5);
const at = (attempts: number, patientUntil: number | null = null) =>
  retryAt(attempts, { now, patientUntil, seconds: RETRY_SECONDS });

test('ten attempts are made within three days, each pause longer than the one before', () => {
  const pauses = RETRY_SECONDS.map((_, index) => (at(index + 1) ?? 0) - now);
  expect(pauses[0]).toBe(5000);
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThan(3 * 86_400_000);
  expect(at(10)).toBeNull();
});

test('an endpoint that asks for patience is given it, for a day at most', () => {
  expect(at(1, now + 60_000)).toBe(now + 60_000);
  expect(at(3, now + 1000)).toBe(now + 300_000);
  expect(at(1, now + 10 * 86_400_000)).toBe(now + 86_400_000);
});

test('how much patience is said in seconds or as a date', () => {
  expect(readRetryAfter('120', now)).toBe(now + 120_000);
  expect(readRetryAfter(new Date(now + 5000).toUTCString(), now)).toBe(now + 5000);
  expect([readRetryAfter('soon', now), readRetryAfter(undefined, now)]).toEqual([null, null]);
});
