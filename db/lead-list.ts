import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { InstituteId, LeadId } from '../domain/ids.ts';
import type { LeadSearch } from '../domain/leads/search.ts';
import { counsellorId, epochMs, leadId } from './columns.ts';
import { ownersColumn } from './leads.ts';
import { fromMicroseconds, microseconds } from './microseconds.ts';
import type { Db } from './pool.ts';

const phone = z.object({ id: z.string(), numberKey: z.string(), kind: z.enum(['primary', 'alternate']), verified: z.boolean() });

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
  /** When it was last active, in microseconds: the sort key of lists. */
  activeAt: z.number(),
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
  l.call_count as "callCount", l.version,
  ${microseconds(sql.fragment`l.last_active_at`)} as "activeAt"
`;

/** One lead, a merged one too; null when the institute has none with this id. */
export async function findLead(
  db: Db,
  { instituteId, leadId: id }: { instituteId: InstituteId; leadId: LeadId },
): Promise<LeadRow | null> {
  return await db.maybeOne(sql.type(leadRow)`
    select ${columns} from lead l where l.institute_id = ${instituteId} and l.id = ${id}
  `);
}

export interface LeadFilter {
  readonly search: LeadSearch | null;
  readonly owner: string | null;
  readonly stage: string | null;
  readonly origin: string | null;
}

/** Where a list goes on: after the lead that was active at this time (in microseconds) and has this id. */
export interface LeadPosition {
  readonly activeAt: number;
  readonly id: string;
}

/** Leads that were not merged into others, most recently active first. */
export async function listLeads(
  db: Db,
  instituteId: InstituteId,
  { search, owner, stage, origin }: LeadFilter,
  { after, limit }: { after: LeadPosition | null; limit: number },
): Promise<readonly LeadRow[]> {
  const named = search === null ? [] : await namedLeads(db, instituteId, search);
  return await db.any(sql.type(leadRow)`
    select ${columns}
    from lead l
    where ${sql.and([
      sql.fragment`l.institute_id = ${instituteId} and l.merged_into is null`,
      search !== null && matches(instituteId, search, named),
      owner !== null &&
        sql.fragment`exists (
          select from lead_owner o
          where o.institute_id = ${instituteId} and o.lead_id = l.id and o.counsellor_id = ${owner}
        )`,
      stage !== null && sql.fragment`l.stage = ${stage}`,
      origin !== null && sql.fragment`l.origin = ${origin}`,
      after !== null && sql.fragment`(l.last_active_at, l.id) < (${fromMicroseconds(after.activeAt)}, ${after.id}::uuid)`,
    ])}
    order by l.last_active_at desc, l.id desc
    limit ${limit}
  `);
}

/**
 * The leads a search names exactly, by id or whole number; merged ones lead to their primary. Read beforehand: with
 * ids instead of a subquery Postgres answers the search from the trigram index, or walks the newest where many match.
 */
async function namedLeads(db: Db, instituteId: InstituteId, { id, numberKey }: LeadSearch): Promise<readonly LeadId[]> {
  if (id === null && numberKey === null) return [];
  return await db.anyFirst(sql.type(z.object({ id: leadId }))`
    with recursive named as (
      select l.id, l.merged_into from lead l where l.institute_id = ${instituteId} and l.id = ${id}
      union
      select l.id, l.merged_into
      from lead_phone p
      join lead l on l.institute_id = p.institute_id and l.id = p.lead_id
      where p.institute_id = ${instituteId} and p.number_key = ${numberKey}
      union
      select l.id, l.merged_into
      from named n
      join lead l on l.institute_id = ${instituteId} and l.id = n.merged_into
    )
    select id from named where merged_into is null
  `);
}

function matches(instituteId: InstituteId, { text, numberPart }: LeadSearch, named: readonly LeadId[]): FragmentSqlToken {
  const part = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const ids = sql.array([...named], 'uuid');
  if (numberPart === null) return sql.fragment`(l.name ilike ${part} or l.email ilike ${part} or l.id = any(${ids}))`;
  // Part of a number: an "or" across tables would use neither index.
  return sql.fragment`l.id in (
    select p.lead_id from lead_phone p where p.institute_id = ${instituteId} and p.number_key like ${numberPart.startsWith('+') ? `${numberPart}%` : `%${numberPart}%`}
    union all
    select t.id from lead t where t.institute_id = ${instituteId} and (t.name ilike ${part} or t.email ilike ${part})
    union all
    select unnest(${ids})
  )`;
}
