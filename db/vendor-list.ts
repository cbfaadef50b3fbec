import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId } from '../domain/ids.ts';
import { epochMs } from './columns.ts';
import type { Db } from './pool.ts';
import { mayReceivePopups } from './popup-permission.ts';
import { isTestCall } from './test-calls.ts';

const standingRow = z.object({
  vendor: z.string(),
  isSetUp: z.boolean(),
  enabled: z.boolean(),
  inbound: z.boolean(),
  outbound: z.boolean(),
  hasCredentials: z.boolean(),
  hasToken: z.boolean(),
  hasSecretKey: z.boolean(),
  testedAt: epochMs.nullable(),
  testProblem: z.string().nullable(),
  changedSinceTest: z.boolean(),
  counsellors: z.number(),
  ready: z.number(),
  hasCalls: z.boolean(),
});
export type VendorStanding = z.infer<typeof standingRow>;

/** How far each of these vendors is set up at an institute, in their order. */
export const listVendorStandings = async (
  db: Db,
  instituteId: InstituteId,
  vendors: readonly string[],
): Promise<readonly VendorStanding[]> =>
  await db.any(sql.type(standingRow)`
    select v.vendor, a.vendor is not null as "isSetUp", coalesce(a.enabled, false) as enabled,
      coalesce((a.settings #>> '{inbound,enabled}')::boolean, false) as inbound,
      coalesce((a.settings #>> '{outbound,enabled}')::boolean, false) as outbound,
      coalesce(a.credentials <> '{}', false) as "hasCredentials",
      a.token_hash is not null as "hasToken", i.secret_key_hash is not null as "hasSecretKey",
      a.tested_at as "testedAt", a.test_problem as "testProblem",
      coalesce(a.updated_at > a.tested_at, false) as "changedSinceTest",
      people.counsellors, people.ready,
      exists (
        select from call c
        where c.institute_id = i.id and c.vendor = v.vendor and c.merged_into is null
          -- More than a question whom to ring.
          and not c.unclaimed and c.state <> 'routing' and not ${isTestCall}
      ) as "hasCalls"
    from unnest(${sql.array([...vendors], 'text')}) with ordinality v (vendor, nth)
    join institute i on i.id = ${instituteId}
    left join vendor_account a on a.institute_id = i.id and a.vendor = v.vendor
    cross join lateral (
      select count(*)::integer as counsellors, (count(*) filter (where ${mayReceivePopups}))::integer as ready
      from counsellor k
      where k.institute_id = i.id and k.active and exists (
        select from agent_number n
        where n.institute_id = k.institute_id and n.vendor = v.vendor and n.counsellor_id = k.id
      )
    ) people
    order by v.nth
  `);
