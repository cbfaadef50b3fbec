import { sql } from 'slonik';
import { z } from 'zod';
import type { CallId, CounsellorId, InstituteId } from '../domain/ids.ts';
import { counsellorsOfKeys } from './agent-keys.ts';
import { callId, counsellorId, epochMs } from './columns.ts';
import type { Db } from './pool.ts';

const pullable = z.object({
  id: callId,
  vendor: z.string(),
  direction: z.enum(['inbound', 'outbound', 'campaign']),
  vendorCallId: z.string().nullable(),
  numberKey: z.string().nullable(),
  didKey: z.string().nullable(),
  firstHeardAt: epochMs,
  startedAt: epochMs,
  /** Null as long as the call is on. */
  outcome: z.string().nullable(),
  country: z.string(),
  /** Key of the agent last heard of. */
  agentKey: z.string().nullable(),
  /** Of a call that was clicked: when, and by whose number as entered. */
  clicked: z.object({ at: epochMs, agentNumber: z.string() }).nullable(),
});

export type Pullable = z.infer<typeof pullable>;

/**
 * What a vendor needs to find one of its calls; null when the institute has no such call, it was merged away, or nothing
 * is taken into it any more.
 */
export async function findPullable(db: Db, instituteId: InstituteId, id: CallId): Promise<Pullable | null> {
  return await db.maybeOne(sql.type(pullable)`
    select c.id, c.vendor, c.direction, c.vendor_call_id as "vendorCallId", c.number_key as "numberKey",
      c.did_key as "didKey", c.first_heard_at as "firstHeardAt", c.started_at as "startedAt", c.outcome, i.country,
      (
        select f.data -> 'agent' ->> 'number' from fact f
        where f.institute_id = c.institute_id and f.call_id = c.id and f.data -> 'agent' ->> 'number' <> ''
        order by f.seq desc
        limit 1
      ) as "agentKey",
      (
        select jsonb_build_object(
          'at', round(extract(epoch from f.received_at) * 1000), 'agentNumber', f.data ->> 'agentNumber'
        )
        from fact f
        where f.institute_id = c.institute_id and f.call_id = c.id and f.kind = 'dial_requested'
        limit 1
      ) as clicked
    from call c
    join institute i on i.id = c.institute_id
    where c.institute_id = ${instituteId} and c.id = ${id} and c.merged_into is null and c.sealed_at is null
  `);
}

const namedRow = z.object({
  id: callId,
  direction: z.enum(['inbound', 'outbound', 'campaign']),
  numberKey: z.string().nullable(),
  didKey: z.string().nullable(),
  firstHeardAt: epochMs,
  lastHeardAt: epochMs,
  /** Nothing is taken into it any more. */
  sealed: z.boolean(),
});

export type NamedCall = z.infer<typeof namedRow>;

/** The call that a vendor's id names; null when none is known by it. */
export async function callNamed(
  db: Db,
  { instituteId, vendor, vendorCallId }: { instituteId: InstituteId; vendor: string; vendorCallId: string },
): Promise<NamedCall | null> {
  return await db.maybeOne(sql.type(namedRow)`
    select c.id, c.direction, c.number_key as "numberKey", c.did_key as "didKey", c.first_heard_at as "firstHeardAt",
      c.last_heard_at as "lastHeardAt", c.sealed_at is not null as sealed
    from call_ref r
    join call c on c.institute_id = r.institute_id and c.id = r.call_id
    where r.institute_id = ${instituteId} and r.vendor = ${vendor} and r.kind = 'vendor_call' and r.ref = ${vendorCallId}
  `);
}

const mappingRow = z.object({ counsellors: z.record(z.string(), counsellorId) });

/**
 * Whose agents' keys these are at the vendor, numbers or user ids there, or, as logs name people, their e-mail addresses;
 * those of nobody are left out.
 */
export async function counsellorsByAgentKeys(
  db: Db,
  { instituteId, vendor, keys }: { instituteId: InstituteId; vendor: string; keys: readonly string[] },
): Promise<ReadonlyMap<string, CounsellorId>> {
  if (keys.length === 0) return new Map();
  const { counsellors } = await db.one(sql.type(mappingRow)`
    select coalesce((
        select jsonb_object_agg(wanted.key, c.id)
        from unnest(${sql.array([...keys], 'text')}) as wanted (key)
        join counsellor c on c.institute_id = ${instituteId} and lower(c.email) = lower(wanted.key) and not c.machine
      ), '{}') || ${counsellorsOfKeys({ instituteId, vendor, keys })} as counsellors
  `);
  return new Map(Object.entries(counsellors));
}
