import { sql, type FragmentSqlToken } from 'slonik';
import type { Offer } from '../domain/call/offers.ts';
import type { CallId, InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Tx } from './pool.ts';

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** Writes these as the call's first offers, in this order; rows that stand already are left alone. */
export function writtenOffers({
  instituteId,
  callId,
  offers,
}: {
  instituteId: InstituteId;
  callId: CallId;
  offers: readonly Offer[];
}): FragmentSqlToken {
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
  return sql.fragment`
    insert into offer (institute_id, call_id, position, counsellor_id, fact_seq, at, ended_at, result)
    select ${instituteId}::integer, ${callId}::uuid, position, counsellor_id, fact_seq, at, ended_at, result
    from ${given} as given (position, counsellor_id, fact_seq, at, ended_at, result)
    on conflict (institute_id, call_id, position) do update
    set counsellor_id = excluded.counsellor_id, fact_seq = excluded.fact_seq, at = excluded.at,
      ended_at = excluded.ended_at, result = excluded.result
    where (offer.counsellor_id, offer.fact_seq, offer.at, offer.ended_at, offer.result)
      is distinct from (excluded.counsellor_id, excluded.fact_seq, excluded.at, excluded.ended_at, excluded.result)
  `;
}

/** Removes the call's offers behind the first `count`. */
export function removedOffers({
  instituteId,
  callId,
  count,
}: {
  instituteId: InstituteId;
  callId: CallId;
  count: number;
}): FragmentSqlToken {
  return sql.fragment`
    delete from offer where institute_id = ${instituteId} and call_id = ${callId} and position > ${count}
  `;
}

/** Removes all offers of a call. */
export async function removeOffers(tx: Tx, call: { instituteId: InstituteId; callId: CallId }): Promise<void> {
  await tx.query(sql.type(noRows)`${removedOffers({ ...call, count: 0 })}`);
}
