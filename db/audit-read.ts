import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { InstituteId } from '../domain/ids.ts';
import { epochMs } from './columns.ts';
import { fromMicroseconds, microseconds } from './microseconds.ts';
import type { Db } from './pool.ts';

const auditRow = z.object({
  id: z.string(),
  at: epochMs,
  /** Null: the product itself. */
  by: z.object({ id: z.string(), name: z.string() }).nullable(),
  action: z.string(),
  target: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  /** `at` in microseconds: the sort key. */
  sortAt: z.number(),
});
export type AuditRow = z.infer<typeof auditRow>;

export interface AuditFilter {
  /** "telephony.change", or what stands before the dot for all of its kind. */
  readonly action: string | null;
  readonly target: string | null;
  readonly by: string | null;
  /** Inclusive dates 'YYYY-MM-DD' in `timeZone`. */
  readonly from: string | null;
  readonly to: string | null;
  readonly timeZone: string;
  readonly after: { readonly at: number; readonly id: string } | null;
  readonly limit: number;
}

const matches = ({ action, target, by, from, to, timeZone, after }: AuditFilter): FragmentSqlToken => {
  const conditions: FragmentSqlToken[] = [sql.fragment`true`];
  if (action !== null) conditions.push(sql.fragment`(a.action = ${action} or starts_with(a.action, ${`${action}.`}))`);
  if (target !== null) conditions.push(sql.fragment`a.target = ${target}`);
  if (by !== null) conditions.push(sql.fragment`a.by_id = ${by}::uuid`);
  if (from !== null) conditions.push(sql.fragment`a.at >= ${from}::date::timestamp at time zone ${timeZone}`);
  if (to !== null) conditions.push(sql.fragment`a.at < (${to}::date + 1)::timestamp at time zone ${timeZone}`);
  if (after !== null) conditions.push(sql.fragment`(a.at, a.id) < (${fromMicroseconds(after.at)}, ${after.id}::uuid)`);
  return sql.fragment`${sql.join(conditions, sql.fragment` and `)}`;
};

/** A page of what was changed at an institute, newest first. */
export const listAudit = async (db: Db, instituteId: InstituteId, filter: AuditFilter): Promise<readonly AuditRow[]> =>
  await db.any(sql.type(auditRow)`
    select a.id, a.at, case when c.id is not null then jsonb_build_object('id', c.id, 'name', c.name) end as by,
      a.action, a.target, a.before, a.after, ${microseconds(sql.fragment`a.at`)} as "sortAt"
    from audit a
    left join counsellor c on c.institute_id = a.institute_id and c.id = a.by_id
    where a.institute_id = ${instituteId} and ${matches(filter)}
    order by a.at desc, a.id desc
    limit ${filter.limit}
  `);
