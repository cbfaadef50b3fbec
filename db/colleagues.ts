import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId } from '../domain/ids.ts';
import { counsellorId } from './columns.ts';
import type { Db } from './pool.ts';

const colleagueRow = z.object({ id: counsellorId, name: z.string(), active: z.boolean() });
/** A user of an institute, as every other one may know them. */
export type Colleague = z.infer<typeof colleagueRow>;

/** The users of an institute by name, at most `limit` of them, after the last one of the page before. */
export async function listColleagues(
  db: Db,
  instituteId: InstituteId,
  { after, limit }: { readonly after: { readonly name: string; readonly id: string } | null; readonly limit: number },
): Promise<readonly Colleague[]> {
  return await db.any(sql.type(colleagueRow)`
    select id, name, active
    from counsellor
    where institute_id = ${instituteId} and not machine
      ${after === null ? sql.fragment`` : sql.fragment`and (lower(name), id) > (lower(${after.name}), ${after.id}::uuid)`}
    order by lower(name), id
    limit ${limit}
  `);
}
