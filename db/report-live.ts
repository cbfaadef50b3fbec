import { sql } from 'slonik';
import { z } from 'zod';
import type { EpochMs } from '../domain/ids.ts';
import { callId, counsellorId, epochMs } from './columns.ts';
import type { Db } from './pool.ts';
import { mayReceivePopups } from './popup-permission.ts';
import { isOfAll, reported, type ReportQuestion } from './report-sight.ts';
import { isTestCall } from './test-calls.ts';

const presenceRow = z.object({
  id: counsellorId,
  name: z.string(),
  state: z.enum(['talking', 'ringing', 'wrapping_up', 'available', 'away']),
  since: epochMs.nullable(),
  callId: callId.nullable(),
});
/** What a counsellor is at; `since` and the call where there is one. */
export type PresenceRow = z.infer<typeof presenceRow>;

/** What each active counsellor with an agent number is at, by name. A click to call holds them as if they were rung. */
export async function presences(db: Db, question: ReportQuestion, now: EpochMs): Promise<readonly PresenceRow[]> {
  const { instituteId } = question;
  const at = sql.timestamp(new Date(now));
  return await db.any(sql.type(presenceRow)`
    select k.id, k.name, coalesce(busy.state, case when k.taking_calls and ${mayReceivePopups} then 'available' else 'away' end) as state,
      busy.since, busy.call_id as "callId"
    from counsellor k
    left join lateral (
      select state, since, call_id
      from (
        select 1 as rank, 'talking' as state, coalesce(c.answered_at, c.started_at) as since, c.id as call_id
        from call c
        where c.institute_id = k.institute_id and c.counsellor_id = k.id and c.state = 'talking'
        union all
        select 2, 'ringing', o.at, o.call_id
        from offer o
        where o.institute_id = k.institute_id and o.counsellor_id = k.id and o.result = 'ringing'
        union all
        select 2, 'ringing', d.requested_at, d.call_id
        from click_to_call d
        where d.institute_id = k.institute_id and d.counsellor_id = k.id and d.released_at is null
        union all
        select 3, 'wrapping_up', c.settled_at, c.id
        from call c
        where c.institute_id = k.institute_id and c.counsellor_id = k.id
          and c.outcome = 'answered' and not c.wrap_up_done and c.wrap_up_until > ${at}
      ) each
      order by rank, since desc
      limit 1
    ) busy on true
    where k.institute_id = ${instituteId} and k.active and k.id in (${reported(question)})
      and exists (select from agent_number n where n.institute_id = k.institute_id and n.counsellor_id = k.id)
    order by lower(k.name), k.id
  `);
}

const waitingRow = z.object({
  callId,
  direction: z.enum(['inbound', 'outbound', 'campaign']),
  campaign: z.string().nullable(),
  since: epochMs,
  ringing: z.array(z.object({ id: counsellorId, name: z.string() })),
});
/** A call whose student waits for somebody to pick up. */
export type WaitingRow = z.infer<typeof waitingRow>;

/** More are never shown: the longest waiting come first. */
const MOST_WAITING = 200;
/** A call that rings for longer than this was forgotten by its vendor. */
const LONGEST_WAIT_MS = 2 * 3_600_000;

/** Calls that nobody has answered yet, the longest waiting first; of some counsellors those that ring them. */
export async function waitingCalls(db: Db, question: ReportQuestion, now: EpochMs): Promise<readonly WaitingRow[]> {
  const { instituteId } = question;
  return await db.any(sql.type(waitingRow)`
    select c.id as "callId", c.direction, c.campaign, c.first_heard_at as since, coalesce((
        select jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name) order by o.position)
        from offer o
        join counsellor k on k.institute_id = o.institute_id and k.id = o.counsellor_id
        where o.institute_id = c.institute_id and o.call_id = c.id and o.result = 'ringing'
      ), '[]') as ringing
    from call c
    where c.institute_id = ${instituteId} and c.closed_at is null and c.wake_at is not null and c.merged_into is null
      and c.state in ('routing', 'ringing') and c.direction <> 'outbound' and not c.unclaimed and not ${isTestCall}
      and c.first_heard_at > ${sql.timestamp(new Date(now - LONGEST_WAIT_MS))}
      and ${
        isOfAll(question)
          ? sql.fragment`true`
          : sql.fragment`exists (
              select from offer o
              where o.institute_id = c.institute_id and o.call_id = c.id and o.result = 'ringing'
                and o.counsellor_id in (${reported(question)})
            )`
      }
    order by c.first_heard_at, c.id
    limit ${MOST_WAITING}
  `);
}
