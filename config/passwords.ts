import { hash, verify } from '@node-rs/argon2';

/** Too many passwords are being checked at once: better refused than queued without end. */
export class PasswordsBusyError extends Error {
  override readonly name = 'PasswordsBusyError';
  readonly code = 'passwords_busy';
}

/** About 25 ms each on four threads: what waits longer than half a second is refused. */
const MOST_AT_ONCE = 64;

let running = 0;

const bounded = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running >= MOST_AT_ONCE) throw new PasswordsBusyError('too many passwords are being checked');
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
  }
};

/** Argon2id with the library's defaults, which are OWASP's: 19 MiB, two passes, one lane. */
export const hashPassword = async (password: string): Promise<string> =>
  await bounded(async () => await hash(password));

let nobodys: Promise<string> | undefined;

/**
 * Whether a password belongs to a stored hash. Without a hash (no such user, or one who can't sign in
 * by password) it takes the same time and is false. Throws PasswordsBusyError.
 */
export const verifyPassword = async (stored: string | null, password: string): Promise<boolean> =>
  await bounded(async () => {
    nobodys ??= hash('nobody signs in with this');
    const matches = await verify(stored ?? (await nobodys), password);
    return matches && stored !== null;
  });
