import { expect, test } from '@jest/globals';
import { hashPassword, verifyPassword } from './passwords.ts';

test('a password belongs to its own hash, which is argon2id', async () => {
  const hash = await hashPassword('correct horse');
  expect(hash).toMatch(/^\$argon2id\$/);
  expect(await verifyPassword(hash, 'correct horse')).toBe(true);
  expect(await verifyPassword(hash, 'correct horse ')).toBe(false);
});

test('nobody’s password is right', async () => {
  expect(await verifyPassword(null, 'nobody signs in with this')).toBe(false);
});

test('beyond what can be checked in time, passwords are refused and not queued', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 80 }, async () => verifyPassword(null, 'x')));
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(16);
  expect(refused[0]).toMatchObject({ reason: { code: 'passwords_busy' } });
});
