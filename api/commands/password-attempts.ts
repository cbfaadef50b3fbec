import type { Db, Pool, Tx } from '../../db/pool.ts';
import { addFailure, findRecentFailures, lockAddress } from '../../db/sign-in-failures.ts';
import { FAILURE_MS, MOST_FAILURES } from '../../domain/access/lock-out.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { Problem } from '../problem.ts';

/** An e-mail address as failures are counted for it. */
export const addressOf = (email: string): string => email.trim().toLowerCase();

/**
 * right: with whom it proves · wrong · locked: too many failures for this address; the right password is refused as well.
 */
export type Attempt<T> =
  | { readonly kind: 'right'; readonly proven: T }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'locked'; readonly retryAfterSeconds: number };

/** When an address may try again; null when it may now. */
const lockedUntil = async (db: Db, address: string, now: EpochMs): Promise<EpochMs | null> => {
  const failures = await findRecentFailures(db, { email: address, since: now - FAILURE_MS, limit: MOST_FAILURES });
  const fifthNewest = failures[MOST_FAILURES - 1];
  return fifthNewest === undefined ? null : fifthNewest + FAILURE_MS;
};

const locked = (until: EpochMs, now: EpochMs) => ({
  kind: 'locked' as const,
  retryAfterSeconds: Math.max(1, Math.ceil((until - now) / 1000)),
});

/**
 * One attempt at the password of an address, counted when it is wrong.
 *
 * The lock-out is exact however many attempts arrive at once, without a connection held while a password
 * is hashed: whatever came of the hashing counts only if, under the address's lock, there is still an attempt left.
 *
 * @param check whom the password proves to be there; null: it is wrong
 * @param onRight what a right one leads to, in the transaction that knows the address is not locked
 */
export const attemptPassword = async <T>(
  db: Pool,
  {
    email,
    now,
    check,
    onRight,
  }: {
    readonly email: string;
    readonly now: EpochMs;
    readonly check: () => Promise<T | null>;
    readonly onRight?: (tx: Tx, proven: T) => Promise<void>;
  },
): Promise<Attempt<T>> => {
  const address = addressOf(email);
  const already = await lockedUntil(db, address, now);
  if (already !== null) return locked(already, now);
  const proven = await check();
  return await db.transaction(async (tx): Promise<Attempt<T>> => {
    await lockAddress(tx, address);
    const until = await lockedUntil(tx, address, now);
    if (until !== null) return locked(until, now);
    if (proven === null) {
      await addFailure(tx, { email: address, now, forgetBefore: now - FAILURE_MS });
      return { kind: 'wrong' };
    }
    await onRight?.(tx, proven);
    return { kind: 'right', proven };
  });
};

export const tooManyAttempts = (retryAfterSeconds: number): Problem =>
  new Problem(
    429,
    'too_many_attempts',
    'Too many failed sign-ins for this address.',
    {},
    { 'Retry-After': String(retryAfterSeconds) },
  );
