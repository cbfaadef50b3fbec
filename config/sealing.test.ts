import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { open, seal } from './sealing.ts';

const older = { id: 'older', key: randomBytes(32) };
const newer = { id: 'newer', key: randomBytes(32) };

test('whatever is sealed opens at its place, by the key it was sealed with', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (place, secret) => {
      expect(open([newer, older], place, seal([older], place, secret))).toBe(secret);
      expect(open([newer, older], place, seal([newer, older], place, secret))).toBe(secret);
    }),
  );
});

test('the newest key seals, and two seals of one secret are not alike', () => {
  const [first, second] = [seal([newer, older], 'a', 'secret'), seal([newer, older], 'a', 'secret')];
  expect(first.key).toBe('newer');
  expect(first.text).not.toBe(second.text);
});

test('of a secret only the last four show, and nothing of one so short', () => {
  expect(seal([newer], 'a', 'abcdefgh').tail).toBe('efgh');
  expect(seal([newer], 'a', 'abcd').tail).toBe('');
});

test('what was changed, moved to another place or sealed by a key we lost does not open', () => {
  const sealed = seal([newer], '1/tatatel/password', 'secret');
  const unreadable = expect.objectContaining({ code: 'credential_unreadable' });
  const flipped = Buffer.from(sealed.text, 'base64').map((byte, index) => (index === 0 ? byte ^ 1 : byte));
  expect(() => open([newer], '2/tatatel/password', sealed)).toThrow(unreadable);
  expect(() =>
    open([newer], '1/tatatel/password', { ...sealed, text: Buffer.from(flipped).toString('base64') }),
  ).toThrow(unreadable);
  expect(() => open([newer], '1/tatatel/password', { ...sealed, text: '' })).toThrow(unreadable);
  expect(() => open([older], '1/tatatel/password', sealed)).toThrow(unreadable);
  expect(() => open([{ ...older, id: 'newer' }], '1/tatatel/password', sealed)).toThrow(unreadable);
});
