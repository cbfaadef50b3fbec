import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { Fact } from '../domain/call/facts.ts';
import type { CallId, CounsellorId, EpochMs, InstituteId } from '../domain/ids.ts';
import { counsellorsOfKeys } from './agent-keys.ts';
import { callId, counsellorId } from './columns.ts';
import { factRow, factsColumn, insertedFacts } from './facts.ts';
import { pairs, type CallRef, type NewCall } from './placing.ts';
import type { Db } from './pool.ts';
import { keptRequest, type VendorRequest } from './requests.ts';
import { routedCounsellors } from './routing.ts';

/** What an event or a question says of its call, to look for it. */
export interface Wanted {
  readonly instituteId: InstituteId;
  readonly vendor: string;
  readonly refs: readonly CallRef[];
  readonly numberKey: string | null;
  readonly didKey: string | null;
  readonly agentKeys: readonly string[];
  /** Calls that no id names yet may be meant when they were heard of since. */
  readonly since: EpochMs;
}

const seenCall = z.object({
  id: callId,
  mergedInto: callId.nullable(),
  sealed: z.boolean(),
  direction: z.enum(['inbound', 'outbound', 'campaign']),
  numberKey: z.string().nullable(),
  lastSeq: z.number(),
  appliedSeq: z.number(),
  facts: z.array(factRow),
  /** By the sequence number of the fact that each made. */
  requests: z.record(z.string(), z.custom<VendorRequest['id']>()),
});
/** A call as it was seen without its lock. */
export type SeenCall = z.infer<typeof seenCall>;

const look = z.object({
  /** How many of the references are known, and how many calls they name. */
  named: z.number(),
  calls: z.number(),
  /** One of those calls. */
  call: seenCall.nullable(),
  counsellors: z.record(z.string(), counsellorId),
  did: z.object({ createOn: z.string().nullable(), ring: z.string().nullable() }).nullable(),
  blocked: z.boolean(),
  hasUnnamed: z.boolean(),
});
export type Look = z.infer<typeof look>;

/** Looks once, without a lock, at everything that an event or a question is decided by. */
export async function lookFor(db: Db, wanted: Wanted): Promise<Look> {
  const { instituteId, vendor, refs, numberKey, didKey, agentKeys: keys, since } = wanted;
  return await db.one(sql.type(look)`
    with named as (
      select r.call_id
      from ${pairs(refs)} as wanted (kind, ref)
      join call_ref r on r.institute_id = ${instituteId} and r.vendor = ${vendor}
        and r.kind = wanted.kind and r.ref = wanted.ref
    )
    select
      (select count(*) from named) as named,
      (select count(distinct call_id) from named) as calls,
      case when c.id is not null then jsonb_build_object(
        'id', c.id, 'mergedInto', c.merged_into, 'sealed', c.sealed_at is not null, 'direction', c.direction, 'numberKey', c.number_key,
        'lastSeq', c.last_seq, 'appliedSeq', c.applied_seq, 'facts', ${factsColumn},
        'requests', coalesce((
          select jsonb_object_agg(f.seq, f.request_id)
          from fact f
          where f.institute_id = c.institute_id and f.call_id = c.id and f.request_id is not null
        ), '{}')
      ) end as call,
      ${counsellorsOfKeys({ instituteId, vendor, keys })} as counsellors,
      (
        select jsonb_build_object('createOn', d.create_on, 'ring', d.ring)
        from did d where d.institute_id = ${instituteId} and d.number_key = coalesce(c.did_key, ${didKey})
      ) as did,
      exists (
        select from blocked_number b
        where b.institute_id = ${instituteId} and b.number_key = coalesce(c.number_key, ${numberKey})
      ) as blocked,
      (
        c.id is null
        and has_unnamed_call(${instituteId}, ${vendor}, ${numberKey}, ${sql.timestamp(new Date(since))})
      ) as "hasUnnamed"
    from (values (1)) as always
    left join call c on c.institute_id = ${instituteId} and c.id = (select call_id from named limit 1)
  `);
}

/** What is written of a call together with the request that told of it. */
export interface Heard {
  readonly instituteId: InstituteId;
  readonly callId: CallId;
  readonly receivedAt: EpochMs;
  /** Numbered after the call's last. */
  readonly facts: readonly Fact[];
  readonly request: VendorRequest;
  /** Whom the vendor will ring first. */
  readonly routed?: readonly CounsellorId[];
}

const writtenRow = z.object({ written: z.boolean() });

/**
 * Adds facts to a call that is still as it was seen, fills in what nobody said of it before, and keeps the request.
 *
 * @returns false when the call is another by now: nothing was written
 */
export async function addIfUnchanged(
  db: Db,
  {
    lastSeq,
    numberKey,
    didKey,
    vendorCallId,
    blocked,
    ...heard
  }: Heard & Pick<NewCall, 'numberKey' | 'didKey' | 'vendorCallId' | 'blocked'> & { readonly lastSeq: number },
): Promise<boolean> {
  const { instituteId, callId: id, receivedAt, facts } = heard;
  return await db.oneFirst(sql.type(writtenRow)`
    with call_now as (
      update call
      set last_seq = last_seq + ${facts.length}, last_heard_at = greatest(last_heard_at, ${sql.timestamp(new Date(receivedAt))}),
        blocked = case when number_key is null then ${blocked} else blocked end,
        number_key = coalesce(number_key, ${numberKey}), did_key = coalesce(did_key, ${didKey}),
        vendor_call_id = coalesce(vendor_call_id, ${vendorCallId})
      where institute_id = ${instituteId} and id = ${id} and merged_into is null and sealed_at is null and last_seq = ${lastSeq}
      returning id
    ),
    ${writtenBeside(heard)}
    select exists (select from call_now) as written
  `);
}

/**
 * Makes a call, with its one reference, that has these facts, and keeps the request.
 *
 * @param call `since` when a call that no id names may have been heard of to be meant instead
 * @returns false when another event made the call, or may have made one it belongs to: nothing was written
 */
export async function beginUnlessKnown(
  db: Db,
  {
    call,
    turn,
    since,
    ...heard
  }: Heard & {
    readonly call: Omit<NewCall, 'refs'> & { readonly ref: CallRef };
    /** Names whom it takes turns with, see `lockPlacing`. */
    readonly turn: string;
    readonly since: EpochMs;
  },
): Promise<boolean> {
  const { instituteId, vendor, numberKey, ref } = call;
  const now = sql.timestamp(new Date(call.now));
  return await db.oneFirst(sql.type(writtenRow)`
    with named as (
      insert into call_ref (institute_id, vendor, kind, ref, call_id)
      select ${instituteId}::integer, ${vendor}, ${ref.kind}, ${ref.ref}, ${heard.callId}::uuid
      where not has_unnamed_call_by_now(${turn}, ${instituteId}, ${vendor}, ${numberKey}, ${sql.timestamp(new Date(since))})
      on conflict (institute_id, vendor, kind, ref) do nothing
      returning call_id
    ),
    call_now as (
      insert into call (institute_id, id, vendor, direction, number_key, did_key, vendor_call_id, blocked, unclaimed,
        first_heard_at, last_heard_at, started_at, last_seq)
      select ${instituteId}::integer, call_id, ${vendor}, ${call.direction}, ${numberKey}, ${call.didKey}, ${call.vendorCallId},
        ${call.blocked}::boolean, ${call.unclaimed}::boolean, ${now}, ${now}, ${now}, ${heard.facts.length}::integer
      from named
      returning id
    ),
    ${writtenBeside(heard)}
    select exists (select from call_now) as written
  `);
}

/** What is written where the surrounding statement's `call_now` was. */
function writtenBeside({ instituteId, callId: id, receivedAt, facts, request, routed = [] }: Heard): FragmentSqlToken {
  const condition = sql.fragment`exists (select from call_now)`;
  const also = sql.fragment`, routed as (${routedCounsellors({ instituteId, ids: routed, now: receivedAt, condition })})`;
  return sql.fragment`
    told as (${insertedFacts({ instituteId, callId: id, facts, requestId: request.id, condition })}),
    kept as (${keptRequest(request, condition)})
    ${routed.length > 0 ? also : sql.fragment``}
  `;
}
