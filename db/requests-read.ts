import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { CallId, InstituteId, RequestId } from '../domain/ids.ts';
import { callId, epochMs } from './columns.ts';
import { fromMicroseconds, microseconds } from './microseconds.ts';
import type { Db } from './pool.ts';

const requestRow = z.object({
  id: z.custom<RequestId>((value) => typeof value === 'string'),
  at: epochMs,
  /** `at` to the microsecond, for cursors. */
  position: z.number(),
  vendor: z.string(),
  endpoint: z.string(),
  method: z.string(),
  contentType: z.string().nullable(),
  status: z.number(),
  outcome: z.string(),
  callId: callId.nullable(),
  factSeq: z.number().nullable(),
  repeatOf: z.string().nullable(),
  request: z.record(z.string(), z.json()).nullable(),
  answer: z.json(),
});
export type RequestRow = z.infer<typeof requestRow>;

const columns = sql.fragment`
  r.id, r.received_at as at, ${microseconds(sql.fragment`r.received_at`)} as position, r.vendor, r.endpoint, r.method,
  r.content_type as "contentType", r.http_status as status, r.outcome, r.call_id as "callId", r.fact_seq as "factSeq",
  r.repeat_of as "repeatOf", r.fields as request, r.answer
`;

/** Sort key of a request. */
export interface RequestPosition {
  /** As `microseconds` gives it. */
  readonly at: number;
  readonly id: string;
}

export interface RequestFilter {
  readonly instituteId: InstituteId;
  /** Inclusive dates 'YYYY-MM-DD' of arrival in `timeZone`. */
  readonly from: string | null;
  readonly to: string | null;
  readonly timeZone: string;
  readonly vendor: string | null;
  readonly endpoint: string | null;
  readonly outcome: string | null;
  readonly search: RequestSearch | null;
  readonly after: RequestPosition | null;
  readonly limit: number;
}

/** A request matches when any of these does. */
export interface RequestSearch {
  /** Calls that the text names. When it names one, only requests that are of no call are read for the text as well. */
  readonly calls: readonly CallId[];
  readonly text: string;
  /** Whether the text may stand inside of a value, or has to be the whole of one. */
  readonly parts: boolean;
  /** Digits of a number, however they are spaced; null when the text is none. */
  readonly digits: string | null;
}

/** Requests looked through for a text at once. */
const SCANNED = 20_000;

const matching = ({ instituteId, from, to, timeZone, vendor, endpoint, outcome, after }: RequestFilter) => {
  const conditions: FragmentSqlToken[] = [sql.fragment`r.institute_id = ${instituteId}`];
  if (from !== null) conditions.push(sql.fragment`r.received_at >= ${from}::date::timestamp at time zone ${timeZone}`);
  if (to !== null) conditions.push(sql.fragment`r.received_at < (${to}::date + 1)::timestamp at time zone ${timeZone}`);
  if (vendor !== null) conditions.push(sql.fragment`r.vendor = ${vendor}`);
  if (endpoint !== null) conditions.push(sql.fragment`r.endpoint = ${endpoint}`);
  if (outcome !== null) conditions.push(sql.fragment`r.outcome = ${outcome}`);
  if (after !== null)
    conditions.push(sql.fragment`(r.received_at, r.id) < (${fromMicroseconds(after.at)}, ${after.id}::uuid)`);
  return conditions;
};

const joined = (conditions: readonly FragmentSqlToken[]) => sql.join([...conditions], sql.fragment` and `);

const containing = ({ text, parts, digits }: RequestSearch): FragmentSqlToken => {
  const said = parts
    ? sql.fragment`strpos(r.fields::text, ${text}) > 0`
    : sql.fragment`jsonb_path_exists(r.fields, '$.** ? (@ == $text)', jsonb_build_object('text', ${text}::text))`;
  return digits === null
    ? said
    : sql.fragment`(${said} or strpos(translate(r.fields::text, ' -().', ''), ${digits}) > 0)`;
};

const newestFirst = sql.fragment`order by r.received_at desc, r.id desc`;

/**
 * What vendors sent and were answered, newest first. Looked through for a text are so many at a time: with fewer rows than
 * `limit`, `goOn` says from where there is more to look through.
 */
export async function listRequests(
  db: Db,
  filter: RequestFilter,
): Promise<{ readonly rows: readonly RequestRow[]; readonly goOn: RequestPosition | null }> {
  const { search, limit } = filter;
  const conditions = matching(filter);
  if (search !== null && search.calls.length === 0) return await lookThrough(db, filter, search);
  if (search !== null)
    conditions.push(sql.fragment`(
      r.call_id = any(${sql.array([...search.calls], 'uuid')}) or (r.call_id is null and ${containing(search)})
    )`);
  const rows = await db.any(sql.type(requestRow)`
    select ${columns} from vendor_request r where ${joined(conditions)} ${newestFirst} limit ${limit}
  `);
  return { rows, goOn: null };
}

const positionRow = z.object({ at: z.number(), id: z.string() });

async function lookThrough(db: Db, filter: RequestFilter, search: RequestSearch) {
  const scanned = sql.fragment`
    select r.* from vendor_request r where ${joined(matching(filter))} ${newestFirst}
  `;
  const rows = await db.any(sql.type(requestRow)`
    select ${columns} from (${scanned} limit ${SCANNED}) r where ${containing(search)} ${newestFirst} limit ${filter.limit}
  `);
  if (rows.length >= filter.limit) return { rows, goOn: null };
  const goOn = await db.maybeOne(sql.type(positionRow)`
    select ${microseconds(sql.fragment`r.received_at`)} as at, r.id from (${scanned} offset ${SCANNED - 1} limit 1) r
  `);
  return { rows, goOn };
}

/** One request of the institute; null when it has none with this id. */
export async function findRequest(db: Db, instituteId: InstituteId, id: string): Promise<RequestRow | null> {
  return await db.maybeOne(sql.type(requestRow)`
    select ${columns} from vendor_request r where r.institute_id = ${instituteId} and r.id = ${id}::uuid
  `);
}

const callRow = z.object({ id: callId });
/** Nobody has called more often than this. */
const MOST_CALLS = 500;

/** What a text may name a call by: our id, the vendor's, or the student's number. */
export interface CallName {
  readonly id: string | null;
  readonly vendorCallId: string;
  readonly numberKey: string | null;
}

/** The calls of this name, the newest first, with those that became part of them. */
export async function callsNamed(
  db: Db,
  instituteId: InstituteId,
  { id, vendorCallId, numberKey }: CallName,
): Promise<readonly CallId[]> {
  return await db.anyFirst(sql.type(callRow)`
    with recursive named as (
      (
        select c.id
        from call c
        where c.institute_id = ${instituteId}
          and (c.id = ${id}::uuid or c.vendor_call_id = ${vendorCallId} or c.number_key = ${numberKey}::text)
        order by c.first_heard_at desc, c.id desc
        limit ${MOST_CALLS}
      )
      union
      select part.id
      from named
      join call part on part.institute_id = ${instituteId} and part.merged_into = named.id
    )
    select id from named
  `);
}
