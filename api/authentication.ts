import type { Context } from 'koa';
import { hashSecret } from '../config/secrets.ts';
import type { Db } from '../db/pool.ts';
import { findViewerBySession } from '../db/viewers.ts';
import type { Viewer } from '../domain/access/viewer.ts';
import type { EpochMs } from '../domain/ids.ts';

/** Finds out who is asking; null for nobody. Another kind of credential is another one of these. */
export type Authenticate = (ctx: Context) => Promise<Viewer | null>;

const COOKIE = 'callthread_session';

/** A week: a desk signs in on Monday. Not prolonged by use. */
export const SESSION_MS = 7 * 86_400_000;

/** The session token a browser sent; null without one. */
export const sessionToken = (ctx: Context): string | null => ctx.cookies.get(COOKIE) ?? null;

/** Gives the browser its session; no script can read it, and no other site's page can use it for a change. */
export const setSessionCookie = (ctx: Context, token: string, maxAgeMs: number): void => {
  ctx.cookies.set(COOKIE, token, {
    httpOnly: true,
    sameSite: 'lax',
    secure: ctx.secure,
    path: '/',
    maxAge: maxAgeMs,
    overwrite: true,
  });
};

export const clearSessionCookie = (ctx: Context): void => {
  ctx.cookies.set(COOKIE, null, { httpOnly: true, sameSite: 'lax', secure: ctx.secure, path: '/', overwrite: true });
};

/** What a browser calls itself, for its user to know it again; null when it does not. At most 300 characters. */
export const userAgentOf = (ctx: Context): string | null => ctx.get('User-Agent').slice(0, 300) || null;

/** What `Authorization: Bearer` shows; null without it. */
export const bearerOf = (ctx: Context): string | null =>
  /^Bearer +(\S+) *$/i.exec(ctx.get('Authorization'))?.[1] ?? null;

/** By the session cookie. */
export const authenticateBySession = (db: Db, now: () => EpochMs): Authenticate => {
  return async (ctx) => {
    const token = sessionToken(ctx);
    return token === null ? null : await findViewerBySession(db, hashSecret(token), now());
  };
};

/**
 * By a bearer credential where one is shown, good or not, else by the session cookie. Another scheme is somebody else's:
 * of a proxy in front of us that asks for a password of its own.
 */
export const authenticateByEither = (byBearer: Authenticate, bySession: Authenticate): Authenticate => {
  return async (ctx) => await (/^Bearer\b/i.test(ctx.get('Authorization')) ? byBearer(ctx) : bySession(ctx));
};
