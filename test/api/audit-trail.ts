import { sql } from 'slonik';
import { z } from 'zod';
import type { Db } from '../../db/pool.ts';
import type { InstituteId } from '../../domain/ids.ts';

const entry = z.object({ action: z.string(), target: z.string(), before: z.unknown(), after: z.unknown() });

/** What was written down of changes at an institute, oldest first. */
export const auditOf = async (db: Db, instituteId: InstituteId): Promise<readonly z.infer<typeof entry>[]> =>
  await db.any(sql.type(entry)`
    select action, target, before, after from audit where institute_id = ${instituteId} order by id
  `);

/** Every audit entry and vendor account as Postgres holds it, in one text to be searched. */
export const storedText = async (db: Db): Promise<string> =>
  await db.oneFirst(sql.type(z.object({ text: z.string() }))`
    select coalesce((select string_agg(a::text, ' ') from audit a), '')
      || coalesce((select string_agg(v::text, ' ') from vendor_account v), '') as text
  `);
