import { expect, test } from '@jest/globals';
import { emailIn } from './oidc-claims.ts';

test('an address counts when the provider vouches for it', () => {
  expect(emailIn({ email: ' asha@uni.test ', email_verified: true }, 'email')).toEqual({
    kind: 'email',
    email: 'asha@uni.test',
  });
  expect(emailIn({ work: 'asha@uni.test', email_verified: 'true' }, 'work')).toEqual({
    kind: 'email',
    email: 'asha@uni.test',
  });
});

test.each([[false], [undefined], ['false'], [1], [null]])('email_verified %p vouches for nothing', (verified) => {
  expect(emailIn({ email: 'asha@uni.test', email_verified: verified }, 'email')).toEqual({ kind: 'unverified' });
});

test.each([[{}], [{ email: 7, email_verified: true }], [{ email: ' ', email_verified: true }], ['text'], [null]])(
  '%p holds no address',
  (claims) => {
    expect(emailIn(claims, 'email')).toEqual({ kind: 'missing' });
    expect(emailIn(claims, 'constructor')).toEqual({ kind: 'missing' });
  },
);
