import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { InstituteId, RequestId } from '../domain/ids.ts';
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

export interface RequestFilter {
  readonly instituteId: InstituteId;
  /** Inclusive dates 'YYYY-MM-DD' of arrival in `timeZone`. */
  readonly from: string | null;
  readonly to: string | null;
  readonly timeZone: string;
  readonly endpoint: string | null;
  readonly outcome: string | null;
  /** A call's id or a vendor's call id, or text somewhere in the request; null for no search. */
  readonly search: string | null;
  readonly after: { readonly at: number; readonly id: string } | null;
  readonly limit: number;
}

/** What vendors sent and were answered, newest first. */
export async function listRequests(db: Db, filter: RequestFilter): Promise<readonly RequestRow[]> {
  const { instituteId, from, to, timeZone, endpoint, outcome, search, after, limit } = filter;
  const conditions: FragmentSqlToken[] = [sql.fragment`r.institute_id = ${instituteId}`];
  if (from !== null) conditions.push(sql.fragment`r.received_at >= ${from}::date::timestamp at time zone ${timeZone}`);
  if (to !== null) conditions.push(sql.fragment`r.received_at < (${to}::date + 1)::timestamp at time zone ${timeZone}`);
  if (endpoint !== null) conditions.push(sql.fragment`r.endpoint = ${endpoint}`);
  if (outcome !== null) conditions.push(sql.fragment`r.outcome = ${outcome}`);
  if (search !== null)
    conditions.push(sql.fragment`(r.call_id::text = ${search} or strpos(r.fields::text, ${search}) > 0)`);
  if (after !== null)
    conditions.push(sql.fragment`(r.received_at, r.id) < (${fromMicroseconds(after.at)}, ${after.id}::uuid)`);
  return await db.any(sql.type(requestRow)`
    select ${columns}
    from vendor_request r
    where ${sql.join(conditions, sql.fragment` and `)}
    order by r.received_at desc, r.id desc
    limit ${limit}
  `);
}

/** One request of the institute; null when it has none with this id. */
export async function findRequest(db: Db, instituteId: InstituteId, id: string): Promise<RequestRow | null> {
  return await db.maybeOne(sql.type(requestRow)`
    select ${columns} from vendor_request r where r.institute_id = ${instituteId} and r.id = ${id}::uuid
  `);
}
