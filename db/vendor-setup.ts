import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId } from '../domain/ids.ts';
import type { Db } from './pool.ts';

const setupRow = z.object({
  id: z.number(),
  name: z.string(),
  timeZone: z.string(),
  hasSecretKey: z.boolean(),
  hasToken: z.boolean(),
  enabled: z.boolean(),
});
export type VendorSetup = z.infer<typeof setupRow>;

/** How far a vendor is set up at an institute; rejects when there is no such institute. */
export const readVendorSetup = async (db: Db, instituteId: InstituteId, vendor: string): Promise<VendorSetup> =>
  await db.one(sql.type(setupRow)`
    select i.id, i.name, i.time_zone as "timeZone", i.secret_key_hash is not null as "hasSecretKey",
      a.token_hash is not null as "hasToken", coalesce(a.enabled, false) as enabled
    from institute i
    left join vendor_account a on a.institute_id = i.id and a.vendor = ${vendor}
    where i.id = ${instituteId}
  `);
