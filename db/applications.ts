import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import type { LeadSearch } from '../domain/leads/search.ts';
import { epochMs, leadId, noRows } from './columns.ts';
import { EVERY_LEAD, leadsWhere } from './lead-filter.ts';
import type { Db, Tx } from './pool.ts';

const applicationRow = z.object({
  id: z.string(),
  /** The lead it was made for. */
  leadId,
  formId: z.string(),
  /** The same lead, or the one that was merged into. */
  lead: z.object({ id: leadId, name: z.string() }),
  /** The lead's, which its name may quote. */
  numberKeys: z.array(z.string()),
  form: z.object({ id: z.string(), name: z.string() }),
  status: z.string(),
  createdAt: epochMs,
  updatedAt: epochMs,
});
/** A student's application by one form. */
export type Application = z.infer<typeof applicationRow>;

const applicationColumns = sql.fragment`
  a.id, a.lead_id as "leadId", a.form_id as "formId", jsonb_build_object('id', p.id, 'name', p.name) as lead,
  (select coalesce(jsonb_agg(n.number_key), '[]') from lead_phone n where n.institute_id = p.institute_id and n.lead_id = p.id)
    as "numberKeys",
  jsonb_build_object('id', f.id, 'name', f.name) as form, a.status, a.created_at as "createdAt", a.updated_at as "updatedAt"
`;

/** Applications `a` with their form `f` and the lead `p` that stands for theirs. */
const applications = sql.fragment`
  application a
  join form f on f.institute_id = a.institute_id and f.id = a.form_id
  join lead l on l.institute_id = a.institute_id and l.id = a.lead_id
  join lead p on p.institute_id = l.institute_id and p.id = coalesce(l.merged_into, l.id) and p.erased_at is null
`;

/** One application; null when the institute has none with this id. */
export async function findApplication(db: Db, instituteId: InstituteId, id: string): Promise<Application | null> {
  return await db.maybeOne(sql.type(applicationRow)`
    select ${applicationColumns} from ${applications} where a.institute_id = ${instituteId} and a.id = ${id}
  `);
}

/** The same, locked for a change until the transaction ends. */
export async function lockApplication(tx: Tx, instituteId: InstituteId, id: string): Promise<Application | null> {
  await tx.query(sql.type(noRows)`
    select from application where institute_id = ${instituteId} and id = ${id} for no key update
  `);
  return await findApplication(tx, instituteId, id);
}

/** Whichever is not null narrows the list. */
export interface ApplicationFilter {
  readonly form: string | null;
  readonly lead: string | null;
  readonly status: string | null;
  /** Whose lead is found by it. */
  readonly search: LeadSearch | null;
  /** One of whose lead's owners it is. */
  readonly owner: string | null;
}

const ofLead = (instituteId: InstituteId, lead: string): FragmentSqlToken => sql.fragment`a.lead_id in (
  select own.id from lead own where own.institute_id = ${instituteId} and (own.id = ${lead} or own.merged_into = ${lead})
)`;

const ofLeads = async (
  db: Db,
  instituteId: InstituteId,
  narrowed: Pick<ApplicationFilter, 'search' | 'owner'>,
): Promise<FragmentSqlToken> => {
  const found = await leadsWhere(db, instituteId, { ...EVERY_LEAD, ...narrowed });
  return sql.fragment`p.id in (select l.id from lead l where ${found})`;
};

/** A page of applications, the newest first: ids are made in the order applications are. */
export async function listApplications(
  db: Db,
  instituteId: InstituteId,
  { form, lead, status, search, owner }: ApplicationFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<readonly Application[]> {
  return await db.any(sql.type(applicationRow)`
    select ${applicationColumns}
    from ${applications}
    where ${sql.and([
      sql.fragment`a.institute_id = ${instituteId}`,
      form !== null && sql.fragment`a.form_id = ${form}`,
      lead !== null && ofLead(instituteId, lead),
      status !== null && sql.fragment`a.status = ${status}`,
      (search !== null || owner !== null) && (await ofLeads(db, instituteId, { search, owner })),
      after !== null && sql.fragment`a.id < ${after}`,
    ])}
    order by a.id desc
    limit ${limit}
  `);
}

/** How many of the newest applications are looked through for what they can be narrowed to. */
const LOOKED_THROUGH = 2000;

/** The statuses that the newest applications have, in alphabetical order. */
export async function statusesOfApplications(db: Db, instituteId: InstituteId): Promise<readonly string[]> {
  return await db.anyFirst(sql.type(z.object({ status: z.string() }))`
    select distinct newest.status
    from (
      select a.status from application a where a.institute_id = ${instituteId} order by a.id desc limit ${LOOKED_THROUGH}
    ) newest
    order by newest.status
  `);
}

const briefRow = z.object({ form: z.string(), status: z.string() });

/** How a lead's applications stand, those of leads that were merged into it too, the oldest first. At most 50. */
export async function applicationsOfLead(
  db: Db,
  instituteId: InstituteId,
  lead: LeadId,
): Promise<readonly z.infer<typeof briefRow>[]> {
  return await db.any(sql.type(briefRow)`
    select f.name as form, a.status
    from ${applications}
    where a.institute_id = ${instituteId} and ${ofLead(instituteId, lead)}
    order by a.id
    limit 50
  `);
}

interface Written {
  readonly instituteId: InstituteId;
  readonly formId: string;
  readonly status: string;
  readonly now: EpochMs;
}

export async function addApplication(
  tx: Tx,
  { instituteId, leadId: lead, formId, status, now }: Written & { leadId: LeadId },
): Promise<string> {
  const at = sql.timestamp(new Date(now));
  return await tx.oneFirst(sql.type(z.object({ id: z.string() }))`
    insert into application (institute_id, lead_id, form_id, status, created_at, updated_at)
    values (${instituteId}, ${lead}, ${formId}, ${status}, ${at}, ${at})
    returning id
  `);
}

export async function saveApplication(
  tx: Tx,
  { instituteId, id, formId, status, now }: Written & { id: string },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    update application set form_id = ${formId}, status = ${status}, updated_at = ${sql.timestamp(new Date(now))}
    where institute_id = ${instituteId} and id = ${id}
  `);
}
