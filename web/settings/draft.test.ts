import { describe, expect, test } from '@jest/globals';
import { changesOf, conflictsOf, takeTheirs, valueAt, withValue } from './draft.ts';

const base = { enabled: true, key: '••••1234', inbound: { enabled: false, sticky: ['a'], fallback: 'vendor' } };
const mine = { ...base, inbound: { ...base.inbound, enabled: true, sticky: ['a', 'b'] } };

describe('a draft of settings', () => {
  test('sends what was changed and nothing else', () => {
    expect(changesOf(base, mine)).toEqual({ inbound: { enabled: true, sticky: ['a', 'b'] } });
    expect(changesOf(base, { ...base, key: null })).toEqual({ key: null });
    expect(changesOf(base, structuredClone(base))).toBeNull();
  });

  test('is changed by path, without touching what it was made of', () => {
    const changed = withValue(base, 'inbound.fallback', 'random');
    expect(valueAt(changed, 'inbound.fallback')).toBe('random');
    expect(base.inbound.fallback).toBe('vendor');
    expect(valueAt(withValue({}, 'vendorSettings.email', 'x'), 'vendorSettings.email')).toBe('x');
    expect(valueAt(base, 'inbound.nothing.there')).toBeUndefined();
  });

  test('is in nobody’s way who changed something else meanwhile', () => {
    expect(conflictsOf(base, { ...base, enabled: false }, mine)).toEqual([]);
    // Or who changed it to the same.
    expect(conflictsOf(base, mine, mine)).toEqual([]);
  });

  test('conflicts exactly where somebody changed the same to something else', () => {
    const theirs = { ...base, inbound: { ...base.inbound, sticky: ['c'], fallback: 'random' } };
    expect(conflictsOf(base, theirs, mine)).toEqual(['inbound.sticky']);
  });

  test('takes theirs where it conflicts, and keeps what else it changed', () => {
    const theirs = { ...base, enabled: false, inbound: { ...base.inbound, sticky: ['c'] } };
    expect(takeTheirs(base, theirs, mine, ['inbound.sticky'])).toEqual({
      enabled: false,
      key: '••••1234',
      inbound: { enabled: true, sticky: ['c'], fallback: 'vendor' },
    });
  });
});
