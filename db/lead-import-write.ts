import { sql } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import type { PhoneKind } from '../domain/leads/phones.ts';
import { leadId, noRows } from './columns.ts';
import type { Tx } from './pool.ts';
import type { TimelineContent } from './timeline.ts';

const claimRow = z.object({ numberKey: z.string(), leadId });
/** A number with the lead that is to have it. */
export type NumberClaim = z.infer<typeof claimRow>;

const lockedClaim = claimRow.extend({ isNew: z.boolean() });

/**
 * Takes numbers for leads that do not exist yet, as the automatic creation does (`createAutomaticLead`): whoever else is
 * taking one of them is waited for. One that was taken before is locked and not new: its lead may have another number
 * by now. Ascending, before leads are locked.
 */
export async function claimNumbers(
  tx: Tx,
  instituteId: InstituteId,
  numberKeys: readonly string[],
): Promise<readonly z.infer<typeof lockedClaim>[]> {
  if (numberKeys.length === 0) return [];
  return await tx.any(sql.type(lockedClaim)`
    insert into lead_claim (institute_id, number_key, lead_id)
    select ${instituteId}::integer, number_key, uuidv7()
    from unnest(${sql.array([...numberKeys], 'text')}) as wanted (number_key)
    order by number_key
    on conflict (institute_id, number_key) do update set lead_id = lead_claim.lead_id
    returning new.number_key as "numberKey", new.lead_id as "leadId", old.lead_id is null as "isNew"
  `);
}

/** Passes locked claims on to leads still to be made: their leads have other numbers by now. */
export async function passClaimsOn(
  tx: Tx,
  instituteId: InstituteId,
  numberKeys: readonly string[],
): Promise<readonly NumberClaim[]> {
  if (numberKeys.length === 0) return [];
  return await tx.any(sql.type(claimRow)`
    update lead_claim set lead_id = uuidv7()
    where institute_id = ${instituteId} and number_key = any(${sql.array([...numberKeys], 'text')})
    returning number_key as "numberKey", lead_id as "leadId"
  `);
}

/** Gives back claims of this transaction for which no lead was made after all. */
export async function dropClaims(tx: Tx, instituteId: InstituteId, numberKeys: readonly string[]): Promise<void> {
  if (numberKeys.length === 0) return;
  await tx.query(sql.type(noRows)`
    delete from lead_claim where institute_id = ${instituteId} and number_key = any(${sql.array([...numberKeys], 'text')})
  `);
}

export interface ImportedLead {
  readonly leadId: LeadId;
  readonly name: string;
  readonly email: string | null;
  readonly stage: string;
}

/** New leads of origin Import, still without phones and owners. */
export async function insertImported(
  tx: Tx,
  instituteId: InstituteId,
  leads: readonly ImportedLead[],
  now: EpochMs,
): Promise<void> {
  const rows = sql.unnest(
    leads.map((lead) => [lead.leadId, lead.name, lead.email, lead.stage]),
    ['uuid', 'text', 'text', 'text'],
  );
  const at = sql.timestamp(new Date(now));
  await tx.query(sql.type(noRows)`
    insert into lead (institute_id, id, name, email, stage, origin, last_active_at, created_at)
    select ${instituteId}::integer, id, name, email, stage, 'Import', ${at}, ${at} from ${rows} as given (id, name, email, stage)
  `);
}

/** Gives locked leads the details a file has for them; their versions rise by one. */
export async function updateImported(
  tx: Tx,
  instituteId: InstituteId,
  leads: readonly ImportedLead[],
  now: EpochMs,
): Promise<void> {
  const rows = sql.unnest(
    leads.map((lead) => [lead.leadId, lead.name, lead.email, lead.stage]),
    ['uuid', 'text', 'text', 'text'],
  );
  await tx.query(sql.type(noRows)`
    update lead l
    set name = given.name, email = given.email, stage = given.stage, version = version + 1,
      last_active_at = greatest(last_active_at, ${sql.timestamp(new Date(now))})
    from ${rows} as given (id, name, email, stage)
    where l.institute_id = ${instituteId} and l.id = given.id
  `);
}

export interface ImportedPhone {
  readonly leadId: LeadId;
  readonly numberKey: string;
  readonly kind: PhoneKind;
  readonly position: number;
}

/** Adds phones to leads that are new or locked and don't have them. */
export async function addPhones(tx: Tx, instituteId: InstituteId, phones: readonly ImportedPhone[]): Promise<void> {
  const rows = sql.unnest(
    phones.map((one) => [one.leadId, one.numberKey, one.kind, one.position]),
    ['uuid', 'text', 'text', 'int4'],
  );
  await tx.query(sql.type(noRows)`
    insert into lead_phone (institute_id, lead_id, number_key, kind, position)
    select ${instituteId}::integer, lead_id, number_key, kind, position from ${rows} as given (lead_id, number_key, kind, position)
  `);
}

/** Makes one counsellor the owner of each lead, all of them new or locked. */
export async function giveOwners(
  tx: Tx,
  instituteId: InstituteId,
  given: readonly { readonly leadId: LeadId; readonly ownerId: CounsellorId }[],
): Promise<void> {
  const leads = sql.array(
    given.map((one) => one.leadId),
    'uuid',
  );
  await tx.query(
    sql.type(noRows)`delete from lead_owner where institute_id = ${instituteId} and lead_id = any(${leads})`,
  );
  const rows = sql.unnest(
    given.map((one) => [one.leadId, one.ownerId]),
    ['uuid', 'uuid'],
  );
  await tx.query(sql.type(noRows)`
    insert into lead_owner (institute_id, lead_id, counsellor_id, position)
    select ${instituteId}::integer, lead_id, counsellor_id, 1 from ${rows} as given (lead_id, counsellor_id)
  `);
}

export type ImportedEntry = Extract<TimelineContent, { type: 'assignment' | 'stage' | 'edit' }> & {
  readonly leadId: LeadId;
};

/** What the file changed, on the leads' timelines. */
export async function addEntries(
  tx: Tx,
  { instituteId, byId, at }: { instituteId: InstituteId; byId: CounsellorId; at: EpochMs },
  entries: readonly ImportedEntry[],
): Promise<void> {
  const rows = sql.unnest(
    entries.map((one) => [one.leadId, one.type, JSON.stringify(one.data)]),
    ['uuid', 'text', 'jsonb'],
  );
  await tx.query(sql.type(noRows)`
    insert into timeline (institute_id, lead_id, at, type, by_id, data)
    select ${instituteId}::integer, lead_id, ${sql.timestamp(new Date(at))}, type, ${byId}::uuid, data from ${rows} as given (lead_id, type, data)
  `);
}
