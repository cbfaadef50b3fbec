import { sql } from 'slonik';
import { z } from 'zod';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import { callId } from './columns.ts';
import type { Db } from './pool.ts';

const direction = z.enum(['inbound', 'outbound', 'campaign']);

const undelivered = z.object({
  instituteId: z.number(),
  callId,
  vendor: z.string(),
  direction,
  lastSeq: z.number(),
  /** The kind of the newest fact; `merged` for a call whose facts have moved into another. */
  kind: z.string(),
  attempts: z.number(),
});
export type Undelivered = z.infer<typeof undelivered>;

/** After this many tries a call is listed as stuck; it is still tried, once an hour. */
const STUCK_AFTER = 12;

/**
 * Claims calls whose workflow has not seen all facts, oldest first. The claim is committed before anything is sent;
 * it holds for a time that doubles with each try (2 s to a minute, an hour once stuck), so that a call nobody can
 * deliver holds up no other.
 */
export async function claimUndelivered(
  db: Db,
  { heardBefore, now, limit }: { heardBefore: EpochMs; now: EpochMs; limit: number },
): Promise<readonly Undelivered[]> {
  const at = sql.timestamp(new Date(now));
  return await db.any(sql.type(undelivered)`
    with claimed as (
      select c.institute_id, c.id
      from call c
      where c.last_seq > c.delivered_seq and c.last_heard_at < ${sql.timestamp(new Date(heardBefore))}
        and (c.claimed_until is null or c.claimed_until < ${at})
      order by c.last_heard_at
      limit ${limit}
      for no key update skip locked
    )
    update call c
    set delivery_attempts = c.delivery_attempts + 1,
      claimed_until = ${at} + case
        when c.delivery_attempts >= ${STUCK_AFTER} then interval '1 hour'
        else least(interval '1 minute', interval '1 second' * 2 ^ (c.delivery_attempts + 1))
      end,
      stuck = c.delivery_attempts >= ${STUCK_AFTER}
    from claimed
    where c.institute_id = claimed.institute_id and c.id = claimed.id
    returning c.institute_id as "instituteId", c.id as "callId", c.vendor, c.direction, c.last_seq as "lastSeq",
      coalesce((
        select f.kind from fact f where f.institute_id = c.institute_id and f.call_id = c.id and f.seq = c.last_seq
      ), 'merged') as kind,
      c.delivery_attempts as attempts
  `);
}

const overdue = z.object({ instituteId: z.number(), callId, vendor: z.string(), direction });
export type Overdue = z.infer<typeof overdue>;

/** Claims unclosed calls whose time to wake passed before `dueBefore`, longest overdue first; each once a minute. New facts of
 * theirs are the relay's all the same. */
export async function claimOverdue(
  db: Db,
  { dueBefore, now, limit }: { dueBefore: EpochMs; now: EpochMs; limit: number },
): Promise<readonly Overdue[]> {
  const at = sql.timestamp(new Date(now));
  return await db.any(sql.type(overdue)`
    with claimed as (
      select c.institute_id, c.id
      from call c
      where c.closed_at is null and c.wake_at < ${sql.timestamp(new Date(dueBefore))}
        and (c.woken_until is null or c.woken_until < ${at})
      order by c.wake_at
      limit ${limit}
      for no key update skip locked
    )
    update call c
    set woken_until = ${at} + interval '1 minute'
    from claimed
    where c.institute_id = claimed.institute_id and c.id = claimed.id
    returning c.institute_id as "instituteId", c.id as "callId", c.vendor, c.direction
  `);
}

const idRow = z.object({ id: callId });

/** The calls among these that nobody has brought as far as the given fact. */
export async function unappliedCalls(
  db: Db,
  facts: readonly { readonly instituteId: InstituteId; readonly callId: CallId; readonly seq: number }[],
): Promise<readonly CallId[]> {
  const given = sql.unnest(
    facts.map((fact) => [fact.instituteId, fact.callId, fact.seq]),
    ['int4', 'uuid', 'int4'],
  );
  return await db.anyFirst(sql.type(idRow)`
    select distinct c.id
    from ${given} as given (institute_id, id, seq)
    join call c using (institute_id, id)
    where c.applied_seq < given.seq and c.merged_into is null
  `);
}
