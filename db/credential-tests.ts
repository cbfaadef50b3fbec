import { sql } from 'slonik';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Db } from './pool.ts';

/** Notes how the newest test of an account's credentials went; null: they work. */
export const noteCredentialTest = async (
  db: Db,
  {
    instituteId,
    vendor,
    problem,
    now,
  }: { instituteId: InstituteId; vendor: string; problem: string | null; now: EpochMs },
): Promise<void> => {
  await db.query(sql.type(noRows)`
    update vendor_account
    set tested_at = ${sql.timestamp(new Date(now))}, test_problem = ${problem}
    where institute_id = ${instituteId} and vendor = ${vendor}
  `);
};
