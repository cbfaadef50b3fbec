import { sql } from 'slonik';
import { z } from 'zod';
import type { CallId, CounsellorId, InstituteId } from '../domain/ids.ts';
import { callId, counsellorId, epochMs } from './columns.ts';
import type { Db } from './pool.ts';

const pullable = z.object({
  id: callId,
  vendor: z.string(),
  direction: z.enum(['inbound', 'outbound', 'campaign']),
  vendorCallId: z.string().nullable(),
  numberKey: z.string().nullable(),
  startedAt: epochMs,
  country: z.string(),
  /** Key of the agent last heard of. */
  agentKey: z.string().nullable(),
});

/** What a vendor needs to find one of its calls; null when the institute has no such call, or it was merged away. */
export async function findPullable(db: Db, instituteId: InstituteId, id: CallId): Promise<z.infer<typeof pullable> | null> {
  return await db.maybeOne(sql.type(pullable)`
    select c.id, c.vendor, c.direction, c.vendor_call_id as "vendorCallId", c.number_key as "numberKey",
      c.started_at as "startedAt", i.country,
      (
        select f.data -> 'agent' ->> 'number' from fact f
        where f.institute_id = c.institute_id and f.call_id = c.id and f.data -> 'agent' ->> 'number' <> ''
        order by f.seq desc
        limit 1
      ) as "agentKey"
    from call c
    join institute i on i.id = c.institute_id
    where c.institute_id = ${instituteId} and c.id = ${id} and c.merged_into is null
  `);
}

const mapping = z.object({ numberKey: z.string(), counsellorId });

/** Whose agent numbers these are at the vendor; numbers mapped to nobody are left out. */
export async function counsellorsByAgentKeys(
  db: Db,
  { instituteId, vendor, keys }: { instituteId: InstituteId; vendor: string; keys: readonly string[] },
): Promise<ReadonlyMap<string, CounsellorId>> {
  if (keys.length === 0) return new Map();
  const rows = await db.any(sql.type(mapping)`
    select number_key as "numberKey", counsellor_id as "counsellorId"
    from agent_number
    where institute_id = ${instituteId} and vendor = ${vendor} and number_key = any(${sql.array([...keys], 'text')})
  `);
  return new Map(rows.map((row) => [row.numberKey, row.counsellorId]));
}
