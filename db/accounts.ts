import { sql } from 'slonik';
import { z } from 'zod';
import { sealedText, type SealedText } from '../config/sealing.ts';
import type { StoredSecret } from '../config/secrets.ts';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import type { Fields } from '../domain/settings/merge.ts';
import { splitVendorSettings } from '../domain/settings/telephony-change.ts';
import { readTelephonySettings, type TelephonySettings } from '../domain/settings/telephony.ts';
import { bytes, noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const fields = z.record(z.string(), z.unknown());

/** A vendor's account at an institute as a request of the vendor needs it. */
export interface Account {
  readonly vendor: string;
  readonly enabled: boolean;
  readonly settings: TelephonySettings;
  /** As stored, for the vendor's own schema to read. */
  readonly vendorSettings: Fields;
  /** The secrets that are set, by settings path: "vendorSettings.password". */
  readonly credentials: readonly string[];
  /** Rises with every change of the settings. */
  readonly version: number;
}

export interface InstituteForVendor {
  readonly institute: { readonly id: InstituteId; readonly country: string; readonly timeZone: string };
  readonly secretKey: StoredSecret;
  /** Null: the vendor is not set up here. */
  readonly account: Account | null;
}

const accountColumns = {
  vendor: z.string(),
  enabled: z.boolean(),
  settings: fields,
  version: z.number(),
};

const accountRow = z.object({ ...accountColumns, credentials: z.array(z.string()) });

const readAccount = ({
  vendor,
  enabled,
  settings: stored,
  credentials,
  version,
}: z.infer<typeof accountRow>): Account => {
  const { common, vendorSettings } = splitVendorSettings(stored);
  return {
    vendor,
    enabled,
    settings: readTelephonySettings({ ...common, enabled }),
    vendorSettings,
    credentials,
    version,
  };
};

/** The account `a` of the surrounding query as JSON, its credentials by name only. */
const accountColumn = sql.fragment`
  jsonb_build_object('vendor', a.vendor, 'enabled', a.enabled, 'settings', a.settings, 'version', a.version,
    'credentials', array(select jsonb_object_keys(a.credentials)))
`;

const instituteColumns = { instituteId: z.number(), country: z.string(), timeZone: z.string() };

const instituteForVendorRow = z.object({
  ...instituteColumns,
  hash: bytes.nullable(),
  previousHash: bytes.nullable(),
  previousUntil: z.number().nullable(),
  account: accountRow.nullable(),
});

/** Postgres' `integer`: what doesn't fit can't be an institute. */
const isInstituteId = (id: number): boolean => Number.isInteger(id) && Math.abs(id) < 2 ** 31;

/** The institute and the vendor's account there, in one round trip; null when there is no such institute. */
export const findInstituteForVendor = async (
  db: Db,
  instituteId: InstituteId,
  vendor: string,
): Promise<InstituteForVendor | null> => {
  if (!isInstituteId(instituteId)) return null;
  const row = await db.maybeOne(sql.type(instituteForVendorRow)`
    select i.id as "instituteId", i.country, i.time_zone as "timeZone", i.secret_key_hash as hash,
      i.previous_secret_key_hash as "previousHash", i.previous_secret_key_until as "previousUntil",
      case when a.vendor is not null then ${accountColumn} end as account
    from institute i
    left join vendor_account a on a.institute_id = i.id and a.vendor = ${vendor}
    where i.id = ${instituteId}
  `);
  return row === null
    ? null
    : {
        institute: { id: row.instituteId, country: row.country, timeZone: row.timeZone },
        secretKey: { hash: row.hash, previousHash: row.previousHash, previousUntil: row.previousUntil },
        account: row.account === null ? null : readAccount(row.account),
      };
};

const accountByTokenRow = z.object({ ...instituteColumns, account: accountRow, rehearses: z.boolean() });

/**
 * The account a token names, current or still in its overlap, or of a go-live check that is being rehearsed: then we play
 * the vendor, from an address of our own. Null for an unknown one.
 */
export const findAccountByToken = async (
  db: Db,
  tokenHash: Buffer,
  now: EpochMs,
): Promise<{ readonly institute: InstituteForVendor['institute']; readonly account: Account } | null> => {
  const row = await db.maybeOne(sql.type(accountByTokenRow)`
    select i.id as "instituteId", i.country, i.time_zone as "timeZone", ${accountColumn} as account, named.rehearses
    from (
      select institute_id, vendor, false as rehearses
      from vendor_account
      where token_hash = ${sql.binary(tokenHash)}
        or (previous_token_hash = ${sql.binary(tokenHash)} and previous_token_until > ${sql.timestamp(new Date(now))})
      union all
      select institute_id, vendor, true
      from go_live_run
      where token_hash = ${sql.binary(tokenHash)} and token_until > ${sql.timestamp(new Date(now))}
    ) named
    join vendor_account a on a.institute_id = named.institute_id and a.vendor = named.vendor
    join institute i on i.id = a.institute_id
  `);
  if (row === null) return null;
  const account = readAccount(row.account);
  return {
    institute: { id: row.instituteId, country: row.country, timeZone: row.timeZone },
    account: row.rehearses ? { ...account, settings: { ...account.settings, allowedAddresses: [] } } : account,
  };
};

const storedAccountRow = z.object({ ...accountColumns, credentials: z.record(z.string(), sealedText) });

/** An account with its credentials, still sealed; keys are paths of the settings. */
export interface StoredAccount {
  readonly vendor: string;
  /** What was set, `enabled` included. */
  readonly settings: Fields;
  readonly credentials: Readonly<Record<string, SealedText>>;
  readonly version: number;
}

const toStoredAccount = (row: z.infer<typeof storedAccountRow>): StoredAccount => ({
  vendor: row.vendor,
  settings: { ...row.settings, enabled: row.enabled },
  credentials: row.credentials,
  version: row.version,
});

/** The account as it is stored; null when the vendor is not set up. */
export const findStoredAccount = async (
  db: Db,
  instituteId: InstituteId,
  vendor: string,
): Promise<StoredAccount | null> => {
  const row = await db.maybeOne(sql.type(storedAccountRow)`
    select vendor, enabled, settings, version, credentials
    from vendor_account
    where institute_id = ${instituteId} and vendor = ${vendor}
  `);
  return row === null ? null : toStoredAccount(row);
};

/** The account for a change, made first when there is none, and locked until the transaction ends. */
export const lockAccount = async (tx: Tx, instituteId: InstituteId, vendor: string): Promise<StoredAccount> => {
  await tx.query(sql.type(noRows)`
    insert into vendor_account (institute_id, vendor) values (${instituteId}, ${vendor})
    on conflict (institute_id, vendor) do nothing
  `);
  return toStoredAccount(
    await tx.one(sql.type(storedAccountRow)`
      select vendor, enabled, settings, version, credentials
      from vendor_account
      where institute_id = ${instituteId} and vendor = ${vendor}
      for no key update
    `),
  );
};

/**
 * Writes an account's settings and credentials as a new version.
 *
 * @param account.opensOtherwise what the vendor's API is asked with has changed: a test of it before says nothing any more
 */
export const saveAccount = async (
  tx: Tx,
  instituteId: InstituteId,
  account: {
    vendor: string;
    settings: Fields;
    credentials: Readonly<Record<string, SealedText>>;
    opensOtherwise: boolean;
    now: EpochMs;
  },
): Promise<void> => {
  const { enabled, ...settings } = account.settings;
  await tx.query(sql.type(noRows)`
    update vendor_account
    set enabled = ${enabled === true},
        settings = ${JSON.stringify(settings)}::jsonb,
        credentials = ${JSON.stringify(account.credentials)}::jsonb,
        version = version + 1,
        updated_at = case when ${account.opensOtherwise} then ${sql.timestamp(new Date(account.now))} else updated_at end
    where institute_id = ${instituteId} and vendor = ${account.vendor}
  `);
};

const tokenRow = z.object({ had: z.boolean() });

/** Replaces an account's token; the one before it counts until `previousUntil` (null: no longer). Says whether there was one. */
export const replaceToken = async (
  tx: Tx,
  instituteId: InstituteId,
  { vendor, hash, previousUntil }: { vendor: string; hash: Buffer; previousUntil: EpochMs | null },
): Promise<{ readonly had: boolean }> => {
  const until = previousUntil === null ? null : sql.timestamp(new Date(previousUntil));
  return await tx.one(sql.type(tokenRow)`
    update vendor_account
    set previous_token_hash = case when ${until}::timestamptz is not null then token_hash end,
        previous_token_until = case when token_hash is not null then ${until}::timestamptz end,
        token_hash = ${sql.binary(hash)}
    where institute_id = ${instituteId} and vendor = ${vendor}
    returning old.token_hash is not null as had
  `);
};

const vendorRow = z.object({ vendor: z.string() });

/** The vendors set up for an institute. */
export const listVendors = async (db: Db, instituteId: InstituteId): Promise<readonly string[]> =>
  (
    await db.any(sql.type(vendorRow)`
    select vendor from vendor_account where institute_id = ${instituteId} order by vendor
  `)
  ).map(({ vendor }) => vendor);
