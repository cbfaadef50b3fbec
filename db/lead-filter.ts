import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { InstituteId, LeadId } from '../domain/ids.ts';
import type { LeadSearch } from '../domain/leads/search.ts';
import { leadId } from './columns.ts';
import type { Db } from './pool.ts';

/** What a list of leads is narrowed to; null narrows nothing. */
export interface LeadFilter {
  readonly search: LeadSearch | null;
  readonly owner: string | null;
  readonly stage: string | null;
  readonly origin: string | null;
  readonly campaign: string | null;
  readonly lastCallOutcome: string | null;
  readonly lastCallDirection: string | null;
  /** Whether no call with them has ended yet. */
  readonly neverCalled: boolean | null;
}

/** Up to this many leads of an owner are looked up one by one: a few dozen ms at most. */
const FEW = 20_000;

/**
 * The leads `l` of an institute that a filter lets through, without those merged into others. What can't be known from
 * statistics is looked up first, so that Postgres never walks all leads for an owner whose leads have slept for years.
 */
export async function leadsWhere(db: Db, instituteId: InstituteId, filter: LeadFilter): Promise<FragmentSqlToken> {
  const { search, owner, stage, origin, campaign, lastCallOutcome, lastCallDirection, neverCalled } = filter;
  const named = search === null ? [] : await namedLeads(db, instituteId, search);
  const conditions = sql.and([
    sql.fragment`l.institute_id = ${instituteId} and l.merged_into is null`,
    search !== null && matches(instituteId, search, named),
    owner !== null && (await ownedBy(db, instituteId, owner)),
    stage !== null && sql.fragment`l.stage = ${stage}`,
    origin !== null && sql.fragment`l.origin = ${origin}`,
    campaign !== null && sql.fragment`l.campaign = ${campaign}`,
    lastCallOutcome !== null && sql.fragment`l.last_call_outcome = ${lastCallOutcome}`,
    lastCallDirection !== null && sql.fragment`l.last_call_direction = ${lastCallDirection}`,
    neverCalled !== null && (neverCalled ? sql.fragment`l.last_call_at is null` : sql.fragment`l.last_call_at is not null`),
  ]);
  return sql.fragment`${conditions}`;
}

/** From the owner's leads where they are few, else among the list's own order. */
async function ownedBy(db: Db, instituteId: InstituteId, owner: string): Promise<FragmentSqlToken> {
  const owned = sql.fragment`select o.lead_id from lead_owner o where o.institute_id = ${instituteId} and o.counsellor_id = ${owner}`;
  const counted = await db.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*)::integer as count from (${owned} limit ${FEW + 1}) few
  `);
  return counted <= FEW ? sql.fragment`l.id = any(array(${owned}))` : sql.fragment`exists (${owned} and o.lead_id = l.id)`;
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
