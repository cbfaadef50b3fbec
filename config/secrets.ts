import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { EpochMs } from '../domain/ids.ts';

/** A secret as it is stored for comparison: SHA-256. Our secrets are random and long, so no slow hash is needed. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** A secret that may be in the middle of being changed: the previous one counts until `previousUntil`. */
export interface StoredSecret {
  readonly hash: Buffer | null;
  readonly previousHash: Buffer | null;
  readonly previousUntil: EpochMs | null;
}

const NOBODYS_HASH = Buffer.alloc(32);

const equals = (given: Buffer, stored: Buffer | null): boolean =>
  timingSafeEqual(given, stored?.length === given.length ? stored : NOBODYS_HASH) && stored !== null;

/**
 * Whether a secret is the stored one, or the previous one inside the overlap. Takes the same time whatever
 * is given and whatever is stored; pass null for an institute there isn't, and null for no secret sent.
 */
export const matchesSecret = (given: string | null, stored: StoredSecret | null, now: EpochMs): boolean => {
  const hash = hashSecret(given ?? '');
  const isCurrent = equals(hash, stored?.hash ?? null);
  const isPrevious = equals(hash, stored?.previousHash ?? null);
  const overlaps = stored?.previousUntil !== null && stored?.previousUntil !== undefined && now < stored.previousUntil;
  return given !== null && (isCurrent || (isPrevious && overlaps));
};

/** A vendor token or web-service secret: 32 hex digits, safe in any URL and any vendor's form. */
export const newVendorSecret = (): string => randomBytes(16).toString('hex');

/** What a browser holds for a session: 32 random bytes. */
export const newSessionToken = (): string => randomBytes(32).toString('base64url');

const API_KEY = 'ct_';

/** What a machine shows for itself: 32 random bytes behind letters that say what it is. */
export const newApiKey = (): string => `${API_KEY}${randomBytes(32).toString('base64url')}`;

/** Whether a bearer credential is of this kind, known or not. */
export const isApiKey = (text: string): boolean => text.startsWith(API_KEY);

/** What may be shown of a key: enough to know it by, 36 bits of 256. */
export const apiKeyPrefix = (key: string): string => key.slice(0, API_KEY.length + 6);
