import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { Fact } from '../domain/call/facts.ts';
import type { CallId, CounsellorId, InstituteId, RequestId } from '../domain/ids.ts';
import { counsellorId, epochMs } from './columns.ts';
import type { Db } from './pool.ts';

type WithoutSeq<F> = F extends unknown ? Omit<F, 'seq'> : never;
/** A fact that has no place in its call's sequence yet. */
export type NewFact = WithoutSeq<Fact>;

/** A fact as its columns hold it. The counsellor has a column of its own so that a number mapped later can be re-attributed. */
export const factRow = z.object({
  seq: z.number(),
  kind: z.string(),
  receivedAt: epochMs,
  counsellorId: counsellorId.nullable(),
  data: z.record(z.string(), z.unknown()),
});
type FactRow = z.infer<typeof factRow>;

interface FactColumns {
  readonly kind: string;
  readonly counsellorId: CounsellorId | null;
  readonly data: Record<string, unknown>;
}

/** How a fact lies in its columns; `factOf` reads them. */
export function columnsOf(fact: NewFact): FactColumns {
  const { kind, receivedAt: _, ...rest } = fact;
  if ('agent' in rest) {
    const { agent, ...data } = rest;
    return {
      kind,
      counsellorId: agent?.counsellorId ?? null,
      data: { ...data, agent: agent === null ? null : { number: agent.number } },
    };
  }
  if ('counsellorId' in rest) {
    const { counsellorId: id, ...data } = rest;
    return { kind, counsellorId: id, data };
  }
  return { kind, counsellorId: null, data: { ...rest } };
}

/** The fact a row holds. Rows are written by `insertFact` alone, whose input was typed: that is what the cast rests on. */
export function factOf({ seq, kind, receivedAt, counsellorId: id, data }: FactRow): Fact {
  const agent = data['agent'];
  const named =
    agent !== undefined
      ? { agent: agent === null ? null : { ...(agent as { number: string }), counsellorId: id } }
      : id === null
        ? {}
        : { counsellorId: id };
  return { ...data, ...named, seq, kind, receivedAt } as Fact;
}

/** All facts of a call as a JSON array in sequence order, for a surrounding query in which `c` is the call. */
export const factsColumn = sql.fragment`
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'seq', f.seq,
      'kind', f.kind,
      'receivedAt', round(extract(epoch from f.received_at) * 1000),
      'counsellorId', f.counsellor_id,
      'data', f.data
    ) order by f.seq)
    from fact f
    where f.institute_id = c.institute_id and f.call_id = c.id
  ), '[]')
`;

/** A call's facts in sequence order. */
export async function factsOf(db: Db, instituteId: InstituteId, callId: CallId): Promise<readonly Fact[]> {
  const rows = await db.any(sql.type(factRow)`
    select f.seq, f.kind, f.received_at as "receivedAt", f.counsellor_id as "counsellorId", f.data
    from fact f
    where f.institute_id = ${instituteId} and f.call_id = ${callId}
    order by f.seq
  `);
  return rows.map(factOf);
}

const seqRow = z.object({ seq: z.number() });

/**
 * Gives the fact the call's next sequence number and writes it; null when the call was merged into another, or is sealed.
 * Locks the call's row until the transaction ends.
 *
 * @param heard moves `last_heard_at`: facts we decide ourselves do not
 */
export async function insertFact(
  db: Db,
  {
    instituteId,
    callId,
    fact,
    requestId,
    heard,
  }: {
    instituteId: InstituteId;
    callId: CallId;
    fact: NewFact;
    requestId: RequestId | null;
    heard: boolean;
  },
): Promise<number | null> {
  const { kind, counsellorId: counsellor, data } = columnsOf(fact);
  const at = sql.timestamp(new Date(fact.receivedAt));
  return await db.maybeOneFirst(sql.type(seqRow)`
    with bumped as (
      update call
      set last_seq = last_seq + 1,
        last_heard_at = case when ${heard} then greatest(last_heard_at, ${at}) else last_heard_at end
      where institute_id = ${instituteId} and id = ${callId} and merged_into is null and sealed_at is null
      returning last_seq
    )
    insert into fact (institute_id, call_id, seq, kind, received_at, counsellor_id, request_id, data)
    select ${instituteId}, ${callId}, last_seq, ${kind}, ${at}, ${counsellor}, ${requestId}, ${sql.jsonb(data as never)}
    from bumped
    returning seq
  `);
}

/**
 * Writes facts with the sequence numbers they have, those after the call's last; the surrounding statement locks the call
 * and raises its `last_seq`.
 */
export function insertedFacts({
  instituteId,
  callId,
  facts,
  requestId = null,
  condition = sql.fragment`true`,
}: {
  instituteId: InstituteId;
  callId: CallId;
  facts: readonly Fact[];
  requestId?: RequestId | null;
  /** Written where it holds. */
  condition?: FragmentSqlToken;
}): FragmentSqlToken {
  const given = sql.unnest(
    facts.map(({ seq, ...fact }) => {
      const { kind, counsellorId: counsellor, data } = columnsOf(fact);
      return [seq, kind, new Date(fact.receivedAt).toISOString(), counsellor, JSON.stringify(data)];
    }),
    ['int4', 'text', 'timestamptz', 'uuid', 'jsonb'],
  );
  return sql.fragment`
    insert into fact (institute_id, call_id, seq, kind, received_at, counsellor_id, request_id, data)
    select ${instituteId}::integer, ${callId}::uuid, seq, kind, received_at, counsellor_id, ${requestId}::uuid, data
    from ${given} as given (seq, kind, received_at, counsellor_id, data)
    where ${condition}
  `;
}
