import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId, LeadId } from '../domain/ids.ts';
import { counsellorId, epochMs, leadId } from './columns.ts';
import { leadsWhere, type LeadFilter } from './lead-filter.ts';
import { LEAD_ORDERS, type LeadOrder, type LeadSort } from './lead-sorts.ts';
import { ownersColumn } from './leads.ts';
import type { Db } from './pool.ts';

const phone = z.object({
  id: z.string(),
  numberKey: z.string(),
  kind: z.enum(['primary', 'alternate']),
  verified: z.boolean(),
});

const leadRow = z.object({
  id: leadId,
  name: z.string(),
  email: z.string().nullable(),
  stage: z.string(),
  origin: z.string(),
  campaign: z.string().nullable(),
  owners: z.array(z.object({ id: counsellorId, name: z.string(), active: z.boolean() })),
  phones: z.array(phone),
  junk: z.boolean(),
  doNotCall: z.boolean(),
  mergedInto: leadId.nullable(),
  lastCallAt: epochMs.nullable(),
  lastCallDirection: z.string().nullable(),
  lastCallOutcome: z.string().nullable(),
  callCount: z.number(),
  version: z.number(),
});
/** A lead with all that is shown of it; numbers unmasked, for the presenter. */
export type LeadRow = z.infer<typeof leadRow>;

const columns = sql.fragment`
  l.id, l.name, l.email, l.stage, l.origin, l.campaign, ${ownersColumn} as owners,
  coalesce((
    select jsonb_agg(
      jsonb_build_object('id', p.id, 'numberKey', p.number_key, 'kind', p.kind, 'verified', p.verified) order by p.position, p.id
    )
    from lead_phone p
    where p.institute_id = l.institute_id and p.lead_id = l.id
  ), '[]') as phones,
  l.junk, l.do_not_call as "doNotCall", l.merged_into as "mergedInto",
  l.last_call_at as "lastCallAt", l.last_call_direction as "lastCallDirection", l.last_call_outcome as "lastCallOutcome",
  l.call_count as "callCount", l.version
`;

/** One lead, a merged one too; null when the institute has none with this id. */
export async function findLead(
  db: Db,
  { instituteId, leadId: id }: { instituteId: InstituteId; leadId: LeadId },
): Promise<LeadRow | null> {
  return await db.maybeOne(sql.type(leadRow)`
    select ${columns} from lead l where l.institute_id = ${instituteId} and l.id = ${id} and l.erased_at is null
  `);
}

/** These leads, merged ones too; those there are not are left out. */
export async function findLeads(db: Db, instituteId: InstituteId, ids: readonly LeadId[]): Promise<readonly LeadRow[]> {
  if (ids.length === 0) return [];
  return await db.any(sql.type(leadRow)`
    select ${columns} from lead l where l.institute_id = ${instituteId} and l.id = any(${sql.array([...ids], 'uuid')}) and l.erased_at is null
  `);
}

const listedLead = leadRow.extend({ sortKey: z.union([z.string(), z.number()]) });
/** A lead of a list with what the list's order goes by. */
export type ListedLead = z.infer<typeof listedLead>;

/** Where a list goes on: after the lead with this sort key and id. */
export interface LeadPosition {
  readonly sortKey: string | number;
  readonly id: string;
}

/** Leads that were not merged into others. */
export async function listLeads(
  db: Db,
  instituteId: InstituteId,
  filter: LeadFilter,
  { sort, after, limit }: { sort: LeadSort; after: LeadPosition | null; limit: number },
): Promise<readonly ListedLead[]> {
  const order: LeadOrder = LEAD_ORDERS[sort];
  return await db.any(sql.type(listedLead)`
    select ${columns}, ${order.key} as "sortKey"
    from lead l
    where ${sql.and([await leadsWhere(db, instituteId, filter), after !== null && order.behind(after.sortKey, after.id)])}
    order by ${order.by}
    limit ${limit}
  `);
}
