import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { CallId, EpochMs, InstituteId, RequestId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Db } from './pool.ts';

/** JSON as it goes into a column. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A vendor's request with what it was answered, secrets redacted. */
export interface VendorRequest {
  readonly id: RequestId;
  /** Null when the URL names no institute there is. */
  readonly instituteId: InstituteId | null;
  readonly vendor: string;
  readonly endpoint: string;
  readonly receivedAt: EpochMs;
  readonly method: string;
  readonly contentType: string | null;
  /** What was sent, by field; null when it could not be read. */
  readonly fields: JsonValue;
  readonly httpStatus: number;
  readonly answer: JsonValue;
  /** What became of it, one word: taken, repeat, routed, refused, rejected, … */
  readonly outcome: string;
  readonly callId: CallId | null;
  readonly factSeq: number | null;
  readonly repeatOf: RequestId | null;
}

const json = (value: JsonValue) => (value === null ? null : sql.jsonb(value));

/**
 * Keeps a request, in the transaction of its facts, so that one is never there without the other. One that is taken
 * again under its own id (a replay) keeps what was sent and says what came of it now.
 */
export async function insertRequest(db: Db, request: VendorRequest): Promise<void> {
  await db.query(sql.type(noRows)`${keptRequest(request)}`);
}

/**
 * `insertRequest`, for a surrounding statement.
 *
 * @param condition it is kept where this holds
 */
export function keptRequest(
  request: VendorRequest,
  condition: FragmentSqlToken = sql.fragment`true`,
): FragmentSqlToken {
  return sql.fragment`
    insert into vendor_request (id, institute_id, vendor, endpoint, received_at, method, content_type, fields,
      http_status, answer, outcome, call_id, fact_seq, repeat_of)
    select ${request.id}::uuid, ${request.instituteId}::integer, ${request.vendor}, ${request.endpoint},
      ${sql.timestamp(new Date(request.receivedAt))}, ${request.method}, ${request.contentType},
      ${json(request.fields)}::jsonb, ${request.httpStatus}::integer, ${json(request.answer)}::jsonb, ${request.outcome},
      ${request.callId}::uuid, ${request.factSeq}::integer, ${request.repeatOf}::uuid
    where ${condition}
    on conflict (id) do update
    set http_status = excluded.http_status, answer = excluded.answer, outcome = excluded.outcome,
      call_id = excluded.call_id, fact_seq = excluded.fact_seq, repeat_of = excluded.repeat_of
  `;
}

const requestIdRow = z.object({ requestId: z.custom<RequestId>().nullable() });

/** The request that made a fact, if one did. */
export async function requestOfFact(
  db: Db,
  { instituteId, callId, seq }: { instituteId: InstituteId; callId: CallId; seq: number },
): Promise<RequestId | null> {
  const id = await db.maybeOneFirst(sql.type(requestIdRow)`
    select request_id as "requestId" from fact
    where institute_id = ${instituteId} and call_id = ${callId} and seq = ${seq}
  `);
  return id;
}

/** Keeps what a request was really answered with, when that was said before it was taken in. */
export async function correctAnswer(
  db: Db,
  { id, httpStatus, answer }: Pick<VendorRequest, 'id' | 'httpStatus' | 'answer'>,
): Promise<void> {
  await db.query(sql.type(noRows)`
    update vendor_request set http_status = ${httpStatus}, answer = ${json(answer)}::jsonb where id = ${id}
  `);
}

/** Whether a fact was made by a request with the same content, whose sender was told to send it again. */
export async function wasSentBefore(
  db: Db,
  {
    instituteId,
    callId,
    seq,
    endpoint,
    fields,
  }: { instituteId: InstituteId; callId: CallId; seq: number } & Pick<VendorRequest, 'endpoint' | 'fields'>,
): Promise<boolean> {
  return await db.exists(sql.type(noRows)`
    select from fact f
    join vendor_request r on r.id = f.request_id
    where f.institute_id = ${instituteId} and f.call_id = ${callId} and f.seq = ${seq}
      and r.http_status = 503 and r.endpoint = ${endpoint} and r.fields = ${json(fields)}::jsonb
  `);
}
