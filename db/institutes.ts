import { sql } from 'slonik';
import { z } from 'zod';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const instituteRow = z.object({ id: z.number(), name: z.string(), country: z.string(), timeZone: z.string() });
export type Institute = z.infer<typeof instituteRow>;

export const findInstitute = async (db: Db, instituteId: InstituteId): Promise<Institute | null> =>
  await db.maybeOne(sql.type(instituteRow)`
    select id, name, country, time_zone as "timeZone" from institute where id = ${instituteId}
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
