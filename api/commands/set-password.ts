import { hashPassword, verifyPassword } from '../../config/passwords.ts';
import { hashSecret, newSessionToken } from '../../config/secrets.ts';
import { recordAudit } from '../../db/audit.ts';
import { findCounsellor, findByEmail, savePassword } from '../../db/counsellors.ts';
import { isResetStanding, issueReset, useReset, withdrawResets } from '../../db/password-resets.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import { endSessionsOf } from '../../db/sessions.ts';
import { forgetFailuresOf } from '../../db/sign-in-failures.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CounsellorId, EpochMs, InstituteId } from '../../domain/ids.ts';
import { notFound, Problem } from '../problem.ts';
import { addressOf, attemptPassword, tooManyAttempts } from './password-attempts.ts';

/** How long a reset that was issued can be used, in ms: until tomorrow, when somebody has reached the user. */
const RESET_MS = 24 * 3_600_000;

const CHANGED = { before: { password: 'changed' }, after: { password: 'changed' } };

/**
 * Issues a one-time token by which a user sets a new password; it is nowhere but in what comes back. A deactivated user's
 * opens nothing until they are active. Throws 404.
 */
export const issuePasswordReset = async (
  db: Pool,
  { instituteId, counsellorId: byId }: Viewer,
  id: CounsellorId,
  now: EpochMs,
): Promise<{ readonly token: string; readonly expiresAt: EpochMs }> => {
  const token = newSessionToken();
  const expiresAt = now + RESET_MS;
  return await db.transaction(async (tx) => {
    if ((await findCounsellor(tx, instituteId, id)) === null) throw notFound();
    await issueReset(tx, { instituteId, counsellorId: id, tokenHash: hashSecret(token), expiresAt });
    const changes = { before: null, after: { expiresAt: new Date(expiresAt).toISOString() } };
    await recordAudit(tx, { instituteId, byId, action: 'counsellor.issue_reset', target: id, changes });
    return { token, expiresAt };
  });
};

interface Written {
  readonly instituteId: InstituteId;
  readonly counsellorId: CounsellorId;
  readonly email: string;
  readonly passwordHash: string;
}

/** Writes a user's new password: tokens issued for another open nothing any more, and failures with the old one are forgotten. */
export const writePassword = async (
  tx: Tx,
  { instituteId, counsellorId, email, passwordHash }: Written,
): Promise<void> => {
  await savePassword(tx, instituteId, counsellorId, passwordHash);
  await withdrawResets(tx, instituteId, counsellorId);
  await forgetFailuresOf(tx, addressOf(email));
};

/** The same for a user who chose it; their sessions end, but for one. */
const writeOwnPassword = async (
  tx: Tx,
  { except, ...written }: Written & { readonly except: string | null },
): Promise<void> => {
  const { instituteId, counsellorId } = written;
  await writePassword(tx, written);
  await endSessionsOf(tx, { instituteId, counsellorId, except });
  await recordAudit(tx, {
    instituteId,
    byId: counsellorId,
    action: 'me.set_password',
    target: counsellorId,
    changes: CHANGED,
  });
};

/** Sets a password by a token an administrator issued, and ends every session of the user. Throws 400 `reset_spent`. */
export const resetPassword = async (
  db: Pool,
  { token, password }: { token: string; password: string },
  now: EpochMs,
): Promise<void> => {
  const spent = new Problem(
    400,
    'reset_spent',
    'This link was used already, is too old, or was never issued. Ask for a new one.',
  );
  const tokenHash = hashSecret(token);
  // Asked before anything is hashed: who has no token costs no work.
  if (!(await isResetStanding(db, tokenHash, now))) throw spent;
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    const reset = await useReset(tx, tokenHash, now);
    if (reset === null) throw spent;
    await writeOwnPassword(tx, { ...reset, passwordHash, except: null });
  });
};

/**
 * Changes the viewer's own password; their other sessions end. The old one is asked for, and guessed at no more often than
 * at the door: wrong ones count as failed sign-ins. Throws 403 `wrong_password`, 429 `too_many_attempts`.
 */
export const changePassword = async (
  db: Pool,
  { instituteId, counsellorId, sessionId }: Viewer,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
  now: EpochMs,
): Promise<void> => {
  const me = await findCounsellor(db, instituteId, counsellorId);
  const user = me === null ? null : await findByEmail(db, me.email);
  if (user === null) throw notFound();
  const check = async () => ((await verifyPassword(user.passwordHash, currentPassword)) ? user : null);
  const attempt = await attemptPassword(db, { email: user.email, now, check });
  if (attempt.kind === 'locked') throw tooManyAttempts(attempt.retryAfterSeconds);
  if (attempt.kind === 'wrong') throw new Problem(403, 'wrong_password', 'This is not your password.');
  const passwordHash = await hashPassword(newPassword);
  await db.transaction(async (tx) => {
    await writeOwnPassword(tx, { instituteId, counsellorId, email: user.email, passwordHash, except: sessionId });
  });
};
