import type { Context } from 'koa';
import { z } from 'zod';
import { open, seal, sealedText, UnsealingError } from '../../config/sealing.ts';
import type { SecretKey } from '../../config/secret-keys.ts';
import type { EpochMs, InstituteId } from '../../domain/ids.ts';

/** What a browser keeps while it is away at its provider. It can neither read nor make one. */
const pendingSignIn = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** A path of ours. */
  returnTo: z.string(),
  expiresAt: z.number(),
});
export type PendingSignIn = z.infer<typeof pendingSignIn>;

/** How long somebody may take at their provider, in ms. */
export const PENDING_MS = 10 * 60_000;

const COOKIE = 'callthread_oidc';
const PATH = '/v1/session/oidc';

const placeOf = (instituteId: InstituteId): string => `${instituteId}/oidc/sign-in`;

/** Gives the browser its pending sign-in; a second one begun meanwhile takes its place. */
export const setPending = (
  ctx: Context,
  keys: readonly SecretKey[],
  instituteId: InstituteId,
  pending: PendingSignIn,
): void => {
  const sealed = seal(keys, placeOf(instituteId), JSON.stringify(pending));
  const text = Buffer.from(JSON.stringify(sealed)).toString('base64url');
  ctx.cookies.set(COOKIE, text, {
    httpOnly: true,
    sameSite: 'lax',
    secure: ctx.secure,
    path: PATH,
    maxAge: PENDING_MS,
    overwrite: true,
  });
};

/** The sign-in this browser began at this institute, taken from it; null when it began none, or too long ago. */
export const takePending = (
  ctx: Context,
  keys: readonly SecretKey[],
  instituteId: InstituteId,
  now: EpochMs,
): PendingSignIn | null => {
  const text = ctx.cookies.get(COOKIE);
  if (text === undefined) return null;
  ctx.cookies.set(COOKIE, null, { httpOnly: true, sameSite: 'lax', secure: ctx.secure, path: PATH, overwrite: true });
  const pending = read(text, keys, placeOf(instituteId));
  return pending !== null && now < pending.expiresAt ? pending : null;
};

const read = (text: string, keys: readonly SecretKey[], place: string): PendingSignIn | null => {
  try {
    const sealed = sealedText.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return pendingSignIn.parse(JSON.parse(open(keys, place, sealed)));
  } catch (error) {
    // Whatever it is, we did not give it out: or long ago, by a key that is no more.
    if (error instanceof UnsealingError || error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
};
