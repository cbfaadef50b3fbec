import { sql } from 'slonik';
import { z } from 'zod';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import type { InstituteSettings } from '../domain/settings/institute.ts';
import { noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const instituteRow = z.object({ id: z.number(), name: z.string(), country: z.string(), timeZone: z.string() });
export type Institute = z.infer<typeof instituteRow>;

export const findInstitute = async (db: Db, instituteId: InstituteId): Promise<Institute | null> =>
  await db.maybeOne(sql.type(instituteRow)`
    select id, name, country, time_zone as "timeZone" from institute where id = ${instituteId}
  `);

const settingsRow = z.object({
  name: z.string(),
  country: z.string(),
  timeZone: z.string(),
  // Written by saveInstitute alone, whose input was checked.
  callingHours: z.custom<InstituteSettings['callingHours']>(),
  defaultVendor: z.string().nullable(),
});

/** What an institute's own settings are; rejects when there is no such institute. */
export const readInstituteSettings = async (db: Db, instituteId: InstituteId): Promise<InstituteSettings> =>
  await db.one(sql.type(settingsRow)`
    select name, country, time_zone as "timeZone", calling_hours as "callingHours", default_vendor as "defaultVendor"
    from institute
    where id = ${instituteId}
  `);

const hoursColumn = (hours: InstituteSettings['callingHours']) => (hours === null ? null : JSON.stringify(hours));

export const saveInstitute = async (tx: Tx, instituteId: InstituteId, settings: InstituteSettings): Promise<void> => {
  await tx.query(sql.type(noRows)`
    update institute
    set name = ${settings.name}, country = ${settings.country}, time_zone = ${settings.timeZone},
      calling_hours = ${hoursColumn(settings.callingHours)}::jsonb, default_vendor = ${settings.defaultVendor}
    where id = ${instituteId}
  `);
};

/**
 * Adds an institute under this id, or under the first free one after 100. Takes turns with whoever else adds one;
 * an id in use violates `institute_pkey`.
 */
export const addInstitute = async (
  tx: Tx,
  id: InstituteId | null,
  settings: InstituteSettings,
): Promise<InstituteId> => {
  await tx.query(sql.type(noRows)`select pg_advisory_xact_lock(hashtextextended('institute', 0))`);
  return await tx.oneFirst(sql.type(z.object({ id: z.number() }))`
    insert into institute (id, name, country, time_zone, calling_hours, default_vendor)
    select coalesce(${id}::integer, min(candidate.id)), ${settings.name}, ${settings.country}, ${settings.timeZone},
      ${hoursColumn(settings.callingHours)}::jsonb, ${settings.defaultVendor}
    from (select 101 as id union all select i.id + 1 from institute i where i.id > 100) candidate
    where not exists (select from institute i where i.id = candidate.id)
    returning id
  `);
};

/** Whether Postgres knows a time zone by exactly this name: it computes days and dates too. */
export const isKnownTimeZone = async (db: Db, name: string): Promise<boolean> =>
  await db.oneFirst(sql.type(z.object({ known: z.boolean() }))`
    select exists (select from pg_timezone_names where name = ${name}) as known
  `);

/** Takes turns with every other change of the institute's own settings (numbers, secret key). */
export const lockInstitute = async (tx: Tx, instituteId: InstituteId): Promise<void> => {
  await tx.query(sql.type(noRows)`select from institute where id = ${instituteId} for no key update`);
};

const secretRow = z.object({ had: z.boolean() });

/**
 * Replaces the web-service secret; the one before it counts until `previousUntil` (null: no longer).
 * Says whether there was one before.
 */
export const replaceSecretKey = async (
  tx: Tx,
  { instituteId, hash, previousUntil }: { instituteId: InstituteId; hash: Buffer; previousUntil: EpochMs | null },
): Promise<{ readonly had: boolean }> => {
  const until = previousUntil === null ? null : sql.timestamp(new Date(previousUntil));
  return await tx.one(sql.type(secretRow)`
    update institute
    set previous_secret_key_hash = case when ${until}::timestamptz is not null then secret_key_hash end,
        previous_secret_key_until = case when secret_key_hash is not null then ${until}::timestamptz end,
        secret_key_hash = ${sql.binary(hash)}
    where id = ${instituteId}
    returning old.secret_key_hash is not null as had
  `);
};
