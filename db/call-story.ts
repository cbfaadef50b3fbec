import { sql } from 'slonik';
import { z } from 'zod';
import type { Fact } from '../domain/call/facts.ts';
import type { CallId, CounsellorId, InstituteId } from '../domain/ids.ts';
import { counsellorId, epochMs } from './columns.ts';
import { factOf, factRow } from './facts.ts';
import type { Db } from './pool.ts';

const requestRow = z.object({
  id: z.string(),
  endpoint: z.string(),
  receivedAt: epochMs,
  outcome: z.string(),
  answer: z.unknown(),
  isRepeat: z.boolean(),
});
/** A vendor's request about a call, without what it carried. */
export type StoryRequest = z.infer<typeof requestRow>;

/** What vendors sent about a call or about one that was merged into it, in order of arrival. */
export async function requestsOfCall(
  db: Db,
  instituteId: InstituteId,
  callId: CallId,
): Promise<readonly StoryRequest[]> {
  return await db.any(sql.type(requestRow)`
    with recursive part as (
      select id from call where institute_id = ${instituteId} and id = ${callId}
      union
      select c.id
      from part
      join call c on c.institute_id = ${instituteId} and c.merged_into = part.id
    )
    select r.id, r.endpoint, r.received_at as "receivedAt", r.outcome, r.answer, r.repeat_of is not null as "isRepeat"
    from vendor_request r
    where r.institute_id = ${instituteId} and r.call_id in (select id from part)
    order by r.received_at, r.id
  `);
}

/** A fact with the request that brought it, if one did. */
export interface StoryFact {
  readonly fact: Fact;
  readonly requestId: string | null;
}

const storyFactRow = factRow.extend({ requestId: z.string().nullable() });

/** A call's facts in sequence order, with where they came from. */
export async function factsWithRequests(
  db: Db,
  instituteId: InstituteId,
  callId: CallId,
): Promise<readonly StoryFact[]> {
  const rows = await db.any(sql.type(storyFactRow)`
    select seq, kind, received_at as "receivedAt", counsellor_id as "counsellorId", data, request_id as "requestId"
    from fact
    where institute_id = ${instituteId} and call_id = ${callId}
    order by seq
  `);
  return rows.map(({ requestId, ...row }) => ({ fact: factOf(row), requestId }));
}

const popupRow = z.object({
  factSeq: z.number(),
  counsellorId,
  state: z.enum(['open', 'answered', 'closed', 'withdrawn', 'dismissed']),
  reason: z.string().nullable(),
  openedAt: epochMs,
  actedAt: epochMs.nullable(),
  closedAt: epochMs.nullable(),
});
/** A pop-up as the call's story tells of it. */
export type StoryPopup = z.infer<typeof popupRow>;

/** The pop-ups a call showed, in order. */
export async function popupsOfCall(db: Db, instituteId: InstituteId, callId: CallId): Promise<readonly StoryPopup[]> {
  return await db.any(sql.type(popupRow)`
    select fact_seq as "factSeq", counsellor_id as "counsellorId", state, reason, opened_at as "openedAt",
      acted_at as "actedAt", closed_at as "closedAt"
    from popup
    where institute_id = ${instituteId} and call_id = ${callId}
    order by opened_at, id
  `);
}

const nameRow = z.object({ id: counsellorId, name: z.string() });

/** The names of these counsellors. */
export async function counsellorNames(
  db: Db,
  instituteId: InstituteId,
  ids: readonly CounsellorId[],
): Promise<ReadonlyMap<CounsellorId, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.any(sql.type(nameRow)`
    select id, name from counsellor where institute_id = ${instituteId} and id = any(${sql.array([...ids], 'uuid')})
  `);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
