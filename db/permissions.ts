import { sql } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Tx } from './pool.ts';

export const grants = z.array(z.object({ permission: z.string(), scope: z.string() }));

/** The grants of the roles of the counsellor `c` of the surrounding query, as JSON. */
export const roleGrantsColumn = sql.fragment`
  (select coalesce(jsonb_agg(jsonb_build_object('permission', p.permission, 'scope', p.scope)), '[]')
   from role_permission p
   where p.institute_id = c.institute_id and p.role = any (c.roles))
`;

/** The own grants of the counsellor `c` of the surrounding query, as JSON. */
export const userGrantsColumn = sql.fragment`
  (select coalesce(jsonb_agg(jsonb_build_object('permission', p.permission, 'scope', p.scope)), '[]')
   from user_permission p
   where p.institute_id = c.institute_id and p.counsellor_id = c.id)
`;

/** Tells every API process, when the transaction commits, that what a counsellor may do has changed: their streams end or begin anew. */
export const notifyAccess = async (tx: Tx, instituteId: InstituteId, counsellorId: CounsellorId): Promise<void> => {
  await tx.query(sql.type(noRows)`select pg_notify('access', ${`${instituteId}:${counsellorId}`})::text as notified`);
};
