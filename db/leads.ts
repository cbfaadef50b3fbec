import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import { counsellorId, leadId, noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const owner = z.object({ id: counsellorId, name: z.string(), active: z.boolean() });
/** An owner of a lead; `active` is the counsellor's, an inactive one is skipped for routing. */
export type Owner = z.infer<typeof owner>;

const idRow = z.object({ id: leadId });

const matchedLead = z.object({
  id: leadId,
  name: z.string(),
  stage: z.string(),
  junk: z.boolean(),
  doNotCall: z.boolean(),
  owners: z.array(owner),
});
/** A lead as routing and pop-ups need it. */
export type MatchedLead = z.infer<typeof matchedLead>;

/** The owners of the lead `l` of the surrounding query, in order, as JSON. */
export const ownersColumn = sql.fragment`
  coalesce((
    select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'active', c.active) order by o.position, o.counsellor_id)
    from lead_owner o
    join counsellor c on c.institute_id = o.institute_id and c.id = o.counsellor_id
    where o.institute_id = l.institute_id and o.lead_id = l.id
  ), '[]')
`;

/**
 * The leads with a number, in the order of the matching rule (product 1.6): primary before alternate, then
 * most recently active; the first is the match, the others its candidates. A merged lead's numbers lead to
 * its primary, which appears once.
 */
export async function findLeadsByNumber(
  db: Db,
  {
    instituteId,
    numberKey,
    includeAlternates,
  }: { instituteId: InstituteId; numberKey: string; includeAlternates: boolean },
): Promise<readonly MatchedLead[]> {
  return await db.any(sql.type(matchedLead)`
    with recursive holder as (
      select p.lead_id as id, p.kind = 'primary' as is_primary
      from lead_phone p
      where p.institute_id = ${instituteId} and p.number_key = ${numberKey} and (p.kind = 'primary' or ${includeAlternates})
      union
      select l.merged_into, h.is_primary
      from holder h
      join lead l on l.institute_id = ${instituteId} and l.id = h.id
      where l.merged_into is not null
    )
    select l.id, l.name, l.stage, l.junk, l.do_not_call as "doNotCall", ${ownersColumn} as owners
    from (select id, bool_or(is_primary) as is_primary from holder group by id) h
    join lead l on l.institute_id = ${instituteId} and l.id = h.id and l.merged_into is null
    order by h.is_primary desc, l.last_active_at desc, l.id
  `);
}

/** The lead this one was merged into, at the end of the chain; itself when it was not. Null: no such lead, or it was erased. */
export async function primaryOf(
  db: Db,
  { instituteId, leadId: id }: { instituteId: InstituteId; leadId: LeadId },
): Promise<LeadId | null> {
  return await db.maybeOneFirst(sql.type(idRow)`
    with recursive chain as (
      select l.id, l.merged_into, l.erased_at from lead l where l.institute_id = ${instituteId} and l.id = ${id}
      union
      select l.id, l.merged_into, l.erased_at
      from chain c
      join lead l on l.institute_id = ${instituteId} and l.id = c.merged_into
    )
    select id from chain where merged_into is null and erased_at is null
  `);
}

/** A lead's owners, in order. */
export async function ownersOf(
  db: Db,
  { instituteId, leadId: id }: { instituteId: InstituteId; leadId: LeadId },
): Promise<readonly Owner[]> {
  return await db.any(sql.type(owner)`
    select c.id, c.name, c.active
    from lead_owner o
    join counsellor c on c.institute_id = o.institute_id and c.id = o.counsellor_id
    where o.institute_id = ${instituteId} and o.lead_id = ${id}
    order by o.position, o.counsellor_id
  `);
}

/**
 * Makes these the lead's owners, in this order, and says who were before. Locks the lead; its version rises
 * only when something changed. The timeline entry with its reason is the caller's.
 */
export async function replaceOwners(
  tx: Tx,
  {
    instituteId,
    leadId: id,
    owners,
    now,
  }: {
    instituteId: InstituteId;
    leadId: LeadId;
    owners: readonly CounsellorId[];
    now: EpochMs;
  },
): Promise<{ readonly previous: readonly Owner[]; readonly changed: boolean }> {
  await tx.query(sql.type(noRows)`
    select from lead where institute_id = ${instituteId} and id = ${id} for no key update
  `);
  const previous = await ownersOf(tx, { instituteId, leadId: id });
  const same = previous.length === owners.length && previous.every((before, index) => before.id === owners[index]);
  if (same) return { previous, changed: false };
  await changeOwners(tx, { instituteId, leadId: id, owners, now });
  return { previous, changed: true };
}

/** Makes these the owners of a lead that the transaction has locked and that has others; its version rises. */
export async function changeOwners(
  tx: Tx,
  { instituteId, leadId: id, owners, now }: Parameters<typeof replaceOwners>[1],
): Promise<void> {
  await tx.query(sql.type(noRows)`
    with ${writtenOwners({ instituteId, leadId: id, owners })}
    update lead set version = version + 1, last_active_at = greatest(last_active_at, ${sql.timestamp(new Date(now))})
    where institute_id = ${instituteId} and id = ${id}
  `);
}

interface LeadOwners {
  readonly instituteId: InstituteId;
  readonly leadId: LeadId;
  readonly owners: readonly CounsellorId[];
}

/** Writes the owners of a lead that the transaction has locked or made; its version is the caller's to raise. */
export async function writeOwners(tx: Tx, owners: LeadOwners): Promise<void> {
  await tx.query(sql.type(noRows)`with ${writtenOwners(owners)} select`);
}

/** Makes these the owners of a lead, in this order, with the statement that follows. */
function writtenOwners({ instituteId, leadId: id, owners }: LeadOwners): FragmentSqlToken {
  const ids = sql.array([...owners], 'uuid');
  return sql.fragment`
    gone as (
      delete from lead_owner where institute_id = ${instituteId} and lead_id = ${id} and counsellor_id <> all(${ids})
    ),
    owning as (
      insert into lead_owner (institute_id, lead_id, counsellor_id, position)
      select ${instituteId}::integer, ${id}::uuid, counsellor_id, position
      from unnest(${ids}) with ordinality as given (counsellor_id, position)
      on conflict (institute_id, lead_id, counsellor_id) do update set position = excluded.position
    )
  `;
}

/** The lead was active at `at`: it comes first in lists. Never moves backwards, so the order of arrival doesn't matter. */
export async function touchLead(
  tx: Tx,
  { instituteId, leadId: id, at }: { instituteId: InstituteId; leadId: LeadId; at: EpochMs },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    update lead set last_active_at = ${sql.timestamp(new Date(at))}
    where institute_id = ${instituteId} and id = ${id} and last_active_at < ${sql.timestamp(new Date(at))}
  `);
}

/**
 * Gives a lead its first campaign, where it has none (product 7: it never changes). Its version stays: an edit under
 * way has nothing to do with it.
 */
export async function giveCampaign(
  tx: Tx,
  { instituteId, leadId: id, campaign }: { instituteId: InstituteId; leadId: LeadId; campaign: string },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    update lead set campaign = ${campaign}
    where institute_id = ${instituteId} and id = ${id} and campaign is null
  `);
}

export interface AutomaticLead {
  readonly instituteId: InstituteId;
  readonly numberKey: string;
  /** Of the DID that was called; null when it has none. */
  readonly campaign: string | null;
  /** "Check Lead Existence on Alternate Mobile": whether a lead with this number as an alternate counts as having it. */
  readonly includeAlternates: boolean;
  readonly now: EpochMs;
}

/**
 * The lead of an unknown caller, made once however many ask at the same time (product 1.5): the claim row of the
 * number is single, and whoever comes second waits for the first one's commit and gets its lead. Expects READ
 * COMMITTED. Lock order: call, claim, lead; ask for it after `findLeadsByNumber` found nobody.
 */
export async function createAutomaticLead(
  tx: Tx,
  wanted: AutomaticLead,
): Promise<{ readonly leadId: LeadId; readonly created: boolean }> {
  const fresh = await makeLead(tx, wanted, claimed(wanted));
  if (fresh !== null) return { leadId: fresh, created: true };
  // The first look takes no lock; the second is for the rare claim whose lead has another number by now.
  const holder = (await claimHolder(tx, wanted)) ?? (await lockClaim(tx, wanted), await claimHolder(tx, wanted));
  if (holder !== null) {
    return {
      leadId: (await primaryOf(tx, { instituteId: wanted.instituteId, leadId: holder })) ?? holder,
      created: false,
    };
  }
  const next = await makeLead(tx, wanted, passedOn(wanted));
  if (next === null) throw new Error('The claim of a number is gone');
  return { leadId: next, created: true };
}

/** Takes the number for a lead that does not exist yet, unless it is taken. Waits for whoever is taking it. */
const claimed = ({ instituteId, numberKey }: AutomaticLead): FragmentSqlToken => sql.fragment`
  insert into lead_claim (institute_id, number_key, lead_id)
  values (${instituteId}, ${numberKey}, uuidv7())
  on conflict (institute_id, number_key) do nothing
  returning lead_id
`;

/** Takes the number, which is locked, for another lead. */
const passedOn = ({ instituteId, numberKey }: AutomaticLead): FragmentSqlToken => sql.fragment`
  update lead_claim set lead_id = uuidv7()
  where institute_id = ${instituteId} and number_key = ${numberKey}
  returning lead_id
`;

/** Makes the lead that the claim is for; null when it gave none. */
async function makeLead(
  tx: Tx,
  { instituteId, numberKey, campaign, now }: AutomaticLead,
  claim: FragmentSqlToken,
): Promise<LeadId | null> {
  const at = sql.timestamp(new Date(now));
  return await tx.maybeOneFirst(sql.type(idRow)`
    with claim as (${claim}),
    made as (
      insert into lead (institute_id, id, name, origin, campaign, last_active_at, created_at)
      select ${instituteId}::integer, lead_id, '', 'Telephony', ${campaign}::text, ${at}, ${at} from claim
    ),
    known as (
      insert into lead_phone (institute_id, lead_id, number_key, kind, verified)
      select ${instituteId}::integer, lead_id, ${numberKey}::text, 'primary', true from claim
    )
    select lead_id as id from claim
  `);
}

async function lockClaim(tx: Tx, { instituteId, numberKey }: AutomaticLead): Promise<void> {
  await tx.query(sql.type(noRows)`
    select from lead_claim where institute_id = ${instituteId} and number_key = ${numberKey} for update
  `);
}

/** The lead the number is claimed for, as long as that lead still has the number. */
async function claimHolder(
  tx: Tx,
  { instituteId, numberKey, includeAlternates }: AutomaticLead,
): Promise<LeadId | null> {
  return await tx.maybeOneFirst(sql.type(idRow)`
    select c.lead_id as id
    from lead_claim c
    join lead_phone p on p.institute_id = c.institute_id and p.lead_id = c.lead_id and p.number_key = c.number_key
    where c.institute_id = ${instituteId} and c.number_key = ${numberKey} and (p.kind = 'primary' or ${includeAlternates})
  `);
}
