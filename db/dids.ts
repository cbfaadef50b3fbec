import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const didRow = z.object({
  numberKey: z.string(),
  /** As entered. */
  number: z.string(),
  label: z.string().nullable(),
  campaign: z.string().nullable(),
  source: z.string().nullable(),
  medium: z.string().nullable(),
  createOn: z.enum(['ring', 'answer', 'end', 'never']).nullable(),
  ring: z.enum(['sequential', 'simultaneous']).nullable(),
});
/** A virtual number, with what a call on it takes from it; null: as the vendor's settings say. */
export type Did = z.infer<typeof didRow>;

const blockedRow = z.object({ numberKey: z.string(), number: z.string() });
export type BlockedNumber = z.infer<typeof blockedRow>;

/** All DIDs of an institute, as they were entered. */
export const listDids = async (db: Db, instituteId: InstituteId): Promise<readonly Did[]> =>
  await db.any(sql.type(didRow)`
    select number_key as "numberKey", number, label, campaign, source, medium, create_on as "createOn", ring
    from did
    where institute_id = ${instituteId}
    order by position, number_key
  `);

/** All blocked numbers of an institute, as they were entered. */
export const listBlockedNumbers = async (db: Db, instituteId: InstituteId): Promise<readonly BlockedNumber[]> =>
  await db.any(sql.type(blockedRow)`
    select number_key as "numberKey", number
    from blocked_number
    where institute_id = ${instituteId}
    order by position, number_key
  `);

/** Puts these DIDs in the place of all there were. */
export const replaceDids = async (tx: Tx, instituteId: InstituteId, dids: readonly Did[]): Promise<void> => {
  await tx.query(sql.type(noRows)`delete from did where institute_id = ${instituteId}`);
  const rows = dids.map((did, position) => [
    did.numberKey,
    did.number,
    did.label,
    did.campaign,
    did.source,
    did.medium,
    did.createOn,
    did.ring,
    position,
  ]);
  await tx.query(sql.type(noRows)`
    insert into did (institute_id, number_key, number, label, campaign, source, medium, create_on, ring, position)
    select ${instituteId}::integer, entered.*
    from ${sql.unnest(rows, ['text', 'text', 'text', 'text', 'text', 'text', 'text', 'text', 'int4'])} entered
  `);
};

/** Puts these blocked numbers in the place of all there were. */
export const replaceBlockedNumbers = async (
  tx: Tx,
  instituteId: InstituteId,
  numbers: readonly BlockedNumber[],
): Promise<void> => {
  await tx.query(sql.type(noRows)`delete from blocked_number where institute_id = ${instituteId}`);
  const rows = numbers.map(({ numberKey, number }, position) => [numberKey, number, position]);
  await tx.query(sql.type(noRows)`
    insert into blocked_number (institute_id, number_key, number, position)
    select ${instituteId}::integer, entered.*
    from ${sql.unnest(rows, ['text', 'text', 'int4'])} entered
  `);
};
