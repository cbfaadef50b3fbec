import { sql } from 'slonik';
import type { Offer } from '../domain/call/offers.ts';
import type { CallId, InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Tx } from './pool.ts';

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** Makes these the call's offers, in this order; rows that stand already are left alone. */
export async function replaceOffers(
  tx: Tx,
  { instituteId, callId, offers }: { instituteId: InstituteId; callId: CallId; offers: readonly Offer[] },
): Promise<void> {
  const given = sql.unnest(
    offers.map(({ counsellorId, factSeq, at, endedAt, result }, index) => [
      index + 1,
      counsellorId,
      factSeq,
      iso(at),
      iso(endedAt),
      result,
    ]),
    ['int4', 'uuid', 'int4', 'timestamptz', 'timestamptz', 'text'],
  );
  await tx.query(sql.type(noRows)`
    with gone as (
      delete from offer
      where institute_id = ${instituteId} and call_id = ${callId} and position > ${offers.length}
    )
    insert into offer (institute_id, call_id, position, counsellor_id, fact_seq, at, ended_at, result)
    select ${instituteId}::integer, ${callId}::uuid, position, counsellor_id, fact_seq, at, ended_at, result
    from ${given} as given (position, counsellor_id, fact_seq, at, ended_at, result)
    on conflict (institute_id, call_id, position) do update
    set counsellor_id = excluded.counsellor_id, fact_seq = excluded.fact_seq, at = excluded.at,
      ended_at = excluded.ended_at, result = excluded.result
    where (offer.counsellor_id, offer.fact_seq, offer.at, offer.ended_at, offer.result)
      is distinct from (excluded.counsellor_id, excluded.fact_seq, excluded.at, excluded.ended_at, excluded.result)
  `);
}
