import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const formRow = z.object({ id: z.string(), name: z.string(), active: z.boolean() });
/** A form students apply with. */
export type Form = z.infer<typeof formRow>;

export const listForms = async (
  db: Db,
  instituteId: InstituteId,
  { after, limit }: { after: { readonly name: string; readonly id: string } | null; limit: number },
): Promise<readonly Form[]> =>
  await db.any(sql.type(formRow)`
    select id, name, active
    from form
    where institute_id = ${instituteId}
      ${after === null ? sql.fragment`` : sql.fragment`and (lower(name), id) > (lower(${after.name}), ${after.id}::uuid)`}
    order by lower(name), id
    limit ${limit}
  `);

export const findForm = async (db: Db, instituteId: InstituteId, id: string): Promise<Form | null> =>
  await db.maybeOne(sql.type(formRow)`
    select id, name, active from form where institute_id = ${instituteId} and id = ${id}
  `);

/** Of these ids, which may be any texts, those that are no forms of the institute. */
export const findUnknownForms = async (
  db: Db,
  instituteId: InstituteId,
  ids: readonly string[],
): Promise<readonly string[]> =>
  await db.anyFirst(sql.type(z.object({ id: z.string() }))`
    select wanted.id
    from unnest(${sql.array([...ids], 'text')}) as wanted (id)
    where not exists (select from form f where f.institute_id = ${instituteId} and f.id::text = wanted.id)
  `);

/** A form locked for a change until the transaction ends; null when the institute has no such form. */
export const lockForm = async (tx: Tx, instituteId: InstituteId, id: string): Promise<Form | null> =>
  await tx.maybeOne(sql.type(formRow)`
    select id, name, active from form where institute_id = ${instituteId} and id = ${id} for no key update
  `);

/** Adds a form. A name in use, in any case, violates `form_name`. */
export const addForm = async (tx: Tx, instituteId: InstituteId, { name, active }: Omit<Form, 'id'>): Promise<Form> =>
  await tx.one(sql.type(formRow)`
    insert into form (institute_id, name, active) values (${instituteId}, ${name}, ${active})
    returning id, name, active
  `);

export const saveForm = async (tx: Tx, instituteId: InstituteId, { id, name, active }: Form): Promise<void> => {
  await tx.query(sql.type(noRows)`
    update form set name = ${name}, active = ${active} where institute_id = ${instituteId} and id = ${id}
  `);
};
