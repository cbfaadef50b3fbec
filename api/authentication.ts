import type { Context } from 'koa';
import { hashSecret } from '../config/secrets.ts';
import type { Db } from '../db/pool.ts';
import { findViewerByToken } from '../db/sessions.ts';
import type { Viewer } from '../domain/access/viewer.ts';
import type { EpochMs } from '../domain/ids.ts';

/** Finds out who is asking; null for nobody. Another kind of credential is another one of these. */
export type Authenticate = (ctx: Context) => Promise<Viewer | null>;

const COOKIE = 'callthread_session';

/** The session token a browser sent; null without one. */
export const sessionToken = (ctx: Context): string | null => ctx.cookies.get(COOKIE) ?? null;

/** Gives the browser its session; no script can read it, and no other site's page can use it for a change. */
export const setSessionCookie = (ctx: Context, token: string, maxAgeMs: number): void => {
  ctx.cookies.set(COOKIE, token, { httpOnly: true, sameSite: 'lax', secure: ctx.secure, path: '/', maxAge: maxAgeMs, overwrite: true });
};

export const clearSessionCookie = (ctx: Context): void => {
  ctx.cookies.set(COOKIE, null, { httpOnly: true, sameSite: 'lax', secure: ctx.secure, path: '/', overwrite: true });
};

/** By the session cookie. */
export const authenticateBySession = (db: Db, now: () => EpochMs): Authenticate => {
  return async (ctx) => {
    const token = sessionToken(ctx);
    return token === null ? null : await findViewerByToken(db, hashSecret(token), now());
  };
};
