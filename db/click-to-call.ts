import { sql } from 'slonik';
import { z } from 'zod';
import type { CallId, CounsellorId, EpochMs, InstituteId } from '../domain/ids.ts';
import { bytes, callId, epochMs, leadId, noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

interface Clicker {
  readonly instituteId: InstituteId;
  readonly counsellorId: CounsellorId;
}

/** Until the transaction ends, other clicks of the counsellor wait: of two at once one is the first. Before all other locks. */
export async function lockClicks(tx: Tx, { instituteId, counsellorId }: Clicker): Promise<void> {
  const key = `click ${instituteId} ${counsellorId}`;
  await tx.query(sql.type(noRows)`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

const clickRow = z.object({ callId, bodyHash: bytes });

/** The click that carried this key; null when none did. */
export async function findClick(
  db: Db,
  { instituteId, counsellorId, key }: Clicker & { readonly key: string },
): Promise<z.infer<typeof clickRow> | null> {
  return await db.maybeOne(sql.type(clickRow)`
    select call_id as "callId", body_hash as "bodyHash"
    from click_to_call
    where institute_id = ${instituteId} and counsellor_id = ${counsellorId} and idempotency_key = ${key}
  `);
}

const liveRow = z.object({
  callId,
  /** As it was when its call was last advanced. */
  leadId: leadId.nullable(),
  numberKey: z.string().nullable(),
  state: z.string(),
  requestedAt: epochMs,
  /** When anything was last heard of it from the vendor or a phone. */
  heardAt: epochMs,
});
/** The click that holds a counsellor, with its call. */
export type LiveClick = z.infer<typeof liveRow>;

/** The counsellor's click that was not released yet; null when they are free to click. */
export async function liveClick(tx: Tx, { instituteId, counsellorId }: Clicker): Promise<LiveClick | null> {
  return await tx.maybeOne(sql.type(liveRow)`
    select d.call_id as "callId", c.lead_id as "leadId", c.number_key as "numberKey", c.state,
      d.requested_at as "requestedAt",
      coalesce((
        select max(f.received_at)
        from fact f
        where f.institute_id = d.institute_id and f.call_id = d.call_id
          and (f.kind in ('dial_requested', 'dial_accepted', 'noticed', 'offered', 'offer_ended', 'student_rung', 'answered', 'ended')
            or (f.kind = 'record_pulled' and f.data ->> 'result' = 'live'))
      ), d.requested_at) as "heardAt"
    from click_to_call d
    join call c on c.institute_id = d.institute_id and c.id = d.call_id
    where d.institute_id = ${instituteId} and d.counsellor_id = ${counsellorId} and d.released_at is null
  `);
}

export interface NewClick extends Clicker {
  readonly key: string;
  readonly bodyHash: Buffer;
  readonly callId: CallId;
  readonly now: EpochMs;
}

/** Holds the counsellor for a call. A click that is not released yet violates `click_to_call_live`. */
export async function insertClick(
  tx: Tx,
  { instituteId, counsellorId, key, bodyHash, callId: id, now }: NewClick,
): Promise<void> {
  await tx.query(sql.type(noRows)`
    insert into click_to_call (institute_id, counsellor_id, idempotency_key, body_hash, call_id, requested_at)
    values (${instituteId}, ${counsellorId}, ${key}, ${sql.binary(bodyHash)}, ${id}, ${sql.timestamp(new Date(now))})
  `);
}

/** The call holds nobody any more. Repeated: nothing changes. After the call's own lock and before any lead's. */
export async function releaseClick(
  tx: Tx,
  { instituteId, callId: id, now }: { instituteId: InstituteId; callId: CallId; now: EpochMs },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    update click_to_call set released_at = ${sql.timestamp(new Date(now))}
    where institute_id = ${instituteId} and call_id = ${id} and released_at is null
  `);
}

const ownRow = z.object({ own: z.boolean() });

/** Whether the counsellor clicked this call. */
export async function hasClicked(
  db: Db,
  { instituteId, counsellorId, callId: id }: Clicker & { readonly callId: CallId },
): Promise<boolean> {
  return await db.oneFirst(sql.type(ownRow)`
    select exists (
      select from click_to_call
      where institute_id = ${instituteId} and call_id = ${id} and counsellor_id = ${counsellorId}
    ) as own
  `);
}

/** Whether a call is in the counsellor's missed queue, or in the shared one. */
export async function isMissedCallOf(
  db: Db,
  { instituteId, counsellorId, callId: id }: Clicker & { readonly callId: CallId },
): Promise<boolean> {
  return await db.oneFirst(sql.type(ownRow)`
    select exists (
      select from missed_entry m
      where m.institute_id = ${instituteId} and m.call_id = ${id}
        and (m.counsellor_id = ${counsellorId} or m.counsellor_id is null)
    ) as own
  `);
}

/** Asks the API processes to have the counsellor's phones dial, when the transaction commits. */
export async function askPhones(
  tx: Tx,
  { instituteId, counsellorId, callId: id }: Clicker & { readonly callId: CallId },
): Promise<void> {
  await tx.query(sql.type(noRows)`select pg_notify('dial', ${`${instituteId}:${counsellorId}:${id}`})`);
}

const vendorUserRow = z.object({ vendorUserId: z.string().nullable() });

/** The vendor's own id of a counsellor, where one was entered beside this number of theirs. */
export async function vendorUserIdOf(
  db: Db,
  {
    instituteId,
    counsellorId,
    vendor,
    agentNumber,
  }: Clicker & { readonly vendor: string; readonly agentNumber: string },
): Promise<string | null> {
  return await db.maybeOneFirst(sql.type(vendorUserRow)`
    select vendor_user_id as "vendorUserId"
    from agent_number
    where institute_id = ${instituteId} and counsellor_id = ${counsellorId} and vendor = ${vendor} and entered = ${agentNumber}
  `);
}
