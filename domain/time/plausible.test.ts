import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { plausible } from './plausible.ts';

const now = Date.UTC(2026, 3, 9, 7, 24, 21);
const minute = 60_000;
const hour = 60 * minute;
const flags = ['time_implausible'];

describe('stamps', () => {
  test('of a usual call are kept', () => {
    const stamps = { startedAt: now - 5 * minute, endedAt: now - minute };
    expect(plausible(stamps, now)).toEqual({ ...stamps, flags: [] });
  });

  test('may be ten minutes ahead of our clock and no more', () => {
    expect(plausible({ startedAt: null, endedAt: now + 10 * minute }, now)).toMatchObject({
      endedAt: now + 10 * minute,
      flags: [],
    });
    expect(plausible({ startedAt: null, endedAt: now + 10 * minute + 1 }, now)).toEqual({
      startedAt: null,
      endedAt: null,
      flags,
    });
  });

  test('that are wrong alone are dropped alone', () => {
    expect(plausible({ startedAt: 0, endedAt: now }, now)).toEqual({ startedAt: null, endedAt: now, flags });
    expect(plausible({ startedAt: now, endedAt: now + hour }, now)).toEqual({ startedAt: now, endedAt: null, flags });
  });

  test('with the end before the start are both dropped', () => {
    expect(plausible({ startedAt: now, endedAt: now - 1 }, now)).toEqual({ startedAt: null, endedAt: null, flags });
  });

  test('may be 24 hours apart and no more', () => {
    expect(plausible({ startedAt: now - 24 * hour, endedAt: now }, now).flags).toEqual([]);
    expect(plausible({ startedAt: now - 24 * hour - 1, endedAt: now }, now)).toEqual({
      startedAt: null,
      endedAt: null,
      flags,
    });
  });

  test('that are absent are no fault', () => {
    expect(plausible({ startedAt: null, endedAt: null }, now)).toEqual({ startedAt: null, endedAt: null, flags: [] });
  });
});

test('what is kept never ends before it starts', () => {
  const stamp = fc.option(fc.integer({ min: -1, max: now * 2 }));
  fc.assert(
    fc.property(stamp, stamp, (startedAt, endedAt) => {
      const kept = plausible({ startedAt, endedAt }, now);
      if (kept.startedAt !== null && kept.endedAt !== null) expect(kept.endedAt).toBeGreaterThanOrEqual(kept.startedAt);
    }),
  );
});
