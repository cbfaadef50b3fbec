import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { CallId, CounsellorId, EpochMs, InstituteId } from '../domain/ids.ts';
import { callId, counsellorId, noRows } from './columns.ts';
import { fromMicroseconds, microseconds } from './microseconds.ts';
import type { Db, Tx } from './pool.ts';

const placeRow = z.object({ id: callId, heardAt: z.number() });
/** A call in the order in which calls are re-attributed; `heardAt` in microseconds. */
export type CallPlace = z.infer<typeof placeRow>;

interface Stretch {
  readonly instituteId: InstituteId;
  /** Calls first heard of from then on. */
  readonly from: EpochMs;
  /** The last call of the stretch before. */
  readonly after: { readonly heardAt: number; readonly id: string } | null;
  readonly limit: number;
}

/** Oldest first, along the index `call_recent`. */
const callsIn = async (
  db: Db,
  { instituteId, from, after, limit }: Stretch,
  condition: FragmentSqlToken,
): Promise<readonly CallPlace[]> =>
  await db.any(sql.type(placeRow)`
    select c.id, ${microseconds(sql.fragment`c.first_heard_at`)} as "heardAt"
    from call c
    where c.institute_id = ${instituteId} and c.first_heard_at >= ${sql.timestamp(new Date(from))} and c.merged_into is null
      ${after === null ? sql.fragment`` : sql.fragment`and (c.first_heard_at, c.id) > (${fromMicroseconds(after.heardAt)}, ${after.id}::uuid)`}
      and ${condition}
    order by c.first_heard_at, c.id
    limit ${limit}
  `);

export interface AgentMapping {
  readonly vendor: string;
  /** Keys by which facts name the agent: of the number, and of the user id at the vendor. */
  readonly keys: readonly string[];
  readonly counsellorId: CounsellorId;
}

const isOf = (number: FragmentSqlToken, keys: readonly string[]): FragmentSqlToken =>
  sql.fragment`${number} = any(${sql.array([...keys], 'text')})`;

const namesOthers = ({ keys, counsellorId: id }: AgentMapping): FragmentSqlToken => sql.fragment`
  (${isOf(sql.fragment`f.data -> 'agent' ->> 'number'`, keys)} and f.counsellor_id is distinct from ${id}::uuid)
`;

/** A pulled record, in which the agents stand inside the data. */
const recordNamesOthers = ({ keys, counsellorId: id }: AgentMapping): FragmentSqlToken => sql.fragment`
  (f.kind = 'record_pulled' and (
    (
      ${isOf(sql.fragment`f.data #>> '{report,agent,number}'`, keys)}
      and f.data #>> '{report,agent,counsellorId}' is distinct from ${id}::text
    )
    or exists (
      select from jsonb_array_elements(f.data -> 'alsoRung') as each (rung)
      where ${isOf(sql.fragment`rung ->> 'number'`, keys)} and rung ->> 'counsellorId' is distinct from ${id}::text
    )
  ))
`;

/** The vendor's calls whose facts name an agent number that they do not hold to be this counsellor's. */
export const callsNamingAgent = async (
  db: Db,
  mapping: AgentMapping,
  stretch: Stretch,
): Promise<readonly CallPlace[]> =>
  await callsIn(
    db,
    stretch,
    sql.fragment`c.vendor = ${mapping.vendor} and exists (
      select from fact f
      where f.institute_id = c.institute_id and f.call_id = c.id and (${namesOthers(mapping)} or ${recordNamesOthers(mapping)})
    )`,
  );

/** The calls on a DID, by its key. */
export const callsOfDid = async (db: Db, didKey: string, stretch: Stretch): Promise<readonly CallPlace[]> =>
  await callsIn(db, stretch, sql.fragment`c.did_key = ${didKey}`);

const changedRow = z.object({ seq: z.number() });

/** Gives a call's facts that name an agent number to its counsellor; says how many changed. The caller has locked the call. */
export const reattributeFacts = async (
  tx: Tx,
  { instituteId, callId: id }: { instituteId: InstituteId; callId: CallId },
  mapping: AgentMapping,
): Promise<number> => {
  const events = await tx.any(sql.type(changedRow)`
    update fact f
    set counsellor_id = ${mapping.counsellorId},
      data = jsonb_set(f.data, '{flags}', coalesce(f.data -> 'flags', '[]') - 'agent_unknown')
    where f.institute_id = ${instituteId} and f.call_id = ${id} and ${namesOthers(mapping)}
    returning f.seq
  `);
  const records = await tx.any(sql.type(changedRow)`
    update fact f
    set data = jsonb_set(
      case
        when ${isOf(sql.fragment`f.data #>> '{report,agent,number}'`, mapping.keys)}
        then jsonb_set(f.data, '{report,agent,counsellorId}', to_jsonb(${mapping.counsellorId}::text))
        else f.data
      end,
      '{alsoRung}',
      (
        select coalesce(jsonb_agg(
          case
            when ${isOf(sql.fragment`rung ->> 'number'`, mapping.keys)} then rung || jsonb_build_object('counsellorId', ${mapping.counsellorId}::text)
            else rung
          end
          order by nth
        ), '[]')
        from jsonb_array_elements(f.data -> 'alsoRung') with ordinality as each (rung, nth)
      )
    )
    where f.institute_id = ${instituteId} and f.call_id = ${id} and ${recordNamesOthers(mapping)}
    returning f.seq
  `);
  return events.length + records.length;
};

/** Has the next advance look at the call as if its newest fact had just come. */
export const askToAdvance = async (tx: Tx, instituteId: InstituteId, id: CallId): Promise<void> => {
  await tx.query(sql.type(noRows)`
    update call set applied_seq = least(applied_seq, last_seq - 1) where institute_id = ${instituteId} and id = ${id}
  `);
};

/** Has the relay tell the call's workflow, which has something to wait for again. */
export const askToDeliver = async (tx: Tx, instituteId: InstituteId, id: CallId): Promise<void> => {
  await tx.query(sql.type(noRows)`
    update call set delivered_seq = least(delivered_seq, last_seq - 1) where institute_id = ${instituteId} and id = ${id}
  `);
};

const namedRow = z.object({ counsellorId, keys: z.array(z.string()) });

/**
 * Whose an agent's name is at a vendor, their number or their user id there, and the keys by which that line is known.
 * Null: nobody's. A user id that is somebody's number is that somebody's, as events are read (db/agent-keys).
 */
export const ownerOfAgentName = async (
  db: Db,
  instituteId: InstituteId,
  { vendor, key }: { vendor: string; key: string },
): Promise<z.infer<typeof namedRow> | null> =>
  await db.maybeOne(sql.type(namedRow)`
    select n.counsellor_id as "counsellorId",
      array[n.number_key] || array(
        select n.vendor_user_id
        where n.vendor_user_id is not null and not exists (
          select from agent_number other
          where other.institute_id = n.institute_id and other.vendor = n.vendor and other.number_key = n.vendor_user_id
        )
      ) as keys
    from agent_number n
    where n.institute_id = ${instituteId} and n.vendor = ${vendor} and (n.number_key = ${key} or n.vendor_user_id = ${key})
    order by n.number_key = ${key} desc, n.number_key
    limit 1
  `);
