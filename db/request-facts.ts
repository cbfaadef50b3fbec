import { sql } from 'slonik';
import type { Fact } from '../domain/call/facts.ts';
import type { CallId, InstituteId, RequestId } from '../domain/ids.ts';
import { factOf, factRow } from './facts.ts';
import type { Db } from './pool.ts';

/** The facts that a request made of its call, or of the one it became part of, in sequence order. */
export async function factsOfRequest(
  db: Db,
  { instituteId, callId, requestId }: { instituteId: InstituteId; callId: CallId; requestId: RequestId },
): Promise<readonly Fact[]> {
  const rows = await db.any(sql.type(factRow)`
    with recursive chain as (
      select id, merged_into from call where institute_id = ${instituteId} and id = ${callId}
      union
      select c.id, c.merged_into
      from chain
      join call c on c.institute_id = ${instituteId} and c.id = chain.merged_into
    )
    select f.seq, f.kind, f.received_at as "receivedAt", f.counsellor_id as "counsellorId", f.data
    from fact f
    where f.institute_id = ${instituteId} and f.call_id in (select id from chain) and f.request_id = ${requestId}
    order by f.seq
  `);
  return rows.map(factOf);
}
