import { sql } from 'slonik';
import { z } from 'zod';
import { leadId, noRows } from '../../db/columns.ts';
import type { Db } from '../../db/pool.ts';
import type { CounsellorId, InstituteId, LeadId } from '../../domain/ids.ts';

export interface LeadWish {
  readonly instituteId?: InstituteId;
  readonly phones?: readonly { readonly number: string; readonly kind?: 'primary' | 'alternate' }[];
  readonly owners?: readonly CounsellorId[];
  readonly junk?: boolean;
  readonly mergedInto?: LeadId | null;
  /** Minutes since it was last active. */
  readonly quietFor?: number;
}

export async function buildLead(
  db: Db,
  name: string,
  { instituteId = 1, phones = [], owners = [], junk = false, mergedInto = null, quietFor = 0 }: LeadWish = {},
): Promise<LeadId> {
  const id = await db.oneFirst(sql.type(z.object({ id: leadId }))`
    insert into lead (institute_id, name, origin, junk, merged_into, last_active_at)
    values (${instituteId}, ${name}, 'Telephony', ${junk}, ${mergedInto}, now() - ${quietFor} * interval '1 minute')
    returning id
  `);
  for (const { number, kind = 'primary' } of phones) {
    await db.query(sql.type(noRows)`
      insert into lead_phone (institute_id, lead_id, number_key, kind) values (${instituteId}, ${id}, ${number}, ${kind})
    `);
  }
  for (const [position, owner] of owners.entries()) {
    await db.query(sql.type(noRows)`
      insert into lead_owner (institute_id, lead_id, counsellor_id, position) values (${instituteId}, ${id}, ${owner}, ${position})
    `);
  }
  return id;
}
