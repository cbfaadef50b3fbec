import { sql } from 'slonik';
import { z } from 'zod';
import { counsellorId } from './columns.ts';
import type { Db } from './pool.ts';
import { reported, type ReportQuestion } from './report-sight.ts';

const reportedRow = z.object({
  id: counsellorId,
  name: z.string(),
  active: z.boolean(),
  /** Of which they are now. */
  team: z.object({ id: z.string(), name: z.string() }).nullable(),
});

/** The counsellors a report is about, active or not, by name; those after the last one of the page before. */
export async function reportedCounsellors(
  db: Db,
  question: ReportQuestion,
  { after, limit }: { readonly after: { readonly name: string; readonly id: string } | null; readonly limit: number },
): Promise<readonly z.infer<typeof reportedRow>[]> {
  return await db.any(sql.type(reportedRow)`
    select c.id, c.name, c.active,
      case when t.id is not null then jsonb_build_object('id', t.id, 'name', t.name) end as team
    from counsellor c
    left join team t on t.institute_id = c.institute_id and t.id = c.team_id
    where c.institute_id = ${question.instituteId} and not c.machine and c.id in (${reported(question)})
      ${after === null ? sql.fragment`` : sql.fragment`and (lower(c.name), c.id) > (lower(${after.name}), ${after.id}::uuid)`}
    order by lower(c.name), c.id
    limit ${limit}
  `);
}
