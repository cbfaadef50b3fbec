import { hashSecret, newSessionToken } from '../../config/secrets.ts';
import { verifyPassword } from '../../config/passwords.ts';
import { findByEmail, type SignInUser } from '../../db/counsellors.ts';
import type { Db, Pool } from '../../db/pool.ts';
import { addSession } from '../../db/sessions.ts';
import { addFailure, findRecentFailures, lockAddress } from '../../db/sign-in-failures.ts';
import type { EpochMs } from '../../domain/ids.ts';

const WINDOW_MS = 15 * 60_000;
const MOST_FAILURES = 5;

export type SignIn =
  | { readonly kind: 'signed-in'; readonly user: SignInUser; readonly token: string }
  | { readonly kind: 'refused' }
  /** Too many failures for this address; the right password is refused as well. */
  | { readonly kind: 'locked'; readonly retryAfterSeconds: number };

/** When an address may try again; null when it may now. */
const lockedUntil = async (db: Db, email: string, now: EpochMs): Promise<EpochMs | null> => {
  const failures = await findRecentFailures(db, { email, since: now - WINDOW_MS, limit: MOST_FAILURES });
  const fifthNewest = failures[MOST_FAILURES - 1];
  return fifthNewest === undefined ? null : fifthNewest + WINDOW_MS;
};

const locked = (until: EpochMs, now: EpochMs): SignIn => ({
  kind: 'locked',
  retryAfterSeconds: Math.max(1, Math.ceil((until - now) / 1000)),
});

/**
 * Signs somebody in by e-mail and password. An unknown address, a wrong password and an inactive user
 * are one answer, and take the same time.
 *
 * The lock-out is exact however many attempts arrive at once, without a connection held while a password
 * is hashed: whatever came of the hashing counts only if, under the address's lock, there is still an attempt left.
 */
export const signIn = async (
  db: Pool,
  { email, password }: { readonly email: string; readonly password: string },
  { now, sessionMs }: { readonly now: EpochMs; readonly sessionMs: number },
): Promise<SignIn> => {
  const address = email.trim().toLowerCase();
  const already = await lockedUntil(db, address, now);
  if (already !== null) return locked(already, now);

  const user = await findByEmail(db, address);
  const isRight = await verifyPassword(user?.passwordHash ?? null, password);

  return await db.transaction(async (tx): Promise<SignIn> => {
    await lockAddress(tx, address);
    const until = await lockedUntil(tx, address, now);
    if (until !== null) return locked(until, now);
    if (user === null || !isRight || !user.active) {
      await addFailure(tx, { email: address, now, forgetBefore: now - WINDOW_MS });
      return { kind: 'refused' };
    }
    const token = newSessionToken();
    await addSession(tx, {
      instituteId: user.instituteId,
      counsellorId: user.id,
      tokenHash: hashSecret(token),
      now,
      expiresAt: now + sessionMs,
    });
    return { kind: 'signed-in', user, token };
  });
};
