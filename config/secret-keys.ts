import type { VariableReader } from './variables.ts';

/** A key for stored credentials: AES-256, so 32 bytes, named by the id that is stored beside each cipher text. */
export interface SecretKey {
  readonly id: string;
  readonly key: Buffer;
}

const keyBytes = 32;
const item = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/;

/**
 * Reads `SECRET_KEYS`: `<keyId>:<base64 of 32 bytes>`, comma separated, newest first.
 * The first one encrypts, the others still decrypt: put a new key in front, and
 * drop an old one only when nothing stored names it any more.
 */
export function readSecretKeys(reader: VariableReader): readonly SecretKey[] {
  const name = 'SECRET_KEYS';
  reader.required(name, 'keys for stored credentials, <keyId>:<base64 of 32 bytes>, comma separated, newest first');
  const keys: SecretKey[] = [];
  for (const [index, text] of reader.list(name, []).entries()) {
    const [, id, encoded] = item.exec(text) ?? [];
    if (id === undefined || encoded === undefined) {
      reader.problem(name, `key ${index + 1} is not of the form <keyId>:<base64 of 32 bytes>`);
      continue;
    }
    const key = Buffer.from(encoded, 'base64');
    if (key.length !== keyBytes) reader.problem(name, `key ${index + 1} has ${key.length} bytes, not ${keyBytes}`);
    else if (keys.some((known) => known.id === id)) reader.problem(name, `key ${index + 1} repeats an id`);
    else keys.push({ id, key });
  }
  return keys;
}
