import { sql } from 'slonik';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Tx } from './pool.ts';

interface Merging {
  readonly instituteId: InstituteId;
  readonly from: CallId;
  readonly into: CallId;
  readonly now: EpochMs;
}

/**
 * Closes a call that is part of another; from now on nothing counts it. It stays one fact short of delivered until its
 * own run has heard of that and ended (`markRunEnded`).
 */
export async function markMerged(tx: Tx, { instituteId, from, into, now }: Merging): Promise<void> {
  await tx.query(sql.type(noRows)`
    update call
    set merged_into = ${into}, lead_id = null, outcome = null, state = 'ended', wake_at = null,
      closed_at = ${sql.timestamp(new Date(now))}, applied_seq = last_seq, delivered_seq = last_seq - 1,
      claimed_until = null, plan_digest = null
    where institute_id = ${instituteId} and id = ${from}
  `);
}

/**
 * Moves a call's references, requests, notes and facts into another, after the facts that are there. Both rows
 * are locked by the caller.
 */
export async function moveIntoCall(tx: Tx, { instituteId, from, into }: Omit<Merging, 'now'>): Promise<void> {
  await tx.query(sql.type(noRows)`
    update call_ref set call_id = ${into} where institute_id = ${instituteId} and call_id = ${from}
  `);
  await tx.query(sql.type(noRows)`
    update note set call_id = ${into} where institute_id = ${instituteId} and call_id = ${from}
  `);
  await tx.query(sql.type(noRows)`
    update click_to_call set call_id = ${into} where institute_id = ${instituteId} and call_id = ${from}
  `);
  await tx.query(sql.type(noRows)`
    update timeline set call_id = ${into}
    where institute_id = ${instituteId} and call_id = ${from} and type <> 'call'
  `);
  await tx.query(sql.type(noRows)`
    with moved as (
      select f.seq, (select last_seq from call where institute_id = ${instituteId} and id = ${into})
        + row_number() over (order by f.seq) as new_seq
      from fact f
      where f.institute_id = ${instituteId} and f.call_id = ${from}
    ),
    requests as (
      update vendor_request r
      set call_id = ${into}, fact_seq = moved.new_seq
      from (select seq, new_seq from moved union all select null, null) moved
      where r.institute_id = ${instituteId} and r.call_id = ${from} and r.fact_seq is not distinct from moved.seq
    ),
    bumped as (
      update call set last_seq = last_seq + (select count(*) from moved)
      where institute_id = ${instituteId} and id = ${into}
    )
    update fact f
    set call_id = ${into}, seq = moved.new_seq
    from moved
    where f.institute_id = ${instituteId} and f.call_id = ${from} and f.seq = moved.seq
  `);
  await tx.query(sql.type(noRows)`
    with gone as (
      select number_key, did_key, vendor_call_id, last_heard_at
      from call where institute_id = ${instituteId} and id = ${from}
    )
    update call c
    set number_key = coalesce(c.number_key, gone.number_key), did_key = coalesce(c.did_key, gone.did_key),
      vendor_call_id = coalesce(c.vendor_call_id, gone.vendor_call_id),
      last_heard_at = greatest(c.last_heard_at, gone.last_heard_at)
    from gone
    where c.institute_id = ${instituteId} and c.id = ${into}
  `);
}

/** The run of a call that was merged away has ended. */
export async function markRunEnded(
  tx: Tx,
  { instituteId, callId: id }: { instituteId: InstituteId; callId: CallId },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    update call
    set delivered_seq = last_seq, delivery_attempts = 0, stuck = false, claimed_until = null
    where institute_id = ${instituteId} and id = ${id} and merged_into is not null
  `);
}
