import type { z } from 'zod';
import { changesBetween, isFields, mergeDeep, type Changes, type Fields } from './merge.ts';
import { fieldsAt, valueAt, without } from './paths.ts';
import { problemsOf, type FieldProblem } from './put.ts';
import { maskedSecret, secretChange } from './secrets.ts';
import { telephonySettings } from './telephony.ts';

/** What a vendor adds to the settings. */
export interface VendorSettings {
  /** Of `vendorSettings`, with defaults; may or may not name the secret fields too. */
  readonly settingsSchema: z.ZodObject;
  /** The fields of `vendorSettings` that are secrets. */
  readonly secretFields: readonly string[];
}

/** Settings as they are stored: what somebody set, without secrets, and of each secret (by path) its last four. */
export interface StoredTelephony {
  readonly settings: Fields;
  readonly tails: Readonly<Record<string, string>>;
}

export interface TelephonyChange {
  /** To be stored in place of the old; the same object when nothing but secrets changed. */
  readonly settings: Fields;
  /** Secrets to be set by path, or taken away by null. */
  readonly secrets: ReadonlyMap<string, string | null>;
  /** For the audit, secrets as "changed". */
  readonly changes: Changes;
}

export type TelephonyPut =
  | { readonly kind: 'changed'; readonly change: TelephonyChange }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly errors: readonly FieldProblem[] };

/** The secrets of an account, by path: `authenticationKey` and the vendor's own. */
export const secretPaths = (vendor: VendorSettings): readonly string[] => [
  'authenticationKey',
  ...vendor.secretFields.map((field) => `vendorSettings.${field}`),
];

/** For what is written: unknown fields are refused. */
const writtenSchema = (vendor: VendorSettings) =>
  telephonySettings.extend({ vendorSettings: vendor.settingsSchema.strict().prefault({}) });

/** For what was stored: a field the vendor's folder no longer knows is left out. */
const storedSchema = (vendor: VendorSettings) =>
  telephonySettings.extend({ vendorSettings: vendor.settingsSchema.strip().prefault({}) });

const withoutSecrets = (vendor: VendorSettings, fields: Fields): Fields => secretPaths(vendor).reduce(without, fields);

const maskedAt = (stored: StoredTelephony, path: string): string | null => maskedSecret(stored.tails[path] ?? null);

/** The settings as the API shows them: defaults laid under what was set, secrets masked. */
export const shownTelephony = (vendor: VendorSettings, stored: StoredTelephony): Fields => {
  const open = withoutSecrets(vendor, storedSchema(vendor).parse(stored.settings));
  return secretPaths(vendor).reduce((shown, path) => mergeDeep(shown, fieldsAt(path, maskedAt(stored, path))), open);
};

/** Reads a `PUT` of telephony settings against what is stored. */
export const putTelephony = (vendor: VendorSettings, stored: StoredTelephony, patch: Fields): TelephonyPut => {
  const before = withoutSecrets(vendor, storedSchema(vendor).parse(stored.settings));
  const errors: FieldProblem[] = [];
  const secrets = new Map<string, string | null>();
  for (const path of secretPaths(vendor)) {
    const change = secretChange(valueAt(patch, path), maskedAt(stored, path));
    if (change.kind === 'refused') errors.push({ path, problem: change.problem });
    if (change.kind === 'set') secrets.set(path, change.secret);
    if (change.kind === 'clear') secrets.set(path, null);
  }
  const open = withoutSecrets(vendor, patch);
  const checked = writtenSchema(vendor).safeParse(mergeDeep(before, open));
  if (!checked.success) errors.push(...problemsOf(checked.error));
  if (!checked.success || errors.length > 0) return { kind: 'refused', errors };

  const plain = changesBetween(before, withoutSecrets(vendor, checked.data));
  const marks = [...secrets.keys()].map((path) => fieldsAt(path, 'changed')).reduce(mergeDeep, {});
  if (plain === null && secrets.size === 0) return { kind: 'unchanged' };
  return {
    kind: 'changed',
    change: {
      settings: plain === null ? stored.settings : mergeDeep(stored.settings, open),
      secrets,
      changes: { before: mergeDeep(plain?.before ?? {}, marks), after: mergeDeep(plain?.after ?? {}, marks) },
    },
  };
};

/** A stored account's settings as two parts: ours and the vendor's. */
export const splitVendorSettings = (stored: Fields): { readonly common: Fields; readonly vendorSettings: Fields } => {
  const { vendorSettings, ...common } = stored;
  return { common, vendorSettings: isFields(vendorSettings) ? vendorSettings : {} };
};
