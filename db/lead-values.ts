import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { InstituteId } from '../domain/ids.ts';
import type { Db } from './pool.ts';

const valueRow = z.object({ value: z.string() });

/** What leads of an institute can have in common, by its column. Each has an index that begins with it (0003_leads). */
const COLUMNS = {
  stage: sql.fragment`l.stage`,
  origin: sql.fragment`l.origin`,
  campaign: sql.fragment`l.campaign`,
} as const;

/**
 * The values that leads have in a column, in alphabetical order, at most `most`. It steps through the index from one value
 * to the next, so that it costs by the number of values and not of leads.
 */
export async function valuesOfLeads(
  db: Db,
  instituteId: InstituteId,
  { column, most }: { readonly column: keyof typeof COLUMNS; readonly most: number },
): Promise<readonly string[]> {
  const value = COLUMNS[column];
  const next = (behind: FragmentSqlToken): FragmentSqlToken => sql.fragment`(
    select ${value} from lead l
    where l.institute_id = ${instituteId} and l.merged_into is null and ${value} is not null and ${behind}
    order by ${value}
    limit 1
  )`;
  return await db.anyFirst(sql.type(valueRow)`
    with recursive step as (
      select ${next(sql.fragment`true`)} as value, 1 as nth
      union all
      select ${next(sql.fragment`${value} > step.value`)}, nth + 1 from step where step.value is not null and nth < ${most}
    )
    select value from step where value is not null
  `);
}
