import { sql } from 'slonik';
import { z } from 'zod';
import { sealedText, type SealedText } from '../config/sealing.ts';
import type { InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import { placeOf } from './credentials.ts';
import type { Db, Tx } from './pool.ts';

/** One sealed secret and where it was sealed for. */
export interface Sealed {
  readonly place: string;
  readonly sealed: SealedText;
}

/** A row of a table that holds sealed secrets, by name. */
export interface SealedRow {
  readonly instituteId: InstituteId;
  /** Of the row within its institute. */
  readonly id: string;
}

/** A table that holds sealed secrets. */
export interface SealedTable {
  /** Rows with a secret that another key than the newest sealed, in the order of institutes. */
  readonly stale: (db: Db, newestKey: string) => Promise<readonly SealedRow[]>;
  /** The row's secrets by name, locked until the transaction ends; null when it is gone. */
  readonly lock: (tx: Tx, row: SealedRow) => Promise<ReadonlyMap<string, Sealed> | null>;
  readonly save: (tx: Tx, row: SealedRow, secrets: ReadonlyMap<string, SealedText>) => Promise<void>;
}

const row = z.object({ instituteId: z.number(), id: z.string() });
const credentialsRow = z.object({ credentials: z.record(z.string(), sealedText) });
const secretsRow = z.object({ secret: sealedText.nullable(), previous: sealedText.nullable() });

const all = (secrets: ReadonlyMap<string, SealedText>): string => JSON.stringify(Object.fromEntries(secrets));
const one = (secrets: ReadonlyMap<string, SealedText>, name: string): string | null => {
  const sealed = secrets.get(name);
  return sealed === undefined ? null : JSON.stringify(sealed);
};

const accounts: SealedTable = {
  stale: async (db, newest) =>
    await db.any(sql.type(row)`
      select institute_id as "instituteId", vendor as id
      from vendor_account a
      where exists (select from jsonb_each(a.credentials) c where c.value ->> 'key' <> ${newest})
      order by institute_id, vendor
    `),
  lock: async (tx, { instituteId, id }) => {
    const found = await tx.maybeOne(sql.type(credentialsRow)`
      select credentials from vendor_account where institute_id = ${instituteId} and vendor = ${id} for no key update
    `);
    return (
      found &&
      new Map(
        Object.entries(found.credentials).map(([path, sealed]) => [
          path,
          { place: placeOf(instituteId, id, path), sealed },
        ]),
      )
    );
  },
  // No new version of the account: nothing of it is another.
  save: async (tx, { instituteId, id }, secrets) => {
    await tx.query(sql.type(noRows)`
      update vendor_account set credentials = ${all(secrets)}::jsonb where institute_id = ${instituteId} and vendor = ${id}
    `);
  },
};

const webhooks: SealedTable = {
  stale: async (db, newest) =>
    await db.any(sql.type(row)`
      select institute_id as "instituteId", id::text as id
      from webhook
      where secret ->> 'key' <> ${newest} or previous_secret ->> 'key' <> ${newest}
      order by institute_id, id
    `),
  lock: async (tx, { instituteId, id }) => {
    const found = await tx.maybeOne(sql.type(secretsRow)`
      select secret, previous_secret as previous from webhook where institute_id = ${instituteId} and id = ${id}::uuid for no key update
    `);
    return found && named(placeOf(instituteId, 'webhook', id), { secret: found.secret, previous: found.previous });
  },
  save: async (tx, { instituteId, id }, secrets) => {
    await tx.query(sql.type(noRows)`
      update webhook set secret = ${one(secrets, 'secret')}::jsonb, previous_secret = ${one(secrets, 'previous')}::jsonb
      where institute_id = ${instituteId} and id = ${id}::uuid
    `);
  },
};

const providers: SealedTable = {
  stale: async (db, newest) =>
    await db.any(sql.type(row)`
      select institute_id as "instituteId", 'oidc' as id from oidc_provider where client_secret ->> 'key' <> ${newest} order by institute_id
    `),
  lock: async (tx, { instituteId, id }) => {
    const found = await tx.maybeOne(sql.type(secretsRow)`
      select client_secret as secret, null::jsonb as previous from oidc_provider where institute_id = ${instituteId} for no key update
    `);
    return found && named(placeOf(instituteId, id, 'clientSecret'), { secret: found.secret });
  },
  save: async (tx, { instituteId }, secrets) => {
    await tx.query(sql.type(noRows)`
      update oidc_provider set client_secret = ${one(secrets, 'secret')}::jsonb where institute_id = ${instituteId}
    `);
  },
};

/** The secrets there are; all of them were sealed for one place. */
const named = (place: string, secrets: Readonly<Record<string, SealedText | null>>): ReadonlyMap<string, Sealed> =>
  new Map(
    Object.entries(secrets).flatMap(([name, sealed]) => (sealed === null ? [] : [[name, { place, sealed }] as const])),
  );

/** Every table that holds sealed secrets; a new one belongs here, else an old key can never be dropped. */
export const SEALED_TABLES: readonly SealedTable[] = [accounts, webhooks, providers];
