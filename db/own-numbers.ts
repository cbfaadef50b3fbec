import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const agentRow = z.object({
  vendor: z.string(),
  counsellorId: z.string(),
  key: z.string(),
  /** As entered. */
  number: z.string(),
  position: z.number(),
  vendorUserId: z.string().nullable(),
});
/** An agent number with whose it is. */
export type MappedAgentNumber = z.infer<typeof agentRow>;

/** All agent numbers of an institute. */
export const listAgentNumbers = async (db: Db, instituteId: InstituteId): Promise<readonly MappedAgentNumber[]> =>
  await db.any(sql.type(agentRow)`
    select vendor, counsellor_id as "counsellorId", number_key as key, entered as number, position,
      vendor_user_id as "vendorUserId"
    from agent_number
    where institute_id = ${instituteId}
    order by vendor, counsellor_id, position
  `);

/** Gives all agent numbers of an institute other keys. Two that become one violate `agent_number_pkey`. */
export const rekeyAgentNumbers = async (
  tx: Tx,
  instituteId: InstituteId,
  numbers: readonly MappedAgentNumber[],
): Promise<void> => {
  await tx.query(sql.type(noRows)`delete from agent_number where institute_id = ${instituteId}`);
  const rows = numbers.map((one) => [
    one.vendor,
    one.key,
    one.number,
    one.counsellorId,
    one.position,
    one.vendorUserId,
  ]);
  await tx.query(sql.type(noRows)`
    insert into agent_number (institute_id, vendor, number_key, entered, counsellor_id, position, vendor_user_id)
    select ${instituteId}::integer, given.* from ${sql.unnest(rows, ['text', 'text', 'text', 'uuid', 'int4', 'text'])} given
  `);
};

const ownRow = z.object({ isOwn: z.boolean() });

/** Whether a number is one of the institute's DIDs or agent numbers, or blocked: such numbers never become leads. */
export const isOwnNumber = async (db: Db, instituteId: InstituteId, numberKey: string): Promise<boolean> =>
  await db.oneFirst(sql.type(ownRow)`
    select exists (select from did where institute_id = ${instituteId} and number_key = ${numberKey})
      or exists (select from agent_number where institute_id = ${instituteId} and number_key = ${numberKey})
      or exists (select from blocked_number where institute_id = ${instituteId} and number_key = ${numberKey}) as "isOwn"
  `);
