import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { SecretKey } from './secret-keys.ts';

/** A stored credential: AES-256-GCM, with the id of its key. */
export const sealedText = z.object({
  key: z.string(),
  /** 12 bytes in base64, never used twice with a key. */
  nonce: z.string(),
  /** Cipher text and 16 bytes of tag, in base64. */
  text: z.string(),
  /** The last four characters, which the settings page may show. */
  tail: z.string(),
});

export type SealedText = z.infer<typeof sealedText>;

/** A stored credential can't be read: its key is no longer among `SECRET_KEYS`, or it was tampered with. */
export class UnsealingError extends Error {
  override readonly name = 'UnsealingError';
  readonly code = 'credential_unreadable';
}

const CIPHER = 'aes-256-gcm';
const TAG_BYTES = 16;

/** The last four characters of a secret; nothing of one so short that they would be all of it. */
const tailOf = (secret: string): string => (secret.length > 4 ? secret.slice(-4) : '');

/**
 * Encrypts a credential with the newest key.
 * @param place Where it will be stored, e.g. "100/tatatel/authenticationKey": a cipher text moved elsewhere does not open.
 */
export const seal = (
  keys: readonly SecretKey[],
  place: string,
  secret: string,
  nonce: Buffer = randomBytes(12),
): SealedText => {
  const [newest] = keys;
  if (newest === undefined) throw new UnsealingError('there is no key to seal with');
  const cipher = createCipheriv(CIPHER, newest.key, nonce).setAAD(Buffer.from(place));
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { key: newest.id, nonce: nonce.toString('base64'), text: text.toString('base64'), tail: tailOf(secret) };
};

/** The credential, by whichever of our keys sealed it. Throws UnsealingError. */
export const open = (keys: readonly SecretKey[], place: string, sealed: SealedText): string => {
  const key = keys.find(({ id }) => id === sealed.key);
  if (key === undefined) throw new UnsealingError('its key is not among SECRET_KEYS');
  const bytes = Buffer.from(sealed.text, 'base64');
  try {
    const decipher = createDecipheriv(CIPHER, key.key, Buffer.from(sealed.nonce, 'base64'))
      .setAAD(Buffer.from(place))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    // Node's own words say no more than this, and a cause would only carry key material about.
    throw new UnsealingError('it does not open with its key');
  }
};
