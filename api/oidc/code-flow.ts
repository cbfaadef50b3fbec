import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type ClientAuth,
} from 'openid-client';
import { emailIn } from '../../domain/access/oidc-claims.ts';
import type { Http } from '../../vendors/http.ts';
import { guardedFetch, ProviderAwayError } from './guarded-fetch.ts';
import { isSafeHttp, type KnownProvider } from './provider-directory.ts';
import { reasonOf, wasAway } from './failures.ts';

/** Our client at a provider, its secret in the clear. */
export interface Client {
  readonly issuer: string;
  readonly clientId: string;
  /** Null: a public client. */
  readonly clientSecret: string | null;
  readonly emailClaim: string;
  /** Where the provider sends people back to; the same when they leave and when they come. */
  readonly redirectUri: string;
}

/** What a browser has to bring back from the provider, beside what is in the address. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** By `client_secret_basic`, the usual one (OpenID Connect Core 9), unless the provider takes secrets in the body alone. */
const authenticationOf = ({ metadata }: KnownProvider, secret: string | null): ClientAuth => {
  if (secret === null) return None();
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_basic') ? ClientSecretBasic(secret) : ClientSecretPost(secret);
};

const configurationOf = (
  known: KnownProvider,
  { issuer, clientId, clientSecret }: Client,
  http: Http,
): Configuration => {
  const configuration = new Configuration(known.metadata, clientId, undefined, authenticationOf(known, clientSecret));
  configuration[customFetch] = guardedFetch(http);
  enableNonRepudiationChecks(configuration);
  if (isSafeHttp(issuer)) allowInsecureRequests(configuration);
  return configuration;
};

/** Where a browser goes to sign in at its provider (authorization code with PKCE), and what it has to bring back. */
export const beginAt = async (
  known: KnownProvider,
  client: Client,
  http: Http,
): Promise<{ readonly url: URL; readonly checks: Checks }> => {
  const checks = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
  const url = buildAuthorizationUrl(configurationOf(known, client, http), {
    redirect_uri: client.redirectUri,
    scope: 'openid email',
    state: checks.state,
    nonce: checks.nonce,
    code_challenge: await calculatePKCECodeChallenge(checks.codeVerifier),
    code_challenge_method: 'S256',
  });
  return { url, checks };
};

/** denied: the provider, or the person there, said no · failed: what it sent is not as it must be. */
export type Returned =
  | { readonly kind: 'claims'; readonly claims: unknown }
  | { readonly kind: 'denied' | 'failed'; readonly reason: string };

/**
 * Takes the code a browser came back with to the provider, and gives what the provider says of who it is: of its ID token,
 * signature, issuer, audience, nonce and times are checked. Rejects with ProviderAwayError.
 *
 * @param query as the browser came back with it
 */
export const finishAt = async (
  known: KnownProvider,
  client: Client,
  { query, checks, http }: { readonly query: string; readonly checks: Checks; readonly http: Http },
): Promise<Returned> => {
  const configuration = configurationOf(known, client, http);
  try {
    const tokens = await authorizationCodeGrant(configuration, new URL(`?${query}`, client.redirectUri), {
      expectedState: checks.state,
      expectedNonce: checks.nonce,
      pkceCodeVerifier: checks.codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) return { kind: 'failed', reason: 'no_id_token' };
    if (emailIn(claims, client.emailClaim).kind !== 'missing' || known.metadata.userinfo_endpoint === undefined)
      return { kind: 'claims', claims };
    // Most providers keep the address out of the token (OpenID Connect Core 5.4).
    return { kind: 'claims', claims: await fetchUserInfo(configuration, tokens.access_token, claims.sub) };
  } catch (error) {
    if (wasAway(error)) throw new ProviderAwayError('no tokens', { cause: error });
    return { kind: error instanceof AuthorizationResponseError ? 'denied' : 'failed', reason: reasonOf(error) };
  }
};
