import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId, LeadId } from '../domain/ids.ts';
import { leadId as ofLead, noRows } from './columns.ts';
import type { Tx } from './pool.ts';

const lockedRow = z.object({ id: ofLead, mergedInto: ofLead.nullable() });

/**
 * Locks leads until the transaction ends, ascending as the lock order asks (after their call, before day rows).
 *
 * @returns those among them that are merged, with the primary of each
 */
export async function lockLeads(
  tx: Tx,
  instituteId: InstituteId,
  leadIds: readonly LeadId[],
): Promise<ReadonlyMap<LeadId, LeadId>> {
  if (leadIds.length === 0) return new Map();
  const locked = await tx.any(sql.type(lockedRow)`
    select id, merged_into as "mergedInto"
    from lead
    where institute_id = ${instituteId} and id = any(${sql.array([...leadIds], 'uuid')})
    order by id
    for no key update
  `);
  return new Map(locked.flatMap(({ id, mergedInto }) => (mergedInto === null ? [] : [[id, mergedInto]])));
}

/**
 * Counts a lead's settled calls anew: how many, the last one (the greatest start, then id) and the last talk.
 * The caller has locked the lead.
 */
export async function recountLead(tx: Tx, instituteId: InstituteId, leadId: LeadId): Promise<void> {
  await tx.query(sql.type(noRows)`
    with settled as (
      select c.id, c.started_at, c.direction, c.outcome
      from call c
      where c.institute_id = ${instituteId} and c.lead_id = ${leadId}
        and c.outcome is not null and not c.unclaimed and c.merged_into is null
    ),
    total as (
      select count(*)::integer as calls, max(started_at) filter (where outcome = 'answered') as last_talk_at from settled
    ),
    last as (
      select id, started_at, direction, outcome from settled order by started_at desc, id desc limit 1
    )
    update lead l
    set call_count = total.calls, last_talk_at = total.last_talk_at, last_call_id = last.id,
      last_call_at = last.started_at, last_call_direction = last.direction, last_call_outcome = last.outcome,
      last_active_at = greatest(l.last_active_at, last.started_at)
    from total
    left join last on true
    where l.institute_id = ${instituteId} and l.id = ${leadId}
  `);
}
