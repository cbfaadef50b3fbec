import type { Context } from 'koa';
import { z } from 'zod';
import { open, UnsealingError, type SealedText } from '../../config/sealing.ts';
import type { SecretKey } from '../../config/secret-keys.ts';
import { hashSecret } from '../../config/secrets.ts';
import { readProvider, useState } from '../../db/oidc-providers.ts';
import type { Db, Pool } from '../../db/pool.ts';
import { endSession } from '../../db/sessions.ts';
import type { EpochMs, InstituteId } from '../../domain/ids.ts';
import type { Http } from '../../vendors/http.ts';
import { SESSION_MS, sessionToken, setSessionCookie, userAgentOf } from '../authentication.ts';
import { findClaimedUser, NO_ENTRY, signInByOidc } from '../commands/sign-in-by-oidc.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { toProblem } from '../error-mapping.ts';
import { beginAt, finishAt, type Client } from '../oidc/code-flow.ts';
import { callbackUrl, secretPlace } from '../oidc/our-client.ts';
import { PENDING_MS, setPending, takePending } from '../oidc/pending-sign-in.ts';
import type { ProviderDirectory } from '../oidc/provider-directory.ts';
import { notFound, Problem } from '../problem.ts';

export interface OidcSessionDeps {
  readonly db: Pool;
  readonly now: () => EpochMs;
  readonly secretKeys: readonly SecretKey[];
  /** `PUBLIC_URL`; null: the address of each request. */
  readonly publicUrl: string | null;
  readonly directory: ProviderDirectory;
  readonly http: Http;
}

const path = '/v1/session/oidc/{institute}';

const instituteId = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/)
  .transform(Number);
const params = z.object({ institute: instituteId });

/** A path of our own: another site's address would make our sign-in its door. */
const returnTo = z
  .string()
  .max(2000)
  .regex(/^\/([^/\\\s][^\\\s]*)?$/, 'a path of ours')
  .default('/')
  .meta({ description: 'Where the browser goes afterwards.' });

const answer = z.object({
  code: z.string().optional(),
  state: z.string().optional(),
  iss: z.string().optional(),
  error: z.string().optional(),
});

interface OurClient extends Client {
  readonly instituteId: InstituteId;
}

/** Our client at an institute's provider. Throws 404 where there is no such institute, or it has none switched on. */
const clientOf = async (
  db: Db,
  id: InstituteId,
  { secretKeys, publicUrl }: OidcSessionDeps,
  ctx: Context,
): Promise<OurClient> => {
  const { enabled, issuer, clientId, clientSecret, emailClaim } = await readProvider(db, id);
  if (!enabled || issuer === null || clientId === null) throw notFound('This institute has no sign-in of its own.');
  const secret = clientSecret === null ? null : opened(clientSecret, secretKeys, id);
  return {
    instituteId: id,
    issuer,
    clientId,
    clientSecret: secret,
    emailClaim,
    redirectUri: callbackUrl(ctx, publicUrl, id),
  };
};

/** Throws 403 where the key it was sealed with is no more: an administrator enters the secret again. */
const opened = (sealed: SealedText, keys: readonly SecretKey[], id: InstituteId): string => {
  try {
    return open(keys, secretPlace(id), sealed);
  } catch (error) {
    if (error instanceof UnsealingError) throw failed('sign_in_failed', error.code);
    throw error;
  }
};

const failed = (code: 'sign_in_failed' | 'sign_in_denied', reason: string): Problem =>
  new Problem(403, code, 'Your institution’s sign-in did not go through.', { reason });

/** Gives the address of the provider a browser goes to. Throws Problem. */
const begin = async (deps: OidcSessionDeps, id: InstituteId, goOnTo: string, ctx: Context): Promise<string> => {
  const { db, now, directory, http, secretKeys } = deps;
  const client = await clientOf(db, id, deps, ctx);
  const { url, checks } = await beginAt(await directory.find(client.issuer), client, http);
  setPending(ctx, secretKeys, id, { ...checks, returnTo: goOnTo, expiresAt: now() + PENDING_MS });
  return url.href;
};

const spent = (): Problem =>
  new Problem(400, 'sign_in_spent', 'This sign-in was used already, begun elsewhere, or took too long. Begin again.');

/** Takes a browser that came back to its provider's word, and gives where it goes on. Throws Problem. */
const finish = async (deps: OidcSessionDeps, id: InstituteId, ctx: Context): Promise<string> => {
  const { db, now, directory, http, secretKeys } = deps;
  const client = await clientOf(db, id, deps, ctx);
  const pending = takePending(ctx, secretKeys, id, now());
  if (pending === null || ctx.query['state'] !== pending.state) throw spent();
  const used = { instituteId: id, stateHash: hashSecret(pending.state), expiresAt: pending.expiresAt };
  if (!(await useState(db, used))) throw spent();
  const returned = await finishAt(await directory.find(client.issuer), client, {
    query: ctx.querystring,
    checks: pending,
    http,
  });
  if (returned.kind !== 'claims') throw failed(`sign_in_${returned.kind}`, returned.reason);
  const found = await findClaimedUser(db, client, returned.claims);
  if (found.kind === 'refused') throw new Problem(403, found.why, NO_ENTRY[found.why]);
  const before = sessionToken(ctx);
  if (before !== null) await endSession(db, hashSecret(before));
  setSessionCookie(
    ctx,
    await signInByOidc(db, found.user, { now: now(), sessionMs: SESSION_MS, userAgent: userAgentOf(ctx) }),
    SESSION_MS,
  );
  return pending.returnTo;
};

const SIGN_IN_PAGE = '/sign-in';

/** Somebody at a browser is shown what went wrong by the page that signs people in; a program is told as always. */
const orTellThePage = async (ctx: Context, work: () => Promise<string>): Promise<string> => {
  try {
    return await work();
  } catch (error) {
    const problem = toProblem(error);
    if (problem === 'client-gone' || problem.status === 500 || ctx.accepts('json', 'html') !== 'html') throw error;
    return `${SIGN_IN_PAGE}?${new URLSearchParams({ problem: problem.code }).toString()}`;
  }
};

/** Signing in by the institution's own OpenID Connect provider, in a browser: there and back. */
export const oidcSessionRoutes = (deps: OidcSessionDeps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path,
      access: 'public',
      params,
      query: z.object({ returnTo }),
      responses: { 303: null },
      summary: 'Sign in by the institution’s own provider: sends the browser there.',
    },
    async ({ params: { institute }, query, ctx }) => ({
      status: 303,
      headers: { Location: await orTellThePage(ctx, async () => await begin(deps, institute, query.returnTo, ctx)) },
    }),
  ),
  endpoint(
    {
      method: 'get',
      path: `${path}/callback`,
      access: 'public',
      params,
      query: answer,
      responses: { 303: null },
      summary: 'Where the provider sends the browser back: begins the session, and goes on to the page it came from.',
    },
    async ({ params: { institute }, ctx }) => ({
      status: 303,
      headers: { Location: await orTellThePage(ctx, async () => await finish(deps, institute, ctx)) },
    }),
  ),
];
