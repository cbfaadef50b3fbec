import { sql } from 'slonik';
import { z } from 'zod';
import type { Direction } from '../domain/call/facts.ts';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import { callId, counsellorId, noRows } from './columns.ts';
import { counsellorsOfKeys } from './agent-keys.ts';
import { lockedCall, lockedColumns, type LockedCall } from './calls.ts';
import { factRow, factsColumn } from './facts.ts';
import type { Tx } from './pool.ts';

/** A name by which a vendor's events join a call: unique per institute and vendor, for ever (design 4). */
export interface CallRef {
  readonly kind: 'vendor_call' | 'our_ref' | 'vendor_ref';
  readonly ref: string;
}

/** Ascending, so that two transactions never wait for each other's references. */
export const pairs = (refs: readonly CallRef[]) =>
  sql.unnest(
    refs.toSorted((a, b) => (`${a.kind} ${a.ref}` < `${b.kind} ${b.ref}` ? -1 : 1)).map(({ kind, ref }) => [kind, ref]),
    ['text', 'text'],
  );

/**
 * Locks the calls that these references name, in id order. One that was merged while we waited for it is given back as it
 * is: its references have moved on to its survivor.
 */
export async function lockCallsByRefs(
  tx: Tx,
  instituteId: InstituteId,
  vendor: string,
  refs: readonly CallRef[],
): Promise<readonly LockedCall[]> {
  if (refs.length === 0) return [];
  return await tx.any(sql.type(lockedCall)`
    select ${lockedColumns}
    from call c
    where c.institute_id = ${instituteId} and c.id = any(array(
      select r.call_id
      from ${pairs(refs)} as wanted (kind, ref)
      join call_ref r on r.institute_id = ${instituteId} and r.vendor = ${vendor}
        and r.kind = wanted.kind and r.ref = wanted.ref
    ))
    order by c.id
    for no key update of c
  `);
}

const refRow = z.object({ ref: z.string() });

/** Gives a call references; says how many of them were free. Waits for whoever is writing the same ones. */
export async function insertRefs(
  tx: Tx,
  {
    instituteId,
    vendor,
    callId: id,
    refs,
  }: {
    instituteId: InstituteId;
    vendor: string;
    callId: CallId;
    refs: readonly CallRef[];
  },
): Promise<number> {
  if (refs.length === 0) return 0;
  const written = await tx.any(sql.type(refRow)`
    insert into call_ref (institute_id, vendor, kind, ref, call_id)
    select ${instituteId}::integer, ${vendor}, kind, ref, ${id}::uuid
    from ${pairs(refs)} as given (kind, ref)
    on conflict (institute_id, vendor, kind, ref) do nothing
    returning ref
  `);
  return written.length;
}

/**
 * Until the transaction ends, keeps others from making a call for the same student. Events with a vendor's id only
 * keep out those without one: two ids are two calls, however many ring at once.
 */
export async function lockPlacing(tx: Tx, key: string, mode: 'exclusive' | 'shared'): Promise<void> {
  await (mode === 'exclusive'
    ? tx.query(sql.type(noRows)`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
    : tx.query(sql.type(noRows)`select pg_advisory_xact_lock_shared(hashtextextended(${key}, 0))`));
}

const candidate = z.object({
  id: callId,
  direction: z.enum(['inbound', 'outbound', 'campaign']),
  facts: z.array(factRow),
});
export type CandidateRow = z.infer<typeof candidate>;

/** No call goes on for longer: keeps the search to a part of the index. */
const LONGEST_CALL_MS = 24 * 3_600_000;

/**
 * Calls of the same vendor and number (and DID, where both have one) heard of since `since`, newest first, at most 10.
 * No number: calls whose number is withheld as well.
 */
export async function candidateCalls(
  tx: Tx,
  {
    instituteId,
    vendor,
    numberKey,
    didKey,
    since,
    withoutId,
  }: {
    instituteId: InstituteId;
    vendor: string;
    numberKey: string | null;
    didKey: string | null;
    since: EpochMs;
    /** Only calls that no vendor's id names yet. */
    withoutId: boolean;
  },
): Promise<readonly CandidateRow[]> {
  const sameNumber =
    numberKey === null ? sql.fragment`c.number_key is null` : sql.fragment`c.number_key = ${numberKey}`;
  return await tx.any(sql.type(candidate)`
    select c.id, c.direction, ${factsColumn} as facts
    from call c
    where c.institute_id = ${instituteId} and c.vendor = ${vendor} and ${sameNumber}
      and c.merged_into is null and c.sealed_at is null and c.last_heard_at >= ${sql.timestamp(new Date(since))}
      and c.first_heard_at >= ${sql.timestamp(new Date(since - LONGEST_CALL_MS))}
      and (c.did_key is null or ${didKey}::text is null or c.did_key = ${didKey})
      and (not ${withoutId} or not exists (
        select from call_ref r
        where r.institute_id = c.institute_id and r.call_id = c.id and r.kind = 'vendor_call'
      ))
    order by c.first_heard_at desc, c.id desc
    limit 10
  `);
}

const surroundings = z.object({
  facts: z.array(factRow),
  counsellors: z.record(z.string(), counsellorId),
  did: z.object({ createOn: z.string().nullable(), ring: z.string().nullable() }).nullable(),
  blocked: z.boolean(),
});
export type Surroundings = z.infer<typeof surroundings>;

/** Whose the agents' keys of an event are (of nobody's there is none), how its DID rings, whether its student is blocked, and the call's facts so far. */
export async function readSurroundings(
  tx: Tx,
  {
    instituteId,
    vendor,
    callId: id,
    agentKeys,
    numberKey,
    didKey,
  }: {
    instituteId: InstituteId;
    vendor: string;
    callId: CallId | null;
    agentKeys: readonly string[];
    numberKey: string | null;
    didKey: string | null;
  },
): Promise<Surroundings> {
  return await tx.one(sql.type(surroundings)`
    select
      coalesce((
        select ${factsColumn} from call c where c.institute_id = ${instituteId} and c.id = ${id}::uuid
      ), '[]') as facts,
      ${counsellorsOfKeys({ instituteId, vendor, keys: agentKeys })} as counsellors,
      (
        select jsonb_build_object('createOn', d.create_on, 'ring', d.ring)
        from did d where d.institute_id = ${instituteId} and d.number_key = ${didKey}
      ) as did,
      exists (
        select from blocked_number b where b.institute_id = ${instituteId} and b.number_key = ${numberKey}
      ) as blocked
  `);
}

export interface NewCall {
  readonly instituteId: InstituteId;
  readonly vendor: string;
  readonly direction: Direction;
  readonly numberKey: string | null;
  readonly didKey: string | null;
  readonly vendorCallId: string | null;
  readonly blocked: boolean;
  /** By which it is known from now on. */
  readonly refs: readonly CallRef[];
  /** A routing question: in no list until an event claims it. */
  readonly unclaimed: boolean;
  readonly now: EpochMs;
}

const madeCall = lockedCall.extend({ named: z.number() });
/** A new call, locked; `named` says how many of its references were free. */
export type MadeCall = z.infer<typeof madeCall>;

/** Makes a call that has no facts yet. Waits for whoever is writing the same references. */
export async function insertCall(tx: Tx, call: NewCall): Promise<MadeCall> {
  const now = sql.timestamp(new Date(call.now));
  return await tx.one(sql.type(madeCall)`
    with made as (
      insert into call (institute_id, vendor, direction, number_key, did_key, vendor_call_id, blocked, unclaimed,
        first_heard_at, last_heard_at, started_at)
      values (${call.instituteId}, ${call.vendor}, ${call.direction}, ${call.numberKey}, ${call.didKey},
        ${call.vendorCallId}, ${call.blocked}, ${call.unclaimed}, ${now}, ${now}, ${now})
      returning *
    ),
    named as (
      insert into call_ref (institute_id, vendor, kind, ref, call_id)
      select made.institute_id, made.vendor, given.kind, given.ref, made.id
      from made, ${pairs(call.refs)} as given (kind, ref)
      on conflict (institute_id, vendor, kind, ref) do nothing
      returning ref
    )
    select ${lockedColumns}, (select count(*) from named) as named from made c
  `);
}

/** Removes a call that somebody else made first, with what references it got. */
export async function deleteUnbornCall(tx: Tx, instituteId: InstituteId, id: CallId): Promise<void> {
  await tx.query(sql.type(noRows)`delete from call_ref where institute_id = ${instituteId} and call_id = ${id}`);
  await tx.query(sql.type(noRows)`delete from call where institute_id = ${instituteId} and id = ${id}`);
}

/** Fills in what the call's earlier events did not say; what is known stays, and what is sealed stays as it is. */
export async function completeCall(
  tx: Tx,
  {
    instituteId,
    callId: id,
    numberKey,
    didKey,
    vendorCallId,
    blocked,
  }: {
    instituteId: InstituteId;
    callId: CallId;
    numberKey: string | null;
    didKey: string | null;
    vendorCallId: string | null;
    blocked: boolean;
  },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    update call
    set blocked = case when number_key is null then ${blocked} else blocked end,
      number_key = coalesce(number_key, ${numberKey}), did_key = coalesce(did_key, ${didKey}),
      vendor_call_id = coalesce(vendor_call_id, ${vendorCallId})
    where institute_id = ${instituteId} and id = ${id} and sealed_at is null
  `);
}
