import { sql, type FragmentSqlToken } from 'slonik';
import type { EventType } from '../domain/outgoing/events.ts';
import type { CallId, EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Tx } from './pool.ts';

/** Something a webhook may be told of. `data` holds ids and words of ours, never a name or a number. */
export interface OutgoingEvent {
  readonly type: EventType;
  readonly callId?: CallId | null;
  readonly leadId?: LeadId | null;
  readonly data?: Readonly<Record<string, string | null | readonly string[]>>;
}

/** Puts what the surrounding statement's `event (id, type, at)` gives on its way to every webhook that wants it. */
const sentOn = (instituteId: InstituteId): FragmentSqlToken => sql.fragment`
  insert into webhook_delivery (institute_id, webhook_id, event_id, next_attempt_at)
  select w.institute_id, w.id, event.id, event.at
  from event
  join webhook w on w.institute_id = ${instituteId} and w.enabled and event.type = any(w.events)
`;

/** Whether anybody of the institute wants to be told of one of these. */
const isWanted = (instituteId: InstituteId, types: readonly EventType[]): FragmentSqlToken => sql.fragment`
  exists (select from webhook w where w.institute_id = ${instituteId} and w.enabled and w.events && ${sql.array([...types], 'text')})
`;

/** Notes events in the transaction of what they tell of. Nobody wants to know: nothing is written. */
export async function noteEvents(
  tx: Tx,
  { instituteId, events, now }: { instituteId: InstituteId; events: readonly OutgoingEvent[]; now: EpochMs },
): Promise<void> {
  if (events.length === 0) return;
  const given = sql.unnest(
    events.map(({ type, callId = null, leadId = null, data = {} }) => [type, callId, leadId, JSON.stringify(data)]),
    ['text', 'uuid', 'uuid', 'jsonb'],
  );
  await tx.query(sql.type(noRows)`
    with event as (
      insert into outgoing_event (institute_id, type, call_id, lead_id, data, at)
      select ${instituteId}::integer, type, call_id, lead_id, data, ${sql.timestamp(new Date(now))}
      from ${given} with ordinality as given (type, call_id, lead_id, data, position)
      where ${isWanted(instituteId, [...new Set(events.map(({ type }) => type))])}
      order by position
      returning id, type, at
    )
    ${sentOn(instituteId)}
  `);
}

export interface EndedCall {
  readonly instituteId: InstituteId;
  readonly callId: CallId;
  readonly leadId: LeadId | null;
  /** A comparison value of what is told of the call: equal means that nothing of it changed. */
  readonly digest: string;
  /** The call had ended before. */
  readonly corrects: boolean;
  /** It is made anew, and may be the same as before: what nobody was told of is not told now. */
  readonly anew: boolean;
  readonly now: EpochMs;
}

/** Notes that a call ended, or that what was told of its end is different now. */
export async function noteCallEnd(
  tx: Tx,
  { instituteId, callId, leadId, digest, corrects, anew, now }: EndedCall,
): Promise<void> {
  const type: EventType = corrects ? 'call.corrected' : 'call.ended';
  await tx.query(sql.type(noRows)`
    with told as (
      select data ->> 'digest' as digest
      from outgoing_event
      where institute_id = ${instituteId} and call_id = ${callId} and type in ('call.ended', 'call.corrected')
      order by id desc
      limit 1
    ),
    event as (
      insert into outgoing_event (institute_id, type, call_id, lead_id, data, at)
      select ${instituteId}::integer, ${type}::text, ${callId}::uuid, ${leadId}::uuid, jsonb_build_object('digest', ${digest}::text),
        ${sql.timestamp(new Date(now))}
      where ${isWanted(instituteId, ['call.ended', 'call.corrected'])}
        and case when exists (select from told) then (select digest from told) <> ${digest} else not ${corrects && anew} end
      returning id, type, at
    )
    ${sentOn(instituteId)}
  `);
}

/**
 * Notes which missed calls have become work for somebody, or are nobody's any more, by comparing how their entries stand
 * with what was told of them last. After the entries were written.
 *
 * @param students keys of those whose entries may have changed, beside the call's own
 */
export async function noteMissedCalls(
  tx: Tx,
  {
    instituteId,
    callId,
    students,
    now,
  }: { instituteId: InstituteId; callId: CallId | null; students: readonly string[]; now: EpochMs },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    with touched as (
      select call_id from missed_entry where institute_id = ${instituteId} and student = any(${sql.array([...students], 'text')})
      union
      select ${callId}::uuid where ${callId}::uuid is not null
    ),
    standing as (
      select t.call_id, coalesce(bool_or(m.opened_at is null and not m.called_back), false) as is_open,
        case when bool_or(m.opened_at is not null) then 'opened' when bool_or(m.called_back) then 'called_back' else 'answered' end as cleared
      from touched t
      left join missed_entry m on m.institute_id = ${instituteId} and m.call_id = t.call_id
      group by t.call_id
    ),
    told as (
      select s.*, (
        select e.type
        from outgoing_event e
        where e.institute_id = ${instituteId} and e.call_id = s.call_id and e.type in ('missed_call.opened', 'missed_call.cleared')
        order by e.id desc
        limit 1
      ) = 'missed_call.opened' as told_open
      from standing s
    ),
    event as (
      insert into outgoing_event (institute_id, type, call_id, data, at)
      select ${instituteId}::integer, case when is_open then 'missed_call.opened' else 'missed_call.cleared' end, call_id,
        case when is_open then '{}' else jsonb_build_object('reason', cleared) end, ${sql.timestamp(new Date(now))}
      from told
      where is_open <> coalesce(told_open, false)
        and ${isWanted(instituteId, ['missed_call.opened', 'missed_call.cleared'])}
      order by call_id
      returning id, type, at
    )
    ${sentOn(instituteId)}
  `);
}
