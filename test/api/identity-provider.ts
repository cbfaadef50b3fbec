import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { Provider } from 'oidc-provider';
import { ProviderMemory } from './provider-memory.ts';

/** What the provider knows of somebody. */
export type Person = Readonly<{ sub: string; email?: string; email_verified?: boolean }>;

/** An institution's OpenID Connect provider: `oidc-provider` on a port of this machine, where nobody is asked for a password. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whoever comes to sign in next is this person; null: they say no. */
  atTheDoor: Person | null;
  /** A token by the provider's own key: what it says unless told otherwise is good for an hour. */
  readonly sign: (
    claims: JWTPayload,
    options?: { readonly typ?: string; readonly expiresIn?: number },
  ) => Promise<string>;
  readonly close: () => Promise<void>;
}

export const openIdentityProvider = async (redirectUris: readonly string[]): Promise<IdentityProvider> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is an object.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'first', alg: 'RS256', use: 'sig' };
  const [clientId, clientSecret] = ['callthread', 'the-secret-of-callthread'];
  const people = new Map<string, Person>();

  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [...redirectUris],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [key] },
    adapter: ProviderMemory,
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    cookies: { keys: ['a key of this test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/door/${uid}` },
    findAccount: async (_ctx, sub) =>
      await Promise.resolve({
        accountId: sub,
        claims: async () => await Promise.resolve({ ...(people.get(sub) ?? { sub }) }),
      }),
    // Nobody is asked whether they agree: it is their own institution's desk.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client?.clientId ?? '',
        accountId: ctx.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const opened: IdentityProvider = {
    issuer,
    clientId,
    clientSecret,
    atTheDoor: null,
    sign: async (claims, { typ = 'JWT', expiresIn = 3600 } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      return await new SignJWT({ iss: issuer, aud: clientId, iat: now, exp: now + expiresIn, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'first', typ })
        .sign(privateKey);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/door/') !== true) {
      void answer(request, response);
      return;
    }
    const person = opened.atTheDoor;
    if (person !== null) people.set(person.sub, person);
    const said =
      person === null
        ? { error: 'access_denied', error_description: 'not today' }
        : { login: { accountId: person.sub } };
    void provider.interactionFinished(request, response, said, { mergeWithLastSubmission: false });
  });
  return opened;
};
