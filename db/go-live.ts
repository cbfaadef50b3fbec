import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, EpochMs, InstituteId } from '../domain/ids.ts';
import type { Mode } from '../domain/go-live/checks.ts';
import { lockedCall, lockedColumns, type LockedCall } from './calls.ts';
import { counsellorId, epochMs, noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const at = (ms: EpochMs) => sql.timestamp(new Date(ms));

const sentRow = z.object({
  at: epochMs,
  scenario: z.string(),
  endpoint: z.string(),
  /** HTTP status; 0: there was no answer. */
  status: z.number(),
  answer: z.string(),
});
/** A request that a rehearsal sent, and how it was answered. */
export type SentRequest = z.infer<typeof sentRow>;

const runRow = z.object({
  id: z.string(),
  mode: z.enum(['rehearsal', 'live']),
  vendor: z.string(),
  numberKey: z.string(),
  counsellor: z.object({ id: counsellorId, name: z.string() }),
  didKey: z.string().nullable(),
  startedBy: z.object({ id: z.string(), name: z.string() }),
  startedAt: epochMs,
  /** Its number is a test number up to here. */
  until: epochMs,
  sent: z.array(sentRow),
});
/** A go-live check of one vendor. */
export type GoLiveRun = z.infer<typeof runRow>;

const columns = sql.fragment`
  g.id, g.mode, g.vendor, g.number_key as "numberKey", jsonb_build_object('id', k.id, 'name', k.name) as counsellor,
  g.did_key as "didKey", jsonb_build_object('id', b.id, 'name', b.name) as "startedBy", g.started_at as "startedAt", g.until,
  g.sent
`;
const joins = sql.fragment`
  join counsellor k on k.institute_id = g.institute_id and k.id = g.counsellor_id
  join counsellor b on b.institute_id = g.institute_id and b.id = g.started_by
`;

export interface NewRun {
  readonly instituteId: InstituteId;
  readonly mode: Mode;
  readonly vendor: string;
  readonly numberKey: string;
  readonly counsellorId: CounsellorId;
  readonly didKey: string | null;
  readonly startedBy: CounsellorId;
  readonly startedAt: EpochMs;
  readonly until: EpochMs;
}

const idRow = z.object({ id: z.string() });

export async function insertRun(tx: Tx, run: NewRun): Promise<string> {
  return await tx.oneFirst(sql.type(idRow)`
    insert into go_live_run (institute_id, mode, vendor, number_key, counsellor_id, did_key, started_by, started_at, until)
    values (${run.instituteId}, ${run.mode}, ${run.vendor}, ${run.numberKey}, ${run.counsellorId}, ${run.didKey},
      ${run.startedBy}, ${at(run.startedAt)}, ${at(run.until)})
    returning id
  `);
}

/** One check; null when the institute has none with this id. */
export async function findRun(db: Db, instituteId: InstituteId, id: string): Promise<GoLiveRun | null> {
  return await db.maybeOne(sql.type(runRow)`
    select ${columns} from go_live_run g ${joins} where g.institute_id = ${instituteId} and g.id = ${id}::uuid
  `);
}

/** Checks of an institute, the newest first. */
export async function listRuns(
  db: Db,
  instituteId: InstituteId,
  { after, limit }: { after: string | null; limit: number },
): Promise<readonly GoLiveRun[]> {
  return await db.any(sql.type(runRow)`
    select ${columns}
    from go_live_run g
    ${joins}
    where g.institute_id = ${instituteId} and (${after}::uuid is null or g.id < ${after}::uuid)
    order by g.id desc
    limit ${limit}
  `);
}

/** Which check, or those of the same kind: one of a kind is on at a time. */
type WhichRuns = { readonly id: string } | { readonly vendor: string; readonly mode: Mode };

const which = (runs: WhichRuns): FragmentSqlToken =>
  'id' in runs ? sql.fragment`id = ${runs.id}::uuid` : sql.fragment`vendor = ${runs.vendor} and mode = ${runs.mode}`;

/**
 * Ends those among them that are on: later calls of their numbers are no test calls. One that is being rehearsed ends when
 * that must be over, since what is still played is a test too.
 */
export async function endRuns(tx: Tx, instituteId: InstituteId, runs: WhichRuns, now: EpochMs): Promise<void> {
  await tx.query(sql.type(noRows)`
    update go_live_run set until = greatest(started_at, token_until, ${at(now)})
    where institute_id = ${instituteId} and ${which(runs)} and until > ${at(now)}
  `);
}

/**
 * Lets a rehearsal in by this token, and keeps its check on for as long; false: another one is being played, or the check is
 * over.
 */
export async function admitRehearsal(
  db: Db,
  instituteId: InstituteId,
  { id, tokenHash, now, until }: { id: string; tokenHash: Buffer; now: EpochMs; until: EpochMs },
): Promise<boolean> {
  const { rowCount } = await db.query(sql.type(noRows)`
    update go_live_run g
    set token_hash = ${sql.binary(tokenHash)}, token_until = ${at(until)}, until = greatest(g.until, ${at(until)})
    where institute_id = ${instituteId} and id = ${id}::uuid and (token_until is null or token_until <= ${at(now)})
      and g.until > ${at(now)}
  `);
  return rowCount === 1;
}

/**
 * A rehearsal is over: its token is worthless, that of another which has begun since is not. Keeps what it sent, of all
 * rehearsals of the check the last `most`.
 */
export async function endRehearsal(
  db: Db,
  instituteId: InstituteId,
  { id, tokenHash, sent, most }: { id: string; tokenHash: Buffer; sent: readonly SentRequest[]; most: number },
): Promise<void> {
  await db.query(sql.type(noRows)`
    update go_live_run
    set token_hash = nullif(token_hash, ${sql.binary(tokenHash)}),
      token_until = case when token_hash <> ${sql.binary(tokenHash)} then token_until end, sent = coalesce((
      select jsonb_agg(kept.request order by kept.place)
      from (
        select request, place
        from jsonb_array_elements(sent || ${JSON.stringify(sent)}::jsonb) with ordinality as all_sent (request, place)
        order by place desc
        limit ${most}
      ) kept
    ), '[]')
    where institute_id = ${instituteId} and id = ${id}::uuid
  `);
}

/** The newest test calls of a check, `limit` of them. */
export async function callsOfRun(
  db: Db,
  instituteId: InstituteId,
  { numberKey, vendor, startedAt, until }: GoLiveRun,
  limit: number,
): Promise<readonly LockedCall[]> {
  return await db.any(sql.type(lockedCall)`
    select ${lockedColumns}
    from call c
    where c.institute_id = ${instituteId} and c.number_key = ${numberKey} and c.vendor = ${vendor} and c.merged_into is null
      and c.first_heard_at >= ${at(startedAt)} and c.first_heard_at < ${at(until)}
    order by c.first_heard_at desc, c.id desc
    limit ${limit}
  `);
}

const rejectedRow = z.object({
  id: z.string(),
  at: epochMs,
  endpoint: z.string(),
  status: z.number(),
  outcome: z.string(),
});
/** A request that was turned away. */
export type RejectedRequest = z.infer<typeof rejectedRow>;

/** What of the vendor's was turned away while the check was on: it may have been meant for it. The newest first. */
export async function rejectedDuring(
  db: Db,
  instituteId: InstituteId,
  { vendor, startedAt, until }: GoLiveRun,
  limit: number,
): Promise<readonly RejectedRequest[]> {
  return await db.any(sql.type(rejectedRow)`
    select id, received_at as at, endpoint, http_status as status, outcome
    from vendor_request
    where institute_id = ${instituteId} and vendor = ${vendor} and call_id is null
      and received_at >= ${at(startedAt)} and received_at < ${at(until)}
      and (http_status >= 400 or outcome = 'inbound_disabled')
    order by received_at desc, id desc
    limit ${limit}
  `);
}

const standingRow = z.object({ cards: z.number(), applied: z.boolean(), ended: z.boolean() });

/** How far a call of a rehearsal has come; null: nothing was heard of it. */
export async function standingOfPlayed(
  db: Db,
  instituteId: InstituteId,
  { vendor, vendorCallId }: { vendor: string; vendorCallId: string },
): Promise<z.infer<typeof standingRow> | null> {
  return await db.maybeOne(sql.type(standingRow)`
    select (select count(*) from popup p where p.institute_id = c.institute_id and p.call_id = c.id) as cards,
      c.applied_seq = c.last_seq as applied, c.state = 'ended' as ended
    from call_ref r
    join call c on c.institute_id = r.institute_id and c.id = r.call_id
    where r.institute_id = ${instituteId} and r.vendor = ${vendor} and r.kind = 'vendor_call' and r.ref = ${vendorCallId}
  `);
}
