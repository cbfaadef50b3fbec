import { hashSecret, newSessionToken } from '../../config/secrets.ts';
import { findByEmail, type SignInUser } from '../../db/counsellors.ts';
import type { Db, Pool } from '../../db/pool.ts';
import { addSession } from '../../db/sessions.ts';
import { emailIn } from '../../domain/access/oidc-claims.ts';
import type { EpochMs, InstituteId } from '../../domain/ids.ts';

/** Why somebody whom their provider knows does not come in here. */
export const NO_ENTRY = {
  email_missing: 'Your institution’s sign-in does not say which e-mail address is yours.',
  email_unverified: 'Your institution’s sign-in does not vouch for your e-mail address.',
  user_unknown: 'Nobody of this institute has your e-mail address here. Ask your administrator.',
  user_inactive: 'Your user here is not active. Ask your administrator.',
} as const satisfies Readonly<Record<string, string>>;

export type NoEntry = keyof typeof NO_ENTRY;

export type ClaimedUser =
  | { readonly kind: 'user'; readonly user: SignInUser }
  | { readonly kind: 'refused'; readonly why: NoEntry };

/**
 * The user of an institute whom a provider's claims name. An address of another institute's is unknown here: a provider
 * speaks for its own institute alone.
 */
export const findClaimedUser = async (
  db: Db,
  { instituteId, emailClaim }: { readonly instituteId: InstituteId; readonly emailClaim: string },
  claims: unknown,
): Promise<ClaimedUser> => {
  const claimed = emailIn(claims, emailClaim);
  if (claimed.kind !== 'email')
    return { kind: 'refused', why: claimed.kind === 'missing' ? 'email_missing' : 'email_unverified' };
  const user = await findByEmail(db, claimed.email);
  if (user === null || user.instituteId !== instituteId) return { kind: 'refused', why: 'user_unknown' };
  return user.active ? { kind: 'user', user } : { kind: 'refused', why: 'user_inactive' };
};

/** Begins a session for somebody whom their provider named, and gives its token. */
export const signInByOidc = async (
  db: Pool,
  user: SignInUser,
  {
    now,
    sessionMs,
    userAgent,
  }: { readonly now: EpochMs; readonly sessionMs: number; readonly userAgent: string | null },
): Promise<string> => {
  const token = newSessionToken();
  const { instituteId, id: counsellorId } = user;
  const session = {
    instituteId,
    counsellorId,
    tokenHash: hashSecret(token),
    now,
    expiresAt: now + sessionMs,
    userAgent,
  };
  await db.transaction(async (tx) => addSession(tx, { ...session, method: 'oidc' }));
  return token;
};
