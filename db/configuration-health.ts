import { sql } from 'slonik';
import { z } from 'zod';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { epochMs } from './columns.ts';
import type { Db } from './pool.ts';

/** Most entries of one kind that a health page lists; the worst come first. */
const MOST = 200;

const at = (ms: EpochMs) => sql.timestamp(new Date(ms));

const withoutNumberRow = z.object({
  vendor: z.string(),
  count: z.number(),
  counsellors: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type WithoutNumber = z.infer<typeof withoutNumberRow>;

/** Per enabled vendor the active users it can't ring, by name. Those who are only administrators take no calls. */
export const counsellorsWithoutNumber = async (db: Db, instituteId: InstituteId): Promise<readonly WithoutNumber[]> =>
  await db.any(sql.type(withoutNumberRow)`
    select a.vendor, count(*)::integer as count,
      jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) order by lower(c.name), c.id) filter (where c.nth <= ${MOST}) as counsellors
    from vendor_account a
    cross join lateral (
      select c.id, c.name, row_number() over (order by lower(c.name), c.id) as nth
      from counsellor c
      where c.institute_id = a.institute_id and c.active and c.roles <> '{admin}' and not exists (
        select from agent_number n
        where n.institute_id = c.institute_id and n.vendor = a.vendor and n.counsellor_id = c.id
      )
    ) c
    where a.institute_id = ${instituteId} and a.enabled
    group by a.vendor
    order by a.vendor
  `);

const unmappedRow = z.object({ vendor: z.string(), number: z.string(), calls: z.number(), lastSeen: epochMs });
export type Unmapped = z.infer<typeof unmappedRow>;

/** Agent numbers that vendors named since `since` and that are nobody's, those of most calls first. */
export const unmappedAgentNumbers = async (
  db: Db,
  instituteId: InstituteId,
  since: EpochMs,
): Promise<readonly Unmapped[]> =>
  await db.any(sql.type(unmappedRow)`
    select c.vendor, f.data -> 'agent' ->> 'number' as number, count(distinct f.call_id)::integer as calls,
      max(f.received_at) as "lastSeen"
    from fact f
    join call c on c.institute_id = f.institute_id and c.id = f.call_id
    where f.institute_id = ${instituteId} and f.received_at >= ${at(since)}
      and f.counsellor_id is null and f.data -> 'agent' ->> 'number' <> ''
      and not exists (
        select from agent_number n
        where n.institute_id = f.institute_id and n.vendor = c.vendor
          and f.data -> 'agent' ->> 'number' in (n.number_key, n.vendor_user_id)
      )
    group by 1, 2
    order by calls desc, "lastSeen" desc, number
    limit ${MOST}
  `);

/** DIDs that calls came in on since `since` and that are in no list of ours, those of most calls first. */
export const unmappedDids = async (db: Db, instituteId: InstituteId, since: EpochMs): Promise<readonly Unmapped[]> =>
  await db.any(sql.type(unmappedRow)`
    select c.vendor, c.did_key as number, count(*)::integer as calls, max(c.last_heard_at) as "lastSeen"
    from call c
    where c.institute_id = ${instituteId} and c.first_heard_at >= ${at(since)} and c.did_key is not null
      and c.merged_into is null and not exists (
        select from did d where d.institute_id = c.institute_id and d.number_key = c.did_key
      )
    group by 1, 2
    order by calls desc, "lastSeen" desc, number
    limit ${MOST}
  `);

const rejectedRow = z.object({ outcome: z.string(), vendor: z.string(), count: z.number(), lastAt: epochMs });
export type Rejected = z.infer<typeof rejectedRow>;

/** What vendors' requests were refused for since `since`, of the bounded number that is kept. */
export const rejectedRequests = async (
  db: Db,
  instituteId: InstituteId,
  since: EpochMs,
): Promise<readonly Rejected[]> =>
  await db.any(sql.type(rejectedRow)`
    select outcome, vendor, count(*)::integer as count, max(received_at) as "lastAt"
    from vendor_request
    where institute_id = ${instituteId} and received_at >= ${at(since)}
      -- As the index vendor_request_rejected has them.
      and outcome in (
        'wrong_secret', 'institute_placeholder', 'vendor_not_set_up', 'vendor_not_found', 'endpoint_not_found', 'broken_body',
        'field_missing', 'address_not_allowed', 'rate_limited'
      )
    group by outcome, vendor
    order by count desc, outcome, vendor
    limit ${MOST}
  `);

const failingRow = z.object({ vendor: z.string(), at: epochMs, reason: z.string(), changedSince: z.boolean() });
export type FailingCredentials = z.infer<typeof failingRow>;

/** Enabled vendors whose credentials were no good when they were last used, by a question since `since` or by a test. */
export const failingCredentials = async (
  db: Db,
  instituteId: InstituteId,
  since: EpochMs,
): Promise<readonly FailingCredentials[]> =>
  await db.any(sql.type(failingRow)`
    select a.vendor, newest.at, newest.reason, a.updated_at > newest.at as "changedSince"
    from vendor_account a
    cross join lateral (
      select used.at, used.reason
      from (
        select a.tested_at as at, a.test_problem as reason where a.tested_at is not null
        union all
        (
          select f.received_at, case when f.data ->> 'result' = 'unreachable' then f.data ->> 'reason' end
          from fact f
          join call c on c.institute_id = f.institute_id and c.id = f.call_id
          where f.institute_id = a.institute_id and f.kind = 'record_pulled' and c.vendor = a.vendor
            and f.received_at >= ${at(since)}
          order by f.received_at desc
          limit 1
        )
      ) used
      order by used.at desc
      limit 1
    ) newest
    where a.institute_id = ${instituteId} and a.enabled and starts_with(newest.reason, 'credentials_')
    order by a.vendor
  `);
