import { sql } from 'slonik';
import { z } from 'zod';
import type { CallId, CounsellorId, EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import { callId, counsellorId, leadId, noRows } from './columns.ts';
import type { FeedEntry } from './feed.ts';
import type { Db, Tx } from './pool.ts';

/** One lead becoming part of another. */
export interface Merging {
  readonly instituteId: InstituteId;
  /** The secondary. */
  readonly from: LeadId;
  /** The primary. */
  readonly into: LeadId;
}

/** Locks all calls of a lead, ascending, and gives their ids. Calls come before leads in the lock order. */
export async function lockCallsOf(tx: Tx, instituteId: InstituteId, lead: LeadId): Promise<readonly CallId[]> {
  return await tx.anyFirst(sql.type(z.object({ id: callId }))`
    select id from call
    where institute_id = ${instituteId} and lead_id = ${lead}
    order by id
    for no key update
  `);
}

const mergeableLead = z.object({ id: leadId, mergedInto: leadId.nullable() });

/**
 * Locks leads, ascending, against everything: from here on no call, note or missed entry can come to name them
 * without waiting for this transaction.
 */
export async function lockLeadsForMerge(
  tx: Tx,
  instituteId: InstituteId,
  ids: readonly LeadId[],
): Promise<readonly z.infer<typeof mergeableLead>[]> {
  return await tx.any(sql.type(mergeableLead)`
    select id, merged_into as "mergedInto"
    from lead
    where institute_id = ${instituteId} and id = any(${sql.array([...ids], 'uuid')})
    order by id
    for update
  `);
}

/** How many calls name a lead. */
export async function countCallsOf(db: Db, instituteId: InstituteId, lead: LeadId): Promise<number> {
  return await db.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*)::integer as count from call where institute_id = ${instituteId} and lead_id = ${lead}
  `);
}

/**
 * Makes the secondary part of the primary, and whatever was part of the secondary too: `merged_into` never names a
 * lead that was merged itself. What the primary lacks it takes: a name, an address, numbers (as alternates, up to
 * `mostPhones`), "do not call". Both versions rise.
 */
export async function writeMerge(
  tx: Tx,
  { instituteId, from, into, mostPhones, now }: Merging & { readonly mostPhones: number; readonly now: EpochMs },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    update lead p
    set name = case when p.name = '' then s.name else p.name end, email = coalesce(p.email, s.email),
      do_not_call = p.do_not_call or s.do_not_call, version = p.version + 1,
      last_active_at = greatest(p.last_active_at, s.last_active_at, ${sql.timestamp(new Date(now))})
    from lead s
    where p.institute_id = ${instituteId} and p.id = ${into} and s.institute_id = ${instituteId} and s.id = ${from}
  `);
  await tx.query(sql.type(noRows)`
    update lead_phone p set verified = true
    from lead_phone s
    where p.institute_id = ${instituteId} and p.lead_id = ${into} and not p.verified
      and s.institute_id = p.institute_id and s.lead_id = ${from} and s.number_key = p.number_key and s.verified
  `);
  await tx.query(sql.type(noRows)`
    insert into lead_phone (institute_id, lead_id, number_key, kind, verified, position)
    select ${instituteId}::integer, ${into}::uuid, s.number_key, 'alternate', s.verified, 1000 + row_number() over (order by s.position, s.id)
    from lead_phone s
    where s.institute_id = ${instituteId} and s.lead_id = ${from}
      and not exists (
        select from lead_phone p
        where p.institute_id = s.institute_id and p.lead_id = ${into} and p.number_key = s.number_key
      )
    order by s.position, s.id
    limit greatest(0, ${mostPhones} - (
      select count(*) from lead_phone p where p.institute_id = ${instituteId} and p.lead_id = ${into}
    ))
  `);
  await tx.query(sql.type(noRows)`
    update lead set merged_into = ${into}, version = version + case when id = ${from} then 1 else 0 end
    where institute_id = ${instituteId} and (id = ${from} or merged_into = ${from})
  `);
}

/** Gives the secondary's calls to the primary. Each is looked at anew when it is advanced next. */
export async function moveCalls(tx: Tx, { instituteId, from, into }: Merging): Promise<void> {
  await tx.query(sql.type(noRows)`
    update call set lead_id = ${into}, plan_digest = null where institute_id = ${instituteId} and lead_id = ${from}
  `);
}

const movedPopup = z.object({ id: z.string(), counsellorId });

/** Shows the primary on the cards that stand open, and says whom to tell. Their calls are locked. */
export async function movePopups(
  tx: Tx,
  { instituteId, from, into }: Merging,
  calls: readonly CallId[],
): Promise<readonly FeedEntry[]> {
  const moved = await tx.any(sql.type(movedPopup)`
    update popup set lead_id = ${into}, version = version + 1
    where institute_id = ${instituteId} and call_id = any(${sql.array([...calls], 'uuid')})
      and lead_id = ${from} and state in ('open', 'answered')
    returning id, counsellor_id as "counsellorId"
  `);
  return moved.map((popup): FeedEntry => ({ counsellorId: popup.counsellorId, type: 'popup', ref: popup.id }));
}

/**
 * Makes the secondary's missed entries the primary's: one student from now on.
 *
 * @returns whose open entries there are of the two; null is the shared queue
 */
export async function moveMissed(
  tx: Tx,
  { instituteId, from, into }: Merging,
): Promise<readonly (CounsellorId | null)[]> {
  const students = sql.array([`lead:${from}`, `lead:${into}`], 'text');
  // In id order, as whoever opens a student's entries takes them.
  await tx.query(sql.type(noRows)`
    select from missed_entry where institute_id = ${instituteId} and student = any(${students}) order by id for update
  `);
  await tx.query(sql.type(noRows)`
    update missed_entry set student = ${`lead:${into}`} where institute_id = ${instituteId} and student = ${`lead:${from}`}
  `);
  return await tx.anyFirst(sql.type(z.object({ counsellorId: counsellorId.nullable() }))`
    select distinct counsellor_id as "counsellorId"
    from missed_entry
    where institute_id = ${instituteId} and student = ${`lead:${into}`} and opened_at is null and not called_back
  `);
}

const partRow = z.object({ id: leadId, numberKeys: z.array(z.string()) });
/** A lead that was merged into another, with its numbers. */
export type LeadPart = z.infer<typeof partRow>;

/** The leads that are part of this one. */
export async function partsOf(
  db: Db,
  { instituteId, leadId: id }: { instituteId: InstituteId; leadId: LeadId },
): Promise<readonly LeadPart[]> {
  return await db.any(sql.type(partRow)`
    select l.id, array(
      select p.number_key from lead_phone p where p.institute_id = l.institute_id and p.lead_id = l.id
    ) as "numberKeys"
    from lead l
    where l.institute_id = ${instituteId} and l.merged_into = ${id}
    order by l.id
  `);
}
