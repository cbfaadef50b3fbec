import { expect, test } from '@jest/globals';
import { hashSecret, matchesSecret, newSessionToken, newVendorSecret } from './secrets.ts';

const stored = { hash: hashSecret('new'), previousHash: hashSecret('old'), previousUntil: 1000 };

test('the new secret counts, the old one until its time is over', () => {
  expect(matchesSecret('new', stored, 5000)).toBe(true);
  expect(matchesSecret('old', stored, 999)).toBe(true);
  expect(matchesSecret('old', stored, 1000)).toBe(false);
  expect(matchesSecret('other', stored, 0)).toBe(false);
});

test('nothing matches where nothing was sent, nothing is stored, or there is no institute', () => {
  const none = { hash: null, previousHash: null, previousUntil: null };
  expect([
    matchesSecret(null, stored, 0),
    matchesSecret('', none, 0),
    matchesSecret('new', none, 0),
    matchesSecret('new', null, 0),
  ]).toEqual([false, false, false, false]);
  expect(matchesSecret('', { ...none, hash: hashSecret('') }, 0)).toBe(true);
  expect(matchesSecret(null, { ...none, hash: hashSecret('') }, 0)).toBe(false);
});

test('a vendor’s secret is safe in any URL, and no two are the same', () => {
  expect(newVendorSecret()).toMatch(/^[0-9a-f]{32}$/);
  expect(newSessionToken()).toMatch(/^[\w-]{43}$/);
  expect(new Set(Array.from({ length: 100 }, newVendorSecret)).size).toBe(100);
});
