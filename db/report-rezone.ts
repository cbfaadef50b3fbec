import { sql } from 'slonik';
import type { InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Tx } from './pool.ts';

/**
 * Counts the institute's calls on the days and hours they have in its new zone, which the transaction has written
 * already. Every call's row is written too: whoever waits to advance one reads the new zone. So many calls that a
 * statement takes longer than it may are refused as a whole (`STATEMENT_MS`).
 */
export async function rezone(tx: Tx, instituteId: InstituteId): Promise<void> {
  const run = async (statement: ReturnType<typeof sql.fragment>) => await tx.query(sql.type(noRows)`${statement}`);
  await run(sql.fragment`
    with locked as (
      select institute_id, id from call where institute_id = ${instituteId} order by id for no key update
    )
    update call c set plan_digest = null from locked where c.institute_id = locked.institute_id and c.id = locked.id
  `);
  for (const table of ['contribution', 'counted_call']) {
    await run(sql.fragment`
      update ${sql.identifier([table])} b
      set day = (c.started_at at time zone i.time_zone)::date, hour = extract(hour from c.started_at at time zone i.time_zone)
      from call c
      join institute i on i.id = c.institute_id
      where b.institute_id = ${instituteId} and c.institute_id = b.institute_id and c.id = b.call_id
    `);
  }
  for (const table of ['counsellor_day', 'engaged_day', 'call_hour', 'caller_day', 'mark_day']) {
    await run(sql.fragment`delete from ${sql.identifier([table])} where institute_id = ${instituteId}`);
  }
  await run(sql.fragment`
    insert into counsellor_day (institute_id, day, counsellor_id, direction, calls, success, missed, talk_seconds, timed_successes,
      offers, offers_answered, timed_rings, ring_seconds)
    select institute_id, day, counsellor_id, direction, count(*), sum(success), sum(missed), sum(talk_seconds), sum(timed_successes),
      sum(offers), sum(offers_answered), sum(timed_rings), sum(ring_seconds)
    from contribution where institute_id = ${instituteId} group by 1, 2, 3, 4
  `);
  await run(sql.fragment`
    insert into engaged_day (institute_id, day, counsellor_id, lead_id, calls, previous)
    select institute_id, day, counsellor_id, lead_id, count(*), lag(day) over (partition by counsellor_id, lead_id order by day)
    from contribution where institute_id = ${instituteId} and lead_id is not null group by 1, 2, 3, 4
  `);
  await run(sql.fragment`
    insert into call_hour (institute_id, day, hour, direction, vendor, campaign, did_key, calls, answered, missed, talk_seconds)
    select institute_id, day, hour, direction, vendor, campaign, did_key, sum(calls), sum(answered), sum(missed), sum(talk_seconds)
    from counted_call where institute_id = ${instituteId} and calls > 0 group by 1, 2, 3, 4, 5, 6, 7
  `);
  await run(sql.fragment`
    insert into caller_day (institute_id, day, campaign, did_key, caller, calls, previous)
    select institute_id, day, campaign, did_key, caller, sum(calls),
      lag(day) over (partition by campaign, did_key, caller order by day)
    from counted_call where institute_id = ${instituteId} and calls > 0 and caller is not null group by 1, 2, 3, 4, 5
  `);
  await run(sql.fragment`
    insert into mark_day (institute_id, day, vendor, mark, calls)
    select institute_id, day, vendor, mark, count(*)
    from counted_call, unnest(marks) as mark where institute_id = ${instituteId} group by 1, 2, 3, 4
  `);
}
