import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId, LeadId } from '../domain/ids.ts';
import { callId, counsellorId, epochMs } from './columns.ts';
import { fromMicroseconds, microseconds } from './microseconds.ts';
import type { Db } from './pool.ts';

const call = z.object({
  direction: z.enum(['inbound', 'outbound', 'campaign']),
  state: z.string(),
  outcome: z.string().nullable(),
  talkSeconds: z.number().nullable(),
  counsellor: z.string().nullable(),
  /** Everyone who was rung, in order, each once. */
  rung: z.array(z.string()),
});
/** A call as the timeline tells of it: names, no number. */
export type TimelineCall = z.infer<typeof call>;

const timelineRow = z.object({
  id: z.string(),
  at: epochMs,
  /** `at` in microseconds: the sort key. */
  sortAt: z.number(),
  type: z.enum(['call', 'note', 'assignment', 'stage', 'merge', 'edit']),
  callId: callId.nullable(),
  by: z.object({ id: counsellorId, name: z.string() }).nullable(),
  data: z.record(z.string(), z.unknown()),
  note: z.string().nullable(),
  /** The new owners' names, in order; of assignments. */
  owners: z.array(z.string()),
  /** Whether the first new owner talked, or was rung at all, on the entry's call. */
  ownerTalked: z.boolean(),
  ownerRung: z.boolean(),
  call: call.nullable(),
});
export type TimelineRow = z.infer<typeof timelineRow>;

export interface TimelinePosition {
  readonly sortAt: number;
  readonly id: string;
}

const ownerOnCall = sql.fragment`
  from offer o
  where t.type = 'assignment' and o.institute_id = t.institute_id and o.call_id = t.call_id
    and o.counsellor_id::text = t.data -> 'owners' ->> 0
`;

/**
 * The timeline of a lead and of those that were merged into it, newest first, each entry with the call, note and names
 * it refers to as they stand now.
 */
export async function listTimeline(
  db: Db,
  { instituteId, leadIds }: { instituteId: InstituteId; leadIds: readonly [LeadId, ...LeadId[]] },
  { after, limit }: { after: TimelinePosition | null; limit: number },
): Promise<readonly TimelineRow[]> {
  return await db.any(sql.type(timelineRow)`
    select t.id, t.at, ${microseconds(sql.fragment`t.at`)} as "sortAt", t.type,
      t.call_id as "callId", t.data, n.text as note,
      case when b.id is not null then jsonb_build_object('id', b.id, 'name', b.name) end as by,
      array(
        select k.name
        from jsonb_array_elements_text(t.data -> 'owners') with ordinality as owner (id, position)
        join counsellor k on k.institute_id = t.institute_id and k.id = owner.id::uuid
        order by owner.position
      ) as owners,
      exists (select ${ownerOnCall} and o.result = 'answered') as "ownerTalked",
      exists (select ${ownerOnCall}) as "ownerRung",
      case when t.type = 'call' then jsonb_build_object(
        'direction', c.direction, 'state', c.state, 'outcome', c.outcome, 'talkSeconds', c.talk_seconds,
        'counsellor', (select k.name from counsellor k where k.institute_id = c.institute_id and k.id = c.counsellor_id),
        'rung', coalesce((
          select jsonb_agg(r.name order by r.first)
          from (
            select k.name, min(o.position) as first
            from offer o
            join counsellor k on k.institute_id = o.institute_id and k.id = o.counsellor_id
            where o.institute_id = c.institute_id and o.call_id = c.id
            group by k.id, k.name
          ) r
        ), '[]')
      ) end as call
    from timeline t
    left join call c on c.institute_id = t.institute_id and c.id = t.call_id
    left join note n on n.institute_id = t.institute_id and n.id = t.note_id
    left join counsellor b on b.institute_id = t.institute_id and b.id = t.by_id
    where ${sql.and([
      sql.fragment`t.institute_id = ${instituteId}`,
      // One lead, as nearly always, is read in the order of the index.
      leadIds.length === 1
        ? sql.fragment`t.lead_id = ${leadIds[0]}`
        : sql.fragment`t.lead_id = any(${sql.array([...leadIds], 'uuid')})`,
      after !== null && sql.fragment`(t.at, t.id) < (${fromMicroseconds(after.sortAt)}, ${after.id}::uuid)`,
    ])}
    order by t.at desc, t.id desc
    limit ${limit}
  `);
}
