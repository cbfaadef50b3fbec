import { open, seal, type SealedText } from '../config/sealing.ts';
import type { SecretKey } from '../config/secret-keys.ts';
import type { InstituteId } from '../domain/ids.ts';
import { isFields, mergeDeep, type Fields } from '../domain/settings/merge.ts';
import { fieldsAt } from '../domain/settings/paths.ts';
import type { StoredAccount } from './accounts.ts';

/** A cipher text opens only at the place it was sealed for: no row can borrow another's credential. */
export const placeOf = (instituteId: InstituteId, vendor: string, path: string): string =>
  `${instituteId}/${vendor}/${path}`;

/**
 * An account's credentials after some were set (by settings path) and others taken away (null).
 * What isn't named stays sealed as it is, by whichever key.
 */
export const changeCredentials = (
  stored: Readonly<Record<string, SealedText>>,
  changes: ReadonlyMap<string, string | null>,
  { keys, instituteId, vendor }: { keys: readonly SecretKey[]; instituteId: InstituteId; vendor: string },
): Readonly<Record<string, SealedText>> => {
  const next = new Map(Object.entries(stored));
  for (const [path, secret] of changes) {
    if (secret === null) next.delete(path);
    else next.set(path, seal(keys, placeOf(instituteId, vendor, path), secret));
  }
  return Object.fromEntries(next);
};

/**
 * An account with its secrets in the clear, as a vendor's client takes it: `vendorSettings` as it was set,
 * the secrets in their places. Throws UnsealingError.
 */
export const openAccount = (
  { vendor, settings, credentials }: StoredAccount,
  { keys, instituteId }: { keys: readonly SecretKey[]; instituteId: InstituteId },
): { readonly authenticationKey: string | null; readonly vendorSettings: Fields } => {
  const secrets = Object.entries(credentials).map(([path, sealed]) =>
    fieldsAt(path, open(keys, placeOf(instituteId, vendor, path), sealed)),
  );
  const { authenticationKey, vendorSettings } = secrets.reduce(mergeDeep, settings);
  return {
    authenticationKey: typeof authenticationKey === 'string' ? authenticationKey : null,
    vendorSettings: isFields(vendorSettings) ? vendorSettings : {},
  };
};
