import { expect, test } from '@jest/globals';
import { maskedSecret, secretChange } from './secrets.ts';

test('a secret shows as dots and its last four, none as null', () => {
  expect(maskedSecret('word')).toBe('••••word');
  expect(maskedSecret('')).toBe('••••');
  expect(maskedSecret(null)).toBeNull();
});

test.each([
  ['not sent', undefined, 'keep'],
  ['its own mask', '••••word', 'keep'],
  ['null', null, 'clear'],
  ['an empty text', ' ', 'clear'],
  ['another mask', '••••else', 'refused'],
  ['a number', 5, 'refused'],
  ['a text without end', 'x'.repeat(4001), 'refused'],
])('%s is a secret to %s it', (_what, written, kind) => {
  expect(secretChange(written, '••••word').kind).toBe(kind);
});

test('a new secret is taken without the blanks it was copied with', () => {
  expect(secretChange(' new-key\n', null)).toEqual({ kind: 'set', secret: 'new-key' });
});

test('where there is no secret, null and an empty text keep it so', () => {
  expect([secretChange(null, null).kind, secretChange('', null).kind]).toEqual(['keep', 'keep']);
});
