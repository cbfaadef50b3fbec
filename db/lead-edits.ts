import { sql } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import type { WantedPhone } from '../domain/leads/phones.ts';
import { counsellorId, leadId, noRows } from './columns.ts';
import { findLead, type LeadRow } from './lead-list.ts';
import type { Db, Tx } from './pool.ts';

/** What of a lead is a plain value. */
export interface LeadDetails {
  readonly name: string;
  readonly email: string | null;
  readonly stage: string;
  readonly junk: boolean;
  readonly doNotCall: boolean;
}

/** A lead somebody made by hand, still without phones and owners. */
export async function insertLead(
  tx: Tx,
  {
    instituteId,
    name,
    email,
    stage,
    now,
  }: {
    instituteId: InstituteId;
    name: string;
    email: string | null;
    stage: string;
    now: EpochMs;
  },
): Promise<LeadId> {
  const at = sql.timestamp(new Date(now));
  return await tx.oneFirst(sql.type(z.object({ id: leadId }))`
    insert into lead (institute_id, name, email, stage, origin, last_active_at, created_at)
    values (${instituteId}, ${name}, ${email}, ${stage}, 'Manual', ${at}, ${at})
    returning id
  `);
}

/** Locks a lead for this transaction and reads it as it then stands; null when there is none. A call's row is locked before. */
export async function lockLead(tx: Tx, lead: { instituteId: InstituteId; leadId: LeadId }): Promise<LeadRow | null> {
  await tx.query(sql.type(noRows)`
    select from lead where institute_id = ${lead.instituteId} and id = ${lead.leadId} for no key update
  `);
  return await findLead(tx, lead);
}

/** Writes a locked lead's details; its version rises by one. */
export async function updateLead(
  tx: Tx,
  {
    instituteId,
    leadId: id,
    details,
    now,
  }: { instituteId: InstituteId; leadId: LeadId; details: LeadDetails; now: EpochMs },
): Promise<void> {
  const { name, email, stage, junk, doNotCall } = details;
  await tx.query(sql.type(noRows)`
    update lead
    set name = ${name}, email = ${email}, stage = ${stage}, junk = ${junk}, do_not_call = ${doNotCall},
      version = version + 1, last_active_at = greatest(last_active_at, ${sql.timestamp(new Date(now))})
    where institute_id = ${instituteId} and id = ${id}
  `);
}

/** Makes these the phones of a lead that is locked or new. A number it had keeps its id and whether it is verified. */
export async function writePhones(
  tx: Tx,
  { instituteId, leadId: id, phones }: { instituteId: InstituteId; leadId: LeadId; phones: readonly WantedPhone[] },
): Promise<void> {
  const keys = sql.array(
    phones.map(({ numberKey }) => numberKey),
    'text',
  );
  await tx.query(sql.type(noRows)`
    delete from lead_phone where institute_id = ${instituteId} and lead_id = ${id} and number_key <> all(${keys})
  `);
  const wanted = sql.unnest(
    phones.map(({ numberKey, kind }, position) => [numberKey, kind, position]),
    ['text', 'text', 'int4'],
  );
  await tx.query(sql.type(noRows)`
    insert into lead_phone (institute_id, lead_id, number_key, kind, position)
    select ${instituteId}::integer, ${id}::uuid, number_key, kind, position
    from ${wanted} as wanted (number_key, kind, position)
    on conflict (institute_id, lead_id, number_key) do update set kind = excluded.kind, position = excluded.position
  `);
}

/** Which of these are users of the institute. */
export async function counsellorsAmong(
  db: Db,
  { instituteId, ids }: { instituteId: InstituteId; ids: readonly string[] },
): Promise<readonly CounsellorId[]> {
  return await db.anyFirst(sql.type(z.object({ id: counsellorId }))`
    select id from counsellor where institute_id = ${instituteId} and id = any(${sql.array([...ids], 'uuid')}) and not machine
  `);
}
