import { sql } from 'slonik';
import { z } from 'zod';
import type { Pool } from '../../db/pool.ts';
import type { InstituteId } from '../../domain/ids.ts';

const json = z.object({ value: z.unknown() });

/**
 * Everything derived that stands in an institute, with names in the place of ids, so that two institutes to which the
 * same happened can be compared. Without what the order of events may change: when a lead was last active, versions,
 * and the timeline's assignments, which tell how it came to be.
 */
export async function standing(pool: Pool, institute: InstituteId): Promise<unknown> {
  return await pool.oneFirst(sql.type(json)`
    with who as (select id, name from counsellor where institute_id = ${institute}),
    student as (select id, coalesce(nullif(name, ''), 'made') as name from lead where institute_id = ${institute}),
    counted as (
      select *, row_number() over (order by first_heard_at, id) as nth
      from call
      where institute_id = ${institute} and merged_into is null
    )
    select jsonb_build_object(
      'calls', (
        select jsonb_agg(jsonb_build_object(
          'state', c.state, 'outcome', c.outcome, 'lead', s.name, 'counsellor', w.name, 'campaign', c.campaign,
          'startedAt', c.started_at, 'answeredAt', c.answered_at, 'endedAt', c.ended_at, 'ringSeconds', c.ring_seconds,
          'talkSeconds', c.talk_seconds, 'recording', c.recording_url, 'disposition', c.disposition, 'source', c.source,
          'flags', c.flags, 'settledAt', c.settled_at, 'wrapUpUntil', c.wrap_up_until, 'wrapUpDone', c.wrap_up_done,
          'unclaimed', c.unclaimed, 'wakeAt', c.wake_at, 'closed', c.closed_at is not null,
          'offers', (
            select jsonb_agg(jsonb_build_array(ow.name, o.at, o.ended_at, o.result) order by o.position)
            from offer o join who ow on ow.id = o.counsellor_id
            where o.institute_id = ${institute} and o.call_id = c.id
          )
        ) order by c.nth)
        from counted c
        left join student s on s.id = c.lead_id
        left join who w on w.id = c.counsellor_id
      ),
      'contributions', (
        select jsonb_agg(jsonb_build_array(c.nth, w.name, b.day, b.hour, b.direction, b.success, b.missed, b.talk_seconds,
          b.timed_successes, b.offers, b.offers_answered, b.timed_rings, b.ring_seconds, s.name) order by c.nth, w.name nulls last)
        from contribution b
        join counted c on c.id = b.call_id
        left join who w on w.id = b.counsellor_id
        left join student s on s.id = b.lead_id
        where b.institute_id = ${institute}
      ),
      'days', (
        select jsonb_agg(jsonb_build_array(d.day, w.name, d.direction, d.calls, d.success, d.missed, d.talk_seconds,
          d.timed_successes, d.offers, d.offers_answered, d.timed_rings, d.ring_seconds) order by d.day, w.name nulls last, d.direction)
        from counsellor_day d
        left join who w on w.id = d.counsellor_id
        where d.institute_id = ${institute}
          and d.calls <> 0
      ),
      'counted', (
        select jsonb_agg(to_jsonb(n) - array['institute_id', 'call_id', 'caller'] || jsonb_build_object('nth', c.nth) order by c.nth)
        from counted_call n
        join counted c on c.id = n.call_id
        where n.institute_id = ${institute}
      ),
      'hours', (
        select jsonb_agg(to_jsonb(h) - 'institute_id' order by h.day, h.hour, h.direction, h.campaign, h.did_key)
        from call_hour h
        where h.institute_id = ${institute} and h.calls <> 0
      ),
      'callers', (
        select jsonb_agg(jsonb_build_array(d.day, d.campaign, d.did_key, d.calls, d.previous) order by d.day, d.campaign, d.did_key, d.calls)
        from caller_day d
        where d.institute_id = ${institute} and d.calls <> 0
      ),
      'marks', (
        select jsonb_agg(jsonb_build_array(m.day, m.mark, m.calls) order by m.day, m.mark)
        from mark_day m
        where m.institute_id = ${institute} and m.calls <> 0
      ),
      'engaged', (
        select jsonb_agg(jsonb_build_array(e.day, w.name, s.name, e.calls, e.previous) order by e.day, w.name nulls last, s.name)
        from engaged_day e
        left join who w on w.id = e.counsellor_id
        left join student s on s.id = e.lead_id
        where e.institute_id = ${institute} and e.calls <> 0
      ),
      'leads', (
        select jsonb_agg(jsonb_build_object(
          'name', s.name, 'origin', l.origin, 'campaign', l.campaign, 'calls', l.call_count, 'lastCall', c.nth,
          'lastAt', l.last_call_at, 'lastDirection', l.last_call_direction, 'lastOutcome', l.last_call_outcome, 'lastTalk', l.last_talk_at,
          'owners', (
            select jsonb_agg(w.name order by o.position)
            from lead_owner o join who w on w.id = o.counsellor_id
            where o.institute_id = ${institute} and o.lead_id = l.id
          )
        ) order by s.name)
        from lead l
        join student s on s.id = l.id
        left join counted c on c.id = l.last_call_id
        where l.institute_id = ${institute}
      ),
      'missed', (
        select jsonb_agg(jsonb_build_array(c.nth, w.name, m.rung, coalesce('lead ' || s.name, m.student), m.at,
          m.opened_at is not null, m.called_back) order by c.nth, w.name nulls last)
        from missed_entry m
        join counted c on c.id = m.call_id
        left join who w on w.id = m.counsellor_id
        left join student s on 'lead:' || s.id = m.student
        where m.institute_id = ${institute}
      ),
      'timeline', (
        select jsonb_agg(jsonb_build_array(c.nth, s.name, t.at) order by c.nth)
        from timeline t
        join counted c on c.id = t.call_id
        join student s on s.id = t.lead_id
        where t.institute_id = ${institute} and t.type = 'call'
      )
    ) as value
  `);
}

/** Sums of an institute that must agree, each as [what the totals say, what the rows come to]. */
export async function sums(
  pool: Pool,
  institute: InstituteId,
): Promise<{ readonly days: unknown; readonly contributions: unknown }> {
  const columns = sql.fragment`
    sum(success), sum(missed), sum(talk_seconds), sum(timed_successes), sum(offers), sum(offers_answered), sum(timed_rings),
    sum(ring_seconds)
  `;
  const sumOf = (table: 'counsellor_day' | 'contribution') => sql.type(json)`
    select coalesce(jsonb_agg(row order by row::text), '[]') as value
    from (
      select jsonb_build_array(day, counsellor_id, direction, ${columns}) as row
      from ${sql.identifier([table])}
      where institute_id = ${institute}
      group by day, counsellor_id, direction
      having (${columns}) <> (0, 0, 0, 0, 0, 0, 0, 0)
    ) summed
  `;
  return {
    days: await pool.oneFirst(sumOf('counsellor_day')),
    contributions: await pool.oneFirst(sumOf('contribution')),
  };
}
