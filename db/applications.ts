import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId } from '../domain/ids.ts';
import { leadId } from './columns.ts';
import type { Db } from './pool.ts';

const applicationRow = z.object({ id: z.string(), leadId, formId: z.string() });
/** A student's application by one form. */
export type Application = z.infer<typeof applicationRow>;

/** One application; null when the institute has none with this id. */
export async function findApplication(db: Db, instituteId: InstituteId, id: string): Promise<Application | null> {
  return await db.maybeOne(sql.type(applicationRow)`
    select id, lead_id as "leadId", form_id as "formId"
    from application
    where institute_id = ${instituteId} and id = ${id}
  `);
}
