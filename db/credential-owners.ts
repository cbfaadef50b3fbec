import { sql } from 'slonik';
import { z } from 'zod';
import type { EpochMs } from '../domain/ids.ts';
import type { Db } from './pool.ts';

const instituteRow = z.object({ instituteId: z.number() });

/** Whose web-service secret this is, now or in its overlap; null: nobody's. */
export const ownerOfSecret = async (db: Db, hash: Buffer, now: EpochMs): Promise<z.infer<typeof instituteRow> | null> =>
  await db.maybeOne(sql.type(instituteRow)`
    select id as "instituteId"
    from institute
    where secret_key_hash = ${sql.binary(hash)}
      or (previous_secret_key_hash = ${sql.binary(hash)} and previous_secret_key_until > ${sql.timestamp(new Date(now))})
    order by id
    limit 1
  `);

const accountRow = z.object({ instituteId: z.number(), vendor: z.string() });

/** Whose token this is, now or in its overlap; null: nobody's. */
export const ownerOfToken = async (db: Db, hash: Buffer, now: EpochMs): Promise<z.infer<typeof accountRow> | null> =>
  await db.maybeOne(sql.type(accountRow)`
    select institute_id as "instituteId", vendor
    from vendor_account
    where token_hash = ${sql.binary(hash)}
      or (previous_token_hash = ${sql.binary(hash)} and previous_token_until > ${sql.timestamp(new Date(now))})
  `);
