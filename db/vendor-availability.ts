import { sql } from 'slonik';
import { z } from 'zod';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { counsellorId, noRows } from './columns.ts';
import type { Db } from './pool.ts';

const at = (ms: EpochMs) => sql.timestamp(new Date(ms));

const untoldRow = z.object({
  instituteId: z.number(),
  counsellorId,
  vendor: z.string(),
  country: z.string(),
  /** The first of theirs at the vendor, as entered. */
  agentNumber: z.string(),
  vendorUserId: z.string().nullable(),
  email: z.string(),
  takingCalls: z.boolean(),
  attempts: z.number(),
});
/** A counsellor of whom an enabled vendor was told otherwise, or nothing. */
export type Untold = z.infer<typeof untoldRow>;

/**
 * Claims counsellors of whom these vendors are to be told. The claim is committed before anybody is asked and holds until
 * `claimedUntil`: whoever dies with it is followed by another.
 */
export const claimUntold = async (
  db: Db,
  {
    vendors,
    now,
    claimedUntil,
    limit,
  }: { vendors: readonly string[]; now: EpochMs; claimedUntil: EpochMs; limit: number },
): Promise<readonly Untold[]> =>
  await db.any(sql.type(untoldRow)`
    with wanted as (
      select c.institute_id, c.id, n.vendor, n.entered, n.vendor_user_id, c.email, c.taking_calls
      from counsellor c
      join lateral (
        select distinct on (n.vendor) n.vendor, n.entered, n.vendor_user_id
        from agent_number n
        where n.institute_id = c.institute_id and n.counsellor_id = c.id and n.vendor = any(${sql.array([...vendors], 'text')})
        order by n.vendor, n.position, n.number_key
      ) n on true
      join vendor_account a on a.institute_id = c.institute_id and a.vendor = n.vendor and a.enabled
      left join vendor_availability v on v.institute_id = c.institute_id and v.counsellor_id = c.id and v.vendor = n.vendor
      where c.active and c.taking_calls <> coalesce(v.told, true) and coalesce(v.retry_at, '-infinity') < ${at(now)}
      order by c.institute_id, c.id
      limit ${limit}
    ), claimed as (
      insert into vendor_availability as v (institute_id, counsellor_id, vendor, retry_at)
      select institute_id, id, vendor, ${at(claimedUntil)} from wanted
      on conflict (institute_id, counsellor_id, vendor) do update set retry_at = excluded.retry_at
      where coalesce(v.retry_at, '-infinity') < ${at(now)}
      returning v.institute_id, v.counsellor_id, v.vendor, v.attempts
    )
    select w.institute_id as "instituteId", w.id as "counsellorId", w.vendor, i.country, w.entered as "agentNumber",
      w.vendor_user_id as "vendorUserId", w.email, w.taking_calls as "takingCalls", claimed.attempts
    from claimed
    join wanted w on w.institute_id = claimed.institute_id and w.id = claimed.counsellor_id and w.vendor = claimed.vendor
    join institute i on i.id = w.institute_id
  `);

type Which = Pick<Untold, 'instituteId' | 'counsellorId' | 'vendor'>;

/** The vendor was told, or can't be: it is not tried again until it changes. */
export const noteTold = async (
  db: Db,
  {
    instituteId,
    counsellorId: id,
    vendor,
    takingCalls,
    problem,
  }: Which & { readonly takingCalls: boolean; readonly problem: string | null },
): Promise<void> => {
  await db.query(sql.type(noRows)`
    update vendor_availability
    set told = ${takingCalls}, problem = ${problem}, attempts = 0, retry_at = null
    where institute_id = ${instituteId} and counsellor_id = ${id} and vendor = ${vendor}
  `);
};

/** The vendor could not be told. */
export const noteUntold = async (
  db: Db,
  {
    instituteId,
    counsellorId: id,
    vendor,
    problem,
    retryAt,
  }: Which & { readonly problem: string; readonly retryAt: EpochMs },
): Promise<void> => {
  await db.query(sql.type(noRows)`
    update vendor_availability
    set problem = ${problem}, attempts = attempts + 1, retry_at = ${at(retryAt)}
    where institute_id = ${instituteId} and counsellor_id = ${id} and vendor = ${vendor}
  `);
};

const problemRow = z.object({ vendor: z.string(), id: z.string(), name: z.string(), problem: z.string() });

/** Counsellors of whom an enabled vendor does not know whether they take calls, at most 200. */
export const availabilityProblems = async (
  db: Db,
  instituteId: InstituteId,
): Promise<readonly z.infer<typeof problemRow>[]> =>
  await db.any(sql.type(problemRow)`
    select v.vendor, c.id, c.name, v.problem
    from vendor_availability v
    join counsellor c on c.institute_id = v.institute_id and c.id = v.counsellor_id
    join vendor_account a on a.institute_id = v.institute_id and a.vendor = v.vendor
    where v.institute_id = ${instituteId} and a.enabled and c.active and v.problem is not null
      and (v.problem <> 'unsupported' or not c.taking_calls)
    order by v.vendor, lower(c.name), c.id
    limit 200
  `);
