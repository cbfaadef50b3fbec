import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

/** An OpenID Connect provider of which nothing is true but what the test says: for what an honest one never sends. */
export interface LyingProvider {
  readonly issuer: string;
  /** What its next ID token says over what is right, and whose key signs it. */
  lie: { readonly claims?: Readonly<Record<string, unknown>>; readonly forged?: boolean };
  /** What the next ID token would rightly say. */
  truth: JWTPayload;
  /** What the token endpoint answers instead: a status, or never anything. */
  answer: number | 'token' | 'nothing';
  readonly close: () => Promise<void>;
}

export const openLyingProvider = async (): Promise<LyingProvider> => {
  const [own, other] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' };
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is an object.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: LyingProvider = {
    issuer,
    lie: {},
    truth: {},
    answer: 'token',
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const token = async (): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, iat: now, exp: now + 60, ...provider.truth, ...provider.lie.claims };
    const { privateKey } = provider.lie.forged === true ? other : own;
    return await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(privateKey);
  };
  const send = (response: ServerResponse, body: unknown, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  server.on('request', ({ url }, response) => {
    if (url === '/.well-known/openid-configuration') {
      const at = {
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
      };
      send(response, {
        issuer,
        ...at,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    } else if (url === '/jwks') send(response, { keys: [jwk] });
    else if (provider.answer === 'token')
      void token().then((text) => send(response, { access_token: 'a', token_type: 'bearer', id_token: text }));
    else if (provider.answer !== 'nothing') send(response, {}, provider.answer);
  });
  return provider;
};
