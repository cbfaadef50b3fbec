import { expect, test } from '@jest/globals';
import { actionWords, differences, targetWords } from './audit-words.ts';

const asItIs = (_path: string, value: unknown): string | null => (value ? JSON.stringify(value) : null);

test('a change shows field by field what was and what became of it', () => {
  const before = { enabled: 1, inbound: { ring: 'sequential' }, dids: ['a'] };
  const after = { enabled: 2, inbound: { ring: 'simultaneous' }, dids: [] };
  expect(differences(before, after, asItIs)).toEqual([
    { path: 'enabled', was: '1', is: '2' },
    { path: 'inbound.ring', was: '"sequential"', is: '"simultaneous"' },
    { path: 'dids', was: '["a"]', is: '[]' },
  ]);
});

test('what was added had nothing before, what is the same is not said, and a secret is changed', () => {
  expect(differences(null, { name: 'North', note: null }, asItIs)).toEqual([
    { path: 'name', was: null, is: '"North"' },
  ]);
  expect(differences({ name: 'North' }, { name: 'North' }, asItIs)).toEqual([]);
  const secret = { authenticationKey: 'changed' };
  expect(differences(secret, secret, (_path, value) => String(value))).toEqual([
    { path: 'authenticationKey', was: null, is: 'changed' },
  ]);
});

test('whom a change was made to has a name where there is one', () => {
  const id = '0199a000-0000-7000-8000-0000000000ff';
  expect(targetWords(id, () => 'Asha Rao')).toBe('Asha Rao');
  expect(targetWords(id, () => null)).toBeNull();
  expect(targetWords('role:counsellor', () => null)).toBe('the role counsellor');
  expect(targetWords('tatatel', () => null)).toBe('TataTele (Smartflo)');
  expect(targetWords('institute', () => null)).toBeNull();
  expect(actionWords('telephony.change')).toBe('Changed the vendor');
  expect(actionWords('future.new_deed')).toBe('future new deed');
});
