import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Browser } from './browser.ts';
import { emailOf, openFrame, type Frame } from './frame.ts';
import { openLyingProvider, type LyingProvider } from './lying-provider.ts';

let frame: Frame;
let provider: LyingProvider;
beforeAll(async () => {
  frame = await openFrame({ trustProxy: true });
  provider = await openLyingProvider();
  await frame.addUser('Asha');
  const admin = await frame.signedIn('Admin', { permissions: ['configure_calling'] });
  const settings = { enabled: true, issuer: provider.issuer, clientId: 'callthread', clientSecret: 'the secret' };
  expect((await admin('PUT', '/v1/settings/oidc', settings)).status).toBe(200);
});
afterAll(async () => {
  await provider.close();
  await frame.close();
});
beforeEach(() => {
  provider.lie = {};
  provider.answer = 'token';
});

const now = () => Math.floor(Date.now() / 1000);
const start = () => new URL(`${frame.url}/v1/session/oidc/1`);

/** Begins a sign-in, and comes back with a code the provider gave, so to speak. */
const comeBack = async () => {
  const browser = new Browser();
  const left = new URL((await browser.ask(start())).headers.get('location') ?? '').searchParams;
  provider.truth = {
    sub: 'asha',
    aud: 'callthread',
    nonce: left.get('nonce') ?? '',
    email: emailOf('Asha'),
    email_verified: true,
  };
  const back = new URL(`${start().href}/callback?code=given&state=${left.get('state')}`);
  const response = await browser.ask(back);
  return { status: response.status, body: response.status === 303 ? null : await response.json() };
};

describe('an ID token that comes for the code', () => {
  test('lets in when all of it is right', async () => {
    expect((await comeBack()).status).toBe(303);
  });

  test.each([
    ['is for another client', { aud: 'another-client' }],
    ['is for several clients, and another one presents it', { aud: ['callthread', 'another'], azp: 'another' }],
    ['is of another issuer', { iss: 'https://id.evil.test' }],
    ['has expired', { exp: now() - 120 }],
    ['does not say when it expires', { exp: undefined }],
    ['is of another sign-in', { nonce: 'of another one' }],
    ['is of no sign-in', { nonce: undefined }],
    ['names nobody', { sub: undefined }],
    ['counts only tomorrow', { nbf: now() + 86_400 }],
  ])('lets nobody in when it %s', async (_what, claims) => {
    provider.lie = { claims };
    expect(await comeBack()).toMatchObject({
      status: 403,
      body: { code: 'sign_in_failed', reason: expect.stringMatching(/^OAUTH_/) },
    });
  });

  test('lets nobody in when another key signed it', async () => {
    provider.lie = { forged: true };
    expect(await comeBack()).toMatchObject({ status: 403, body: { code: 'sign_in_failed' } });
  });

  test('is not waited for without end, and one that can’t be given just now is asked for later', async () => {
    for (const answer of [500, 503, 'nothing'] as const) {
      provider.answer = answer;
      expect(await comeBack()).toMatchObject({ status: 503, body: { code: 'provider_unavailable' } });
    }
  });
});

test('behind a proxy that ends TLS the provider is told the address browsers use, and the cookie is Secure', async () => {
  const response = await new Browser().ask(start(), { 'x-forwarded-proto': 'https' });
  const left = new URL(response.headers.get('location') ?? '').searchParams;
  expect(left.get('redirect_uri')).toBe(`${start().href.replace('http:', 'https:')}/callback`);
  expect(response.headers.getSetCookie()[0]).toMatch(
    /^callthread_oidc=[^;]+; path=\/v1\/session\/oidc; expires=[^;]+; samesite=lax; secure; httponly$/i,
  );
});
