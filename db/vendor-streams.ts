import { sql } from 'slonik';
import { z } from 'zod';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { epochMs, noRows } from './columns.ts';
import type { Db } from './pool.ts';

interface Which {
  readonly instituteId: InstituteId;
  readonly vendor: string;
}

const at = (ms: EpochMs) => sql.timestamp(new Date(ms));
const atOrNull = (ms: EpochMs | null) => (ms === null ? sql.fragment`null::timestamptz` : at(ms));

const tendableRow = z.object({ instituteId: z.number(), vendor: z.string(), credentials: z.array(z.string()) });
export type Tendable = z.infer<typeof tendableRow>;

/**
 * Enabled accounts of these vendors whose stream nobody looks after: never opened, opened with settings that were changed
 * since, standing and not tended since `orphanedBefore`, or waiting since before `forgottenBefore`.
 */
export const untendedStreams = async (
  db: Db,
  {
    vendors,
    orphanedBefore,
    forgottenBefore,
  }: { vendors: readonly string[]; orphanedBefore: EpochMs; forgottenBefore: EpochMs },
): Promise<readonly Tendable[]> =>
  await db.any(sql.type(tendableRow)`
    select a.institute_id as "instituteId", a.vendor, array(select jsonb_object_keys(a.credentials)) as credentials
    from vendor_account a
    left join vendor_stream s on s.institute_id = a.institute_id and s.vendor = a.vendor
    where a.enabled and a.vendor = any(${sql.array([...vendors], 'text')})
      and (s.vendor is null or a.version <> s.version
        or s.tended_at < case s.state when 'waiting' then ${at(forgottenBefore)} else ${at(orphanedBefore)} end)
    order by a.institute_id, a.vendor
  `);

/** A stream is being opened with this version of the account's settings. */
export const noteConnecting = async (
  db: Db,
  { instituteId, vendor, version, now }: Which & { readonly version: number; readonly now: EpochMs },
): Promise<void> => {
  await db.query(sql.type(noRows)`
    insert into vendor_stream (institute_id, vendor, state, since, tended_at, version)
    values (${instituteId}, ${vendor}, 'connecting', ${at(now)}, ${at(now)}, ${version})
    on conflict (institute_id, vendor) do update
    set state = 'connecting', since = excluded.since, tended_at = excluded.tended_at, version = excluded.version, retry_at = null
  `);
};

const gapRow = z.object({ gapFrom: epochMs.nullable(), gapUntil: epochMs.nullable() });
export type Gap = { readonly from: EpochMs; readonly until: EpochMs };

/** It stands open. What it missed since it was heard of last is a gap, joined to one that is left from before. */
export const noteOpen = async (
  db: Db,
  { instituteId, vendor, now }: Which & { readonly now: EpochMs },
): Promise<Gap | null> => {
  const { gapFrom, gapUntil } = await db.one(sql.type(gapRow)`
    update vendor_stream
    set state = 'open', since = ${at(now)}, tended_at = ${at(now)}, opened_at = ${at(now)}, heard_until = ${at(now)},
      gap_from = least(gap_from, heard_until),
      gap_until = case when heard_until is not null or gap_from is not null then ${at(now)} end,
      gap_problem = null, problem = null, retry_at = null
    where institute_id = ${instituteId} and vendor = ${vendor}
    returning gap_from as "gapFrom", gap_until as "gapUntil"
  `);
  return gapFrom === null || gapUntil === null ? null : { from: gapFrom, until: gapUntil };
};

/** It still stands, and was last heard of then. */
export const noteTended = async (
  db: Db,
  {
    instituteId,
    vendor,
    heardUntil,
    lastEventAt,
    now,
  }: Which & { readonly heardUntil: EpochMs; readonly lastEventAt: EpochMs | null; readonly now: EpochMs },
): Promise<void> => {
  await db.query(sql.type(noRows)`
    update vendor_stream
    set tended_at = ${at(now)}, heard_until = greatest(heard_until, ${at(heardUntil)}),
      last_event_at = coalesce(greatest(last_event_at, ${atOrNull(lastEventAt)}), last_event_at)
    where institute_id = ${instituteId} and vendor = ${vendor}
  `);
};

/** It does not stand, for this reason. */
export const noteWaiting = async (
  db: Db,
  {
    instituteId,
    vendor,
    problem,
    retryAt,
    now,
  }: Which & { readonly problem: string; readonly retryAt: EpochMs | null; readonly now: EpochMs },
): Promise<void> => {
  await db.query(sql.type(noRows)`
    update vendor_stream
    set state = 'waiting', since = ${at(now)}, tended_at = ${at(now)}, problem = ${problem}, retry_at = ${atOrNull(retryAt)}
    where institute_id = ${instituteId} and vendor = ${vendor}
  `);
};

/** What came of making up for a gap; without a problem it is closed, unless it has grown since. */
export const noteGap = async (
  db: Db,
  { instituteId, vendor, gap, problem }: Which & { readonly gap: Gap; readonly problem: string | null },
): Promise<void> => {
  await db.query(sql.type(noRows)`
    update vendor_stream
    set gap_problem = ${problem},
      gap_from = case when ${problem === null} and gap_until <= ${at(gap.until)} then null else gap_from end,
      gap_until = case when ${problem === null} and gap_until <= ${at(gap.until)} then null else gap_until end
    where institute_id = ${instituteId} and vendor = ${vendor}
  `);
};

/** Nobody reads it any more: it begins anew when it is wanted again, and what comes until then is not missed. */
export const forgetStream = async (db: Db, { instituteId, vendor }: Which): Promise<void> => {
  await db.query(
    sql.type(noRows)`delete from vendor_stream where institute_id = ${instituteId} and vendor = ${vendor}`,
  );
};

const standingRow = z.object({
  vendor: z.string(),
  state: z.enum(['connecting', 'open', 'waiting']),
  since: epochMs,
  tendedAt: epochMs,
  lastEventAt: epochMs.nullable(),
  gapFrom: epochMs.nullable(),
  gapUntil: epochMs.nullable(),
  gapProblem: z.string().nullable(),
  problem: z.string().nullable(),
  retryAt: epochMs.nullable(),
});
export type StreamStanding = z.infer<typeof standingRow>;

/** How the streams of an institute's enabled accounts stand. */
export const streamStandings = async (db: Db, instituteId: InstituteId): Promise<readonly StreamStanding[]> =>
  await db.any(sql.type(standingRow)`
    select s.vendor, s.state, s.since, s.tended_at as "tendedAt", s.last_event_at as "lastEventAt", s.gap_from as "gapFrom",
      s.gap_until as "gapUntil", s.gap_problem as "gapProblem", s.problem, s.retry_at as "retryAt"
    from vendor_stream s
    join vendor_account a on a.institute_id = s.institute_id and a.vendor = s.vendor
    where s.institute_id = ${instituteId} and a.enabled
    order by s.vendor
  `);
