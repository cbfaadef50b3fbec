import { verifyPassword } from '../../config/passwords.ts';
import { hashSecret, newSessionToken } from '../../config/secrets.ts';
import { findByEmail, type SignInUser } from '../../db/counsellors.ts';
import type { Pool } from '../../db/pool.ts';
import { addSession } from '../../db/sessions.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { addressOf, attemptPassword } from './password-attempts.ts';

export type SignIn =
  | { readonly kind: 'signed-in'; readonly user: SignInUser; readonly token: string }
  | { readonly kind: 'refused' }
  /** Too many failures for this address; the right password is refused as well. */
  | { readonly kind: 'locked'; readonly retryAfterSeconds: number };

/**
 * Signs somebody in by e-mail and password. An unknown address, a wrong password and an inactive user
 * are one answer, and take the same time.
 */
export const signIn = async (
  db: Pool,
  { email, password }: { readonly email: string; readonly password: string },
  {
    now,
    sessionMs,
    userAgent,
  }: { readonly now: EpochMs; readonly sessionMs: number; readonly userAgent: string | null },
): Promise<SignIn> => {
  const token = newSessionToken();
  const attempt = await attemptPassword(db, {
    email,
    now,
    check: async () => {
      const user = await findByEmail(db, addressOf(email));
      const isRight = await verifyPassword(user?.passwordHash ?? null, password);
      return isRight && user?.active === true ? user : null;
    },
    onRight: async (tx, { instituteId, id: counsellorId }) =>
      addSession(tx, {
        instituteId,
        counsellorId,
        tokenHash: hashSecret(token),
        now,
        expiresAt: now + sessionMs,
        userAgent,
      }),
  });
  if (attempt.kind === 'locked') return attempt;
  return attempt.kind === 'right' ? { kind: 'signed-in', user: attempt.proven, token } : { kind: 'refused' };
};
