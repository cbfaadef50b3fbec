import { sql } from 'slonik';
import { z } from 'zod';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { epochMs, noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

/** The comparison of one day, as the institute counts days: YYYY-MM-DD. */
export interface WhichSweep {
  readonly instituteId: InstituteId;
  readonly vendor: string;
  readonly day: string;
}

const at = (ms: EpochMs) => sql.timestamp(new Date(ms));

const dueRow = z.object({
  instituteId: z.number(),
  vendor: z.string(),
  day: z.string(),
  credentials: z.array(z.string()),
});
export type DueSweep = z.infer<typeof dueRow>;

/** Enabled accounts whose day before today was not begun to be compared, once `hours` of today are over there. */
export const dueSweeps = async (
  db: Db,
  { vendors, hours, now }: { vendors: readonly string[]; hours: number; now: EpochMs },
): Promise<readonly DueSweep[]> =>
  await db.any(sql.type(dueRow)`
    select a.institute_id as "instituteId", a.vendor, today.yesterday::text as day,
      array(select jsonb_object_keys(a.credentials)) as credentials
    from vendor_account a
    join institute i on i.id = a.institute_id
    cross join lateral (
      select ((${at(now)} at time zone i.time_zone) - interval '1 day')::date as yesterday,
        extract(hour from ${at(now)} at time zone i.time_zone) as hour
    ) today
    where a.enabled and a.vendor = any(${sql.array([...vendors], 'text')}) and today.hour >= ${hours}
      and not exists (
        select from vendor_sweep s where s.institute_id = a.institute_id and s.vendor = a.vendor and s.day = today.yesterday
      )
    order by a.institute_id, a.vendor
  `);

const standingRow = z.object({ resumeAt: z.string().nullable(), isFinished: z.boolean(), from: epochMs, to: epochMs });
/** How far a comparison has come, and the span of its day. */
export type SweepStanding = z.infer<typeof standingRow>;

/** Begins a day's comparison, or says how far it has come. */
export const openSweep = async (db: Db, { instituteId, vendor, day }: WhichSweep): Promise<SweepStanding> =>
  await db.one(sql.type(standingRow)`
    with begun as (
      insert into vendor_sweep as s (institute_id, vendor, day)
      values (${instituteId}, ${vendor}, ${day}::date)
      on conflict (institute_id, vendor, day) do update set day = excluded.day
      returning s.resume_at, s.finished_at, s.day
    )
    select begun.resume_at as "resumeAt", begun.finished_at is not null as "isFinished",
      begun.day::timestamp at time zone i.time_zone as "from", (begun.day + 1)::timestamp at time zone i.time_zone as "to"
    from begun
    join institute i on i.id = ${instituteId}
  `);

/** One part of the vendor's list was compared. `resumeAt` null: it was the last. */
export const noteSweptPart = async (
  tx: Tx,
  {
    instituteId,
    vendor,
    day,
    listed,
    missing,
    completed,
    resumeAt,
    now,
  }: WhichSweep & {
    readonly listed: number;
    readonly missing: number;
    readonly completed: number;
    readonly resumeAt: string | null;
    readonly now: EpochMs;
  },
): Promise<void> => {
  await tx.query(sql.type(noRows)`
    update vendor_sweep
    set listed = listed + ${listed}, missing = missing + ${missing}, completed = completed + ${completed}, resume_at = ${resumeAt},
      problem = null, finished_at = case when ${resumeAt === null} then ${at(now)} end
    where institute_id = ${instituteId} and vendor = ${vendor} and day = ${day}::date
  `);
};

/** The vendor could not be asked for the next part. */
export const noteSweepProblem = async (
  db: Db,
  { instituteId, vendor, day, problem }: WhichSweep & { readonly problem: string },
): Promise<void> => {
  await db.query(sql.type(noRows)`
    update vendor_sweep set problem = ${problem}
    where institute_id = ${instituteId} and vendor = ${vendor} and day = ${day}::date
  `);
};

const resultRow = z.object({
  vendor: z.string(),
  day: z.string(),
  listed: z.number(),
  missing: z.number(),
  completed: z.number(),
  problem: z.string().nullable(),
  finishedAt: epochMs.nullable(),
});
export type SweepResult = z.infer<typeof resultRow>;

/** What the last comparison of each enabled account came to. */
export const lastSweeps = async (db: Db, instituteId: InstituteId): Promise<readonly SweepResult[]> =>
  await db.any(sql.type(resultRow)`
    select distinct on (s.vendor) s.vendor, s.day::text as day, s.listed, s.missing, s.completed, s.problem,
      s.finished_at as "finishedAt"
    from vendor_sweep s
    join vendor_account a on a.institute_id = s.institute_id and a.vendor = s.vendor
    where s.institute_id = ${instituteId} and a.enabled
    order by s.vendor, s.day desc
  `);
