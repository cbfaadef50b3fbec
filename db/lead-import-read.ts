import { sql } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, InstituteId } from '../domain/ids.ts';
import { counsellorId, leadId } from './columns.ts';
import type { Db } from './pool.ts';

const holderRow = z.object({ numberKey: z.string(), leadId, isPrimary: z.boolean() });
/** A lead that has a number; of a merged one its primary. */
export type NumberHolder = z.infer<typeof holderRow>;

/** The leads with these numbers, each number's in the order of the matching rule (product 1.6). */
export async function holdersOf(
  db: Db,
  instituteId: InstituteId,
  numberKeys: readonly string[],
): Promise<readonly NumberHolder[]> {
  if (numberKeys.length === 0) return [];
  return await db.any(sql.type(holderRow)`
    with recursive holder as (
      select p.number_key, p.lead_id as id, p.kind = 'primary' as is_primary
      from lead_phone p
      where p.institute_id = ${instituteId} and p.number_key = any(${sql.array([...numberKeys], 'text')})
      union
      select h.number_key, l.merged_into, h.is_primary
      from holder h
      join lead l on l.institute_id = ${instituteId} and l.id = h.id
      where l.merged_into is not null
    )
    select h.number_key as "numberKey", l.id as "leadId", h.is_primary as "isPrimary"
    from (select number_key, id, bool_or(is_primary) as is_primary from holder group by number_key, id) h
    join lead l on l.institute_id = ${instituteId} and l.id = h.id and l.merged_into is null
    order by h.number_key, h.is_primary desc, l.last_active_at desc, l.id
  `);
}

const keyRow = z.object({ key: z.string() });

/** Which of these numbers are DIDs, agent numbers or blocked: none of a student. */
export async function ownNumbersAmong(
  db: Db,
  instituteId: InstituteId,
  numberKeys: readonly string[],
): Promise<ReadonlySet<string>> {
  const keys = sql.array([...numberKeys], 'text');
  return new Set(
    await db.anyFirst(sql.type(keyRow)`
      select number_key as key from did where institute_id = ${instituteId} and number_key = any(${keys})
      union
      select number_key from agent_number where institute_id = ${instituteId} and number_key = any(${keys})
      union
      select number_key from blocked_number where institute_id = ${instituteId} and number_key = any(${keys})
    `),
  );
}

const userRow = z.object({ email: z.string(), id: counsellorId, active: z.boolean() });
export type UserByEmail = z.infer<typeof userRow>;

/** The institute's users with these addresses, which are in lower case, as they then are in the answer. */
export async function usersByEmail(
  db: Db,
  instituteId: InstituteId,
  emails: readonly string[],
): Promise<readonly UserByEmail[]> {
  if (emails.length === 0) return [];
  return await db.any(sql.type(userRow)`
    select lower(email) as email, id, active
    from counsellor
    where institute_id = ${instituteId} and lower(email) = any(${sql.array([...emails], 'text')}) and not machine
  `);
}

const emailRow = z.object({ id: counsellorId, email: z.string() });

/** The addresses of these users. */
export async function emailsOf(
  db: Db,
  instituteId: InstituteId,
  ids: readonly CounsellorId[],
): Promise<readonly z.infer<typeof emailRow>[]> {
  if (ids.length === 0) return [];
  return await db.any(sql.type(emailRow)`
    select id, email from counsellor where institute_id = ${instituteId} and id = any(${sql.array([...ids], 'uuid')})
  `);
}
