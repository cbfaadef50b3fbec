import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { InstituteId, LeadId } from '../domain/ids.ts';
import type { LeadSearch } from '../domain/leads/search.ts';
import { leadId } from './columns.ts';
import { nameInOrder } from './lead-sorts.ts';
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

/** Every lead, to be narrowed. */
export const EVERY_LEAD: LeadFilter = {
  search: null,
  owner: null,
  stage: null,
  origin: null,
  campaign: null,
  lastCallOutcome: null,
  lastCallDirection: null,
  neverCalled: null,
};

/** Up to this many leads are looked up one by one: a few dozen ms at most. */
const FEW = 20_000;

/**
 * The leads `l` of an institute that a filter lets through, without those merged into others. What can't be known from
 * statistics is looked up first, so that Postgres never walks all leads for an owner whose leads have slept for years.
 */
export async function leadsWhere(db: Db, instituteId: InstituteId, filter: LeadFilter): Promise<FragmentSqlToken> {
  const { search, owner, stage, origin, campaign, lastCallOutcome, lastCallDirection, neverCalled } = filter;
  const conditions = sql.and([
    sql.fragment`l.institute_id = ${instituteId} and l.merged_into is null and l.erased_at is null`,
    search !== null && (await searched(db, instituteId, search)),
    owner !== null && (await ownedBy(db, instituteId, owner)),
    stage !== null && sql.fragment`l.stage = ${stage}`,
    origin !== null && sql.fragment`l.origin = ${origin}`,
    campaign !== null && sql.fragment`l.campaign = ${campaign}`,
    lastCallOutcome !== null && sql.fragment`l.last_call_outcome = ${lastCallOutcome}`,
    lastCallDirection !== null && sql.fragment`l.last_call_direction = ${lastCallDirection}`,
    neverCalled !== null &&
      (neverCalled ? sql.fragment`l.last_call_at is null` : sql.fragment`l.last_call_at is not null`),
  ]);
  return sql.fragment`${conditions}`;
}

/**
 * That a lead is among those a subquery gives: looked up first where they are few, else `otherwise`, which is tried on
 * lead after lead in the order of the list until a page is full.
 */
async function among(db: Db, ids: FragmentSqlToken, otherwise: FragmentSqlToken): Promise<FragmentSqlToken> {
  const counted = await db.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*)::integer as count from (${ids} limit ${FEW + 1}) few
  `);
  return counted <= FEW ? sql.fragment`l.id = any(array(${ids}))` : otherwise;
}

async function ownedBy(db: Db, instituteId: InstituteId, owner: string): Promise<FragmentSqlToken> {
  const owned = sql.fragment`select o.lead_id from lead_owner o where o.institute_id = ${instituteId} and o.counsellor_id = ${owner}`;
  return await among(db, owned, sql.fragment`exists (${owned} and o.lead_id = l.id)`);
}

/** The leads a search names exactly, by id or whole number; merged ones lead to their primary. */
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

/** The trigram index knows nothing of shorter texts. */
const SHORTEST_PART = 3;

/**
 * The leads a search finds. An id, or a whole number that somebody has, means just them; one or two letters find the
 * names that begin with them; anything else is a part of a name, an address or a number.
 */
async function searched(db: Db, instituteId: InstituteId, search: LeadSearch): Promise<FragmentSqlToken> {
  const named = await namedLeads(db, instituteId, search);
  if (named.length > 0) return sql.fragment`l.id = any(${sql.array([...named], 'uuid')})`;
  const { text, numberPart } = search;
  const literal = text.replaceAll(/[\\%_]/g, '\\$&');
  if (text.length < SHORTEST_PART) {
    const begins = sql.fragment`${nameInOrder} like ${`${literal.toLowerCase()}%`}`;
    return await among(
      db,
      sql.fragment`select l.id from lead l where l.institute_id = ${instituteId} and l.merged_into is null and ${begins}`,
      begins,
    );
  }
  const part = `%${literal}%`;
  if (numberPart === null) return sql.fragment`(l.name ilike ${part} or l.email ilike ${part})`;
  // Part of a number: an "or" across tables would use neither index.
  return sql.fragment`l.id in (
    select p.lead_id from lead_phone p where p.institute_id = ${instituteId} and p.number_key like ${numberPart.startsWith('+') ? `${numberPart}%` : `%${numberPart}%`}
    union all
    select t.id from lead t where t.institute_id = ${instituteId} and (t.name ilike ${part} or t.email ilike ${part})
  )`;
}
