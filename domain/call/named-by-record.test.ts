import { describe, expect, test } from '@jest/globals';
import { CLOCK_SLACK_MS, isPartOf, type FoundByNumber, type NamedByRecord } from './named-by-record.ts';

const NOON = Date.parse('2026-04-09T06:30:00Z');
const minute = 60_000;
const call: FoundByNumber = {
  direction: 'inbound',
  numberKey: '+919812345670',
  didKey: '+918047100100',
  firstHeardAt: NOON,
  clicked: null,
};
const named: NamedByRecord = { ...call, lastHeardAt: NOON, sealed: false };
const unstamped = { startedAt: null, endedAt: null };

describe('a call is part of the one that its record names', () => {
  test('when it was heard of while that one was on, by what was heard or by the record', () => {
    expect(isPartOf(call, named, unstamped)).toBe(true);
    const heardLater = { ...named, firstHeardAt: NOON + 5 * minute, lastHeardAt: NOON + 6 * minute };
    expect(isPartOf(call, heardLater, unstamped)).toBe(false);
    expect(isPartOf(call, heardLater, { startedAt: NOON + CLOCK_SLACK_MS, endedAt: null })).toBe(true);
    const heardBefore = { ...named, firstHeardAt: NOON - 6 * minute, lastHeardAt: NOON - 5 * minute };
    expect(isPartOf(call, heardBefore, unstamped)).toBe(false);
    expect(isPartOf(call, heardBefore, { startedAt: null, endedAt: NOON - CLOCK_SLACK_MS })).toBe(true);
  });

  test('never when number, DID or direction are others', () => {
    expect(isPartOf(call, { ...named, numberKey: '+919812345671' }, unstamped)).toBe(false);
    expect(isPartOf(call, { ...named, didKey: '+918047100101' }, unstamped)).toBe(false);
    expect(isPartOf(call, { ...named, direction: 'outbound' }, unstamped)).toBe(false);
    expect(isPartOf(call, { ...named, numberKey: null, didKey: null }, unstamped)).toBe(true);
    // Which of the two a dialled call is, vendors may say late.
    expect(isPartOf({ ...call, direction: 'campaign' }, { ...named, direction: 'outbound' }, unstamped)).toBe(true);
  });

  test('never when nothing is taken into that one any more', () => {
    expect(isPartOf(call, { ...named, sealed: true }, unstamped)).toBe(false);
  });

  test('of a click when that one was heard of after it, whatever its events said', () => {
    const clicked = { ...call, direction: 'outbound', clicked: { at: NOON } } as const;
    expect(isPartOf(clicked, named, unstamped)).toBe(true);
    expect(isPartOf(clicked, { ...named, firstHeardAt: NOON - 1 }, unstamped)).toBe(false);
  });
});
