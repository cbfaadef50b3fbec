import type { Context } from 'koa';
import { hashSecret, isApiKey } from '../config/secrets.ts';
import { touchApiKey } from '../db/api-keys.ts';
import type { Db } from '../db/pool.ts';
import { findViewer, findViewerByKey } from '../db/viewers.ts';
import type { Viewer } from '../domain/access/viewer.ts';
import type { EpochMs } from '../domain/ids.ts';
import { bearerOf, type Authenticate } from './authentication.ts';
import { findClaimedUser } from './commands/sign-in-by-oidc.ts';
import type { ProviderDirectory } from './oidc/provider-directory.ts';
import { verifyToken } from './oidc/verify-token.ts';
import { Problem } from './problem.ts';
import { TokenBuckets } from './routes/vendor/token-bucket.ts';

/** Requests a second of one key in one process: a program that went wrong must not be the desk's business. */
const KEY_RATE = 50;
/** How exactly it is kept when a key was last used, in ms. */
const TOUCH_MS = 60_000;

export interface BearerDeps {
  readonly db: Db;
  readonly now: () => EpochMs;
  readonly directory: ProviderDirectory;
}

/** By `Authorization: Bearer`: an API key, or a token of the institution's own provider. Throws 429 `too_many_requests`. */
export const authenticateByBearer = (deps: BearerDeps): Authenticate => {
  const buckets = new TokenBuckets<string>(KEY_RATE);
  return async (ctx: Context) => {
    const shown = bearerOf(ctx);
    if (shown === null) return null;
    return isApiKey(shown) ? await byKey(deps, buckets, shown) : await byToken(deps, shown);
  };
};

const byKey = async ({ db, now }: BearerDeps, buckets: TokenBuckets<string>, key: string): Promise<Viewer | null> => {
  const found = await findViewerByKey(db, hashSecret(key));
  if (found === null) return null;
  const { viewer, lastUsedAt } = found;
  const at = now();
  if (!buckets.take(viewer.counsellorId, at)) {
    throw new Problem(429, 'too_many_requests', 'This key asks too often.', {}, { 'Retry-After': '1' });
  }
  if (lastUsedAt === null || at - lastUsedAt >= TOUCH_MS)
    await touchApiKey(db, viewer.instituteId, viewer.counsellorId, at);
  return viewer;
};

/** Several institutes may share a provider: the user is of one of them, and the token was made for that one's client. */
const byToken = async (deps: BearerDeps, token: string): Promise<Viewer | null> => {
  const good = await verifyToken(deps, token);
  if (good === null) return null;
  for (const provider of good.providers) {
    const found = await findClaimedUser(deps.db, provider, good.claims);
    if (found.kind === 'user') return await findViewer(deps.db, found.user.instituteId, found.user.id);
  }
  return null;
};
