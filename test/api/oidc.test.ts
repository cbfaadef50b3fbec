import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { noRows } from '../../db/columns.ts';
import { auditOf } from './audit-trail.ts';
import { Browser } from './browser.ts';
import { emailOf, openFrame, type Call, type Frame } from './frame.ts';
import { openIdentityProvider, type IdentityProvider, type Person } from './identity-provider.ts';

let frame: Frame;
let admin: Call;
let provider: IdentityProvider;
const settings = '/v1/settings/oidc';
const start = (query = '', institute = 1) => `${frame.url}/v1/session/oidc/${institute}${query}`;
const callback = (institute = 1) => `${frame.url}/v1/session/oidc/${institute}/callback`;
const known = (name: string, more: Partial<Person> = {}): Person => ({
  sub: name,
  email: emailOf(name),
  email_verified: true,
  ...more,
});

beforeAll(async () => {
  frame = await openFrame();
  admin = await frame.signedIn('Admin', { permissions: ['configure_calling'] });
  provider = await openIdentityProvider([callback(1), callback(2)]);
  for (const name of ['Asha', 'Bilal', 'Gone']) await frame.addUser(name, { permissions: ['full_numbers'] });
  await frame.addUser('Elsewhere', { instituteId: 2 });
  await frame.db.query(sql.type(noRows)`update counsellor set active = false where email = ${emailOf('Gone')}`);
  const { issuer, clientId, clientSecret } = provider;
  expect((await admin('PUT', settings, { enabled: true, issuer, clientId, clientSecret })).status).toBe(200);
});
afterAll(async () => {
  await provider.close();
  await frame.close();
});

/** Signs somebody in at the provider, as far as the address it sends the browser back to. */
const atTheCallback = async (person: Person | null, browser = new Browser(), query = '') => {
  provider.atTheDoor = person;
  const { url } = await browser.go(start(query), ({ pathname }) => pathname.endsWith('/callback'));
  return { browser, url };
};
/** Comes back from the provider. */
const comeBack = async (person: Person | null) => {
  const { browser, url } = await atTheCallback(person);
  const response = await browser.ask(url);
  return { browser, url, response, body: response.status === 303 ? null : await response.json() };
};
const whoIs = async (browser: Browser) => await (await browser.ask(new URL('/v1/session', frame.url))).json();

describe('signing in by the institution’s own provider', () => {
  test('goes there with PKCE, state and nonce, comes back, and begins a session like any other', async () => {
    const { browser, url } = await atTheCallback(known('Asha'), new Browser(), '?returnTo=%2Fleads%3Fstage%3DNew');
    const [authorization = ''] = browser.path;
    const asked = new URL(authorization).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: provider.clientId,
      response_type: 'code',
      scope: 'openid email',
      code_challenge_method: 'S256',
      redirect_uri: callback(),
      state: expect.stringMatching(/^.{20,}$/),
      nonce: expect.stringMatching(/^.{20,}$/),
      code_challenge: expect.stringMatching(/^.{43}$/),
    });
    expect(asked.get('state')).toBe(url.searchParams.get('state'));
    const response = await browser.ask(url);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/leads?stage=New');
    const [session] = response.headers.getSetCookie().filter((cookie) => cookie.startsWith('callthread_session='));
    expect(session).toMatch(/^callthread_session=[\w-]{43}; path=\/; expires=[^;]+; samesite=lax; httponly$/i);
    expect(await whoIs(browser)).toMatchObject({
      user: { name: 'Asha', permissions: ['full_numbers'] },
      institute: { id: 1 },
    });
    const sessions = await (await browser.ask(new URL('/v1/sessions', frame.url))).json();
    expect(sessions).toMatchObject({ items: [{ method: 'oidc', current: true }] });
  });

  test('ends the session this browser had', async () => {
    const first = await comeBack(known('Asha'));
    const before = first.browser.copy();
    provider.atTheDoor = known('Bilal');
    // The provider still knows Asha in this browser; another one comes with her cookies of ours alone.
    expect(await whoIs(before)).toMatchObject({ user: { name: 'Asha' } });
    await first.browser.go(start(), ({ pathname }) => pathname === '/');
    expect(await whoIs(before)).toMatchObject({ code: 'not_signed_in' });
  });

  test.each([
    ['whose address nobody here has', () => known('Stranger'), 'user_unknown'],
    ['who is no longer active', () => known('Gone'), 'user_inactive'],
    ['of another institute', () => known('Elsewhere'), 'user_unknown'],
    [
      'whose address the provider does not vouch for',
      () => known('Asha', { sub: 'Impostor', email_verified: false }),
      'email_unverified',
    ],
    ['of whom it says no address', (): Person => ({ sub: 'Nameless' }), 'email_missing'],
  ])('lets nobody in %s', async (_who, person, code) => {
    const { browser, response, body } = await comeBack(person());
    expect(response.status).toBe(403);
    expect(body).toMatchObject({ code, detail: expect.any(String) });
    expect(await whoIs(browser)).toMatchObject({ code: 'not_signed_in' });
  });

  test('is not done twice by one answer of the provider, not even at once', async () => {
    const { browser, url } = await atTheCallback(known('Asha'));
    const answers = await Promise.all(
      [browser.copy(), browser.copy(), browser.copy()].map(async (twin) => await twin.ask(url)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 400, 400]);
    const again = await browser.ask(url);
    expect([again.status, await again.json()]).toMatchObject([400, { code: 'sign_in_spent' }]);
  });

  test('can not be finished in another browser, with another state, or ten minutes later', async () => {
    const { browser, url } = await atTheCallback(known('Asha'));
    const refused = async (by: Browser, at: URL) =>
      expect(await (await by.ask(at)).json()).toMatchObject({ status: 400, code: 'sign_in_spent' });
    await refused(new Browser(), url);
    const forged = new URL(url);
    forged.searchParams.set('state', 'made-up');
    await refused(browser.copy(), forged);
    frame.clock.now += 10 * 60_000;
    await refused(browser.copy(), url);
    frame.clock.now = Date.now();
    expect((await browser.ask(url)).status).toBe(303);
  });

  test('fails as the person or the provider says no', async () => {
    expect(await comeBack(null)).toMatchObject({
      body: { status: 403, code: 'sign_in_denied', reason: 'access_denied' },
    });
    await admin('PUT', settings, { clientSecret: 'another secret' });
    expect(await comeBack(known('Asha'))).toMatchObject({
      body: { status: 403, code: 'sign_in_failed', reason: 'invalid_client' },
    });
    await admin('PUT', settings, { clientSecret: provider.clientSecret });
  });

  test('tells somebody at a browser on the page that signs people in', async () => {
    const { browser, url } = await atTheCallback(known('Stranger'));
    const response = await browser.ask(url, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/sign-in?problem=user_unknown']);
  });

  test('goes on to no other site', async () => {
    for (const returnTo of ['https://evil.test', '//evil.test', '/\\evil.test', 'evil', '/a b']) {
      expect((await fetch(start(`?returnTo=${encodeURIComponent(returnTo)}`), { redirect: 'manual' })).status).toBe(
        400,
      );
    }
  });

  test('is not there for an institute that has none, or that there is not', async () => {
    for (const institute of ['2', '7', '0', 'one', '99999999999']) {
      expect((await frame.call('GET', `/v1/session/oidc/${institute}`)).status).toBe(404);
      expect((await frame.call('GET', `/v1/session/oidc/${institute}/callback?code=a&state=b`)).status).toBe(404);
    }
  });

  test('is refused for now while the provider is away, and no internal address is reached', async () => {
    const other = await frame.signedIn('Second', { instituteId: 2, permissions: ['configure_calling'] });
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo; // a TCP server's address is an object
    await new Promise((resolve) => closed.close(resolve));
    for (const issuer of [`http://127.0.0.1:${port}`, 'http://10.0.0.1', 'http://169.254.169.254']) {
      expect((await other('PUT', settings, { enabled: true, issuer, clientId: 'x' })).status).toBe(200);
      const answer = await frame.call('GET', '/v1/session/oidc/2');
      expect(answer).toMatchObject({ status: 503, body: { code: 'provider_unavailable' } });
      expect(answer.headers.get('retry-after')).toBe('5');
    }
    await other('PUT', settings, { enabled: false });
  });
});

describe('a token of the provider’s, shown as a bearer', () => {
  const as = async (claims: Record<string, unknown>, options?: Parameters<IdentityProvider['sign']>[1]) => {
    const authorization = `Bearer ${await provider.sign({ ...known('Asha'), ...claims }, options)}`;
    return await frame.call('GET', '/v1/session', undefined, { authorization });
  };

  test('is as good as a session, for ID tokens and for access tokens with our audience', async () => {
    expect(await as({})).toMatchObject({
      status: 200,
      body: { user: { name: 'Asha', permissions: ['full_numbers'] }, institute: { id: 1 } },
    });
    expect((await as({ aud: 'https://desk.uni.test' }, { typ: 'at+jwt' })).status).toBe(401);
    await admin('PUT', settings, { audience: 'https://desk.uni.test' });
    expect((await as({ aud: ['other', 'https://desk.uni.test'] }, { typ: 'at+jwt' })).status).toBe(200);
    await admin('PUT', settings, { audience: null });
  });

  test.each([
    ['for another audience', { aud: 'another-client' }],
    ['of another issuer', { iss: 'https://id.evil.test' }],
    ['of an issuer that is no address', { iss: 'a\u0000b' }],
    ['that does not say when it expires', { exp: undefined }],
    ['of nobody', { sub: undefined }],
    ['of somebody who is not active', { email: emailOf('Gone') }],
    ['of somebody unknown', { email: emailOf('Stranger') }],
    ['of another institute’s user', { email: emailOf('Elsewhere') }],
    ['with an address nobody vouches for', { email_verified: false }],
    ['that counts only tomorrow', { nbf: Math.floor(Date.now() / 1000) + 86_400 }],
  ])('is nobody’s %s', async (_what, claims) => {
    expect(await as(claims)).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
  });

  test('is nobody’s once it has expired', async () => {
    const authorization = `Bearer ${await provider.sign(known('Asha'), { expiresIn: 60 })}`;
    const asked = async () => (await frame.call('GET', '/v1/session', undefined, { authorization })).status;
    expect(await asked()).toBe(200);
    frame.clock.now += 120_000;
    expect(await asked()).toBe(401);
    frame.clock.now = Date.now();
  });

  test('is nobody’s when its issuer did not sign it, or it is another kind of token', async () => {
    const [head = '', body = '', signature = ''] = (await provider.sign(known('Asha'))).split('.');
    const [, forgedBody = ''] = (await provider.sign(known('Bilal'))).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const tokens = [
      `${head}.${forgedBody}.${signature}`,
      `${none}.${body}.`,
      `${head}.${body}`,
      'x.y.z',
      'opaque',
      await provider.sign(known('Asha'), { typ: 'logout+jwt' }),
    ];
    for (const token of tokens) {
      const answer = await frame.call('GET', '/v1/session', undefined, { authorization: `Bearer ${token}` });
      expect(answer).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
    }
  });

  test('stands before the cookie: who shows a bad one is nobody', async () => {
    for (const authorization of ['Bearer bad', 'bearer', 'Bearer two words']) {
      expect((await admin('GET', '/v1/session', undefined, { authorization })).status).toBe(401);
    }
    expect((await admin('GET', '/v1/session', undefined, { authorization: 'Basic YTpi' })).status).toBe(200);
  });

  test('counts no more when sign-in by the provider is switched off', async () => {
    await admin('PUT', settings, { enabled: false });
    expect((await as({})).status).toBe(401);
    await admin('PUT', settings, { enabled: true });
    expect((await as({})).status).toBe(200);
  });
});

describe('settings of the provider', () => {
  test('show what the provider has to be told, and of the secret its end', async () => {
    expect((await admin('GET', settings)).body).toEqual({
      enabled: true,
      issuer: `${provider.issuer}/`,
      clientId: provider.clientId,
      clientSecret: '••••read',
      emailClaim: 'email',
      audience: null,
      redirectUri: callback(),
      signInUrl: start(),
    });
  });

  test('are changed in part, audited, the secret sealed and nowhere shown', async () => {
    const { body: before } = await admin('GET', settings);
    const count = (await auditOf(frame.db, 1)).length;
    expect((await admin('PUT', settings, before)).body).toEqual(before);
    expect(await auditOf(frame.db, 1)).toHaveLength(count);
    expect((await admin('PUT', settings, { emailClaim: 'mail', clientSecret: null })).body).toEqual({
      ...before,
      emailClaim: 'mail',
      clientSecret: null,
    });
    expect((await auditOf(frame.db, 1)).at(-1)).toEqual({
      action: 'oidc.change',
      target: 'oidc',
      before: { emailClaim: 'email', clientSecret: 'changed' },
      after: { emailClaim: 'mail', clientSecret: 'changed' },
    });
    await admin('PUT', settings, { emailClaim: 'email', clientSecret: provider.clientSecret });
    const stored = await frame.db.anyFirst(
      sql.type(z.object({ text: z.string() }))`select p::text as text from oidc_provider p`,
    );
    expect(stored.join()).not.toContain(provider.clientSecret);
    expect(frame.logged.join('')).not.toContain(provider.clientSecret);
  });

  test.each([
    [{ issuer: 'http://id.uni.test' }, 'issuer'],
    [{ issuer: 'https://user:secret@id.uni.test' }, 'issuer'],
    [{ issuer: 'https://id.uni.test/?a=b' }, 'issuer'],
    [{ issuer: 'ftp://id.uni.test' }, 'issuer'],
    [{ issuer: null }, 'issuer'],
    [{ clientId: null }, 'clientId'],
    [{ clientId: '' }, 'clientId'],
    [{ clientSecret: '••••0000' }, 'clientSecret'],
    [{ emailClaim: 7 }, 'emailClaim'],
    [{ redirectUri: 'https://evil.test' }, 'redirectUri'],
    [{ scope: 'openid' }, ''],
  ])('refuse %j', async (body, path) => {
    expect(await admin('PUT', settings, body)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });
});
