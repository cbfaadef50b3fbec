import { sql } from 'slonik';
import { z } from 'zod';
import type { CallId, InstituteId } from '../domain/ids.ts';
import { callId, counsellorId, epochMs, leadId, noRows, popupId } from './columns.ts';
import { factRow, factsColumn } from './facts.ts';
import type { Db, Tx } from './pool.ts';
import { mayReceivePopups } from './popup-permission.ts';
import { isTestCall } from './test-calls.ts';

const direction = z.enum(['inbound', 'outbound', 'campaign']);

/** What `lockedColumns` give. */
export const lockedCall = z.object({
  id: callId,
  mergedInto: callId.nullable(),
  vendor: z.string(),
  direction,
  numberKey: z.string().nullable(),
  didKey: z.string().nullable(),
  vendorCallId: z.string().nullable(),
  blocked: z.boolean(),
  /** Of a go-live check: it counts nowhere. */
  isTest: z.boolean(),
  firstHeardAt: epochMs,
  lastSeq: z.number(),
  appliedSeq: z.number(),
  deliveredSeq: z.number(),
  state: z.string(),
  outcome: z.string().nullable(),
  leadId: leadId.nullable(),
  counsellorId: counsellorId.nullable(),
  campaign: z.string().nullable(),
  startedAt: epochMs,
  wrapUpDone: z.boolean(),
  flags: z.array(z.string()),
  planDigest: z.string().nullable(),
  wakeAt: epochMs.nullable(),
  closedAt: epochMs.nullable(),
  /** Nothing is taken into it from then on: it was erased, or what it was made of is forgotten. */
  sealedAt: epochMs.nullable(),
});
/** A call's row as it stood when it was locked. */
export type LockedCall = z.infer<typeof lockedCall>;

/** The own columns of the call `c` of the surrounding query. */
export const lockedColumns = sql.fragment`
  c.id, c.merged_into as "mergedInto", c.vendor, c.direction, c.number_key as "numberKey", c.did_key as "didKey",
  c.vendor_call_id as "vendorCallId", c.blocked, ${isTestCall} as "isTest", c.first_heard_at as "firstHeardAt", c.last_seq as "lastSeq",
  c.applied_seq as "appliedSeq", c.delivered_seq as "deliveredSeq", c.state, c.outcome, c.lead_id as "leadId",
  c.counsellor_id as "counsellorId", c.campaign, c.started_at as "startedAt", c.wrap_up_done as "wrapUpDone", c.flags,
  c.plan_digest as "planDigest", c.wake_at as "wakeAt", c.closed_at as "closedAt", c.sealed_at as "sealedAt"
`;

/**
 * Locks the call's row until the transaction ends; null when the institute has no such call. A merged call is
 * locked and given back as it is: its `mergedInto` says where its facts went.
 */
export async function lockCall(tx: Tx, instituteId: InstituteId, id: CallId): Promise<LockedCall | null> {
  return await tx.maybeOne(sql.type(lockedCall)`
    select ${lockedColumns}
    from call c
    where c.institute_id = ${instituteId} and c.id = ${id}
    for no key update
  `);
}

const survivorRow = z.object({ id: callId });

/** The call that now stands for this one: itself, or the end of the chain it was merged into. Null: no such call. */
export async function survivorOf(db: Db, instituteId: InstituteId, id: CallId): Promise<CallId | null> {
  return await db.maybeOneFirst(sql.type(survivorRow)`
    with recursive chain as (
      select id, merged_into from call where institute_id = ${instituteId} and id = ${id}
      union
      select c.id, c.merged_into
      from chain
      join call c on c.institute_id = ${instituteId} and c.id = chain.merged_into
    )
    select id from chain where merged_into is null
  `);
}

const popupRow = z.object({
  id: popupId,
  counsellorId,
  factSeq: z.number(),
  state: z.enum(['open', 'answered', 'closed', 'withdrawn', 'dismissed']),
  leadId: leadId.nullable(),
});
export type PopupRow = z.infer<typeof popupRow>;

const missedRow = z.object({
  counsellorId: counsellorId.nullable(),
  rung: z.boolean(),
  student: z.string(),
  at: epochMs,
});
export type MissedRow = z.infer<typeof missedRow>;

const contributionRow = z.object({
  counsellorId: counsellorId.nullable(),
  day: z.string(),
  hour: z.number(),
  direction,
  /** Whom they talked with. */
  leadId: leadId.nullable(),
  success: z.number(),
  missed: z.number(),
  talkSeconds: z.number(),
  timedSuccesses: z.number(),
  offers: z.number(),
  offersAnswered: z.number(),
  timedRings: z.number(),
  ringSeconds: z.number(),
});
export type ContributionRow = z.infer<typeof contributionRow>;

const countedRow = z.object({
  day: z.string(),
  hour: z.number(),
  direction,
  vendor: z.string(),
  campaign: z.string().nullable(),
  didKey: z.string().nullable(),
  caller: z.string().nullable(),
  calls: z.number(),
  answered: z.number(),
  missed: z.number(),
  talkSeconds: z.number(),
  marks: z.array(z.string()),
});
/** What a call adds to the reports of calls (db/counted-calls). */
export type CountedRow = z.infer<typeof countedRow>;

const callContext = z.object({
  facts: z.array(factRow),
  /** How many stand. */
  offers: z.number(),
  hasNotes: z.boolean(),
  popups: z.array(popupRow),
  missed: z.array(missedRow),
  contributions: z.array(contributionRow),
  counted: countedRow.nullable(),
  timeZone: z.string(),
  settings: z.record(z.string(), z.unknown()),
  credentials: z.array(z.string()),
  sticky: z.array(counsellorId),
  did: z
    .object({ campaign: z.string().nullable(), createOn: z.string().nullable(), ring: z.string().nullable() })
    .nullable(),
  /** The number is one of our own or blocked: it never becomes a lead. */
  neverLead: z.boolean(),
  /** Those among the counsellors its facts name who get pop-ups: active, switched on, and with the permission. */
  receivers: z.array(counsellorId),
  /** Whether somebody outside wants to be told of what happens. */
  hasWebhooks: z.boolean(),
  /** Leads its facts name that were merged since, by the primary they are part of now. */
  mergedLeads: z.record(leadId, leadId),
});
export type CallContext = z.infer<typeof callContext>;

/** `callContext` of the call `c` of the surrounding query, which has `contextJoins`. */
const contextColumns = sql.fragment`
      ${factsColumn} as facts,
      (select count(*) from offer o where o.institute_id = c.institute_id and o.call_id = c.id) as offers,
      exists (select from note n where n.institute_id = c.institute_id and n.call_id = c.id) as "hasNotes",
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', p.id, 'counsellorId', p.counsellor_id, 'factSeq', p.fact_seq, 'state', p.state, 'leadId', p.lead_id
        ) order by p.fact_seq)
        from popup p
        where p.institute_id = c.institute_id and p.call_id = c.id
      ), '[]') as popups,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'counsellorId', m.counsellor_id, 'rung', m.rung, 'student', m.student,
          'at', round(extract(epoch from m.at) * 1000)
        ))
        from missed_entry m
        where m.institute_id = c.institute_id and m.call_id = c.id
      ), '[]') as missed,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'counsellorId', b.counsellor_id, 'day', b.day, 'hour', b.hour, 'direction', b.direction, 'leadId', b.lead_id,
          'success', b.success, 'missed', b.missed, 'talkSeconds', b.talk_seconds, 'timedSuccesses', b.timed_successes,
          'offers', b.offers, 'offersAnswered', b.offers_answered, 'timedRings', b.timed_rings,
          'ringSeconds', b.ring_seconds
        ))
        from contribution b
        where b.institute_id = c.institute_id and b.call_id = c.id
      ), '[]') as contributions,
      (
        select jsonb_build_object(
          'day', n.day, 'hour', n.hour, 'direction', n.direction, 'vendor', n.vendor, 'campaign', n.campaign,
          'didKey', n.did_key, 'caller', n.caller, 'calls', n.calls, 'answered', n.answered, 'missed', n.missed,
          'talkSeconds', n.talk_seconds, 'marks', to_jsonb(n.marks)
        )
        from counted_call n
        where n.institute_id = c.institute_id and n.call_id = c.id
      ) as counted,
      i.time_zone as "timeZone",
      coalesce(a.settings, '{}') as settings,
      array(select jsonb_object_keys(coalesce(a.credentials, '{}'))) as credentials,
      coalesce((
        select jsonb_agg(k.id order by s.position)
        from jsonb_array_elements_text(a.settings -> 'inbound' -> 'stickyCounsellorIds') with ordinality as s (id, position)
        join counsellor k on k.institute_id = c.institute_id and k.id = s.id::uuid and k.active
      ), '[]') as sticky,
      (
        select jsonb_build_object('campaign', d.campaign, 'createOn', d.create_on, 'ring', d.ring)
        from did d
        where d.institute_id = c.institute_id and d.number_key = c.did_key
      ) as did,
      (
        exists (select from did d where d.institute_id = c.institute_id and d.number_key = c.number_key)
        or exists (select from agent_number n where n.institute_id = c.institute_id and n.number_key = c.number_key)
        or exists (select from blocked_number b where b.institute_id = c.institute_id and b.number_key = c.number_key)
      ) as "neverLead",
      coalesce((
        select jsonb_agg(k.id)
        from counsellor k
        where k.institute_id = c.institute_id and k.active and k.popups and ${mayReceivePopups} and k.id in (
          select f.counsellor_id from fact f where f.institute_id = c.institute_id and f.call_id = c.id
        )
      ), '[]') as receivers,
      exists (select from webhook w where w.institute_id = c.institute_id and w.enabled) as "hasWebhooks",
      coalesce((
        select jsonb_object_agg(l.id, l.merged_into)
        from fact f
        join lead l on l.institute_id = f.institute_id and l.id = (f.data ->> 'leadId')::uuid
        where f.institute_id = c.institute_id and f.call_id = c.id and f.data ? 'leadId' and l.merged_into is not null
      ), '{}') as "mergedLeads"
`;
const contextJoins = sql.fragment`
  join institute i on i.id = c.institute_id
  left join vendor_account a on a.institute_id = c.institute_id and a.vendor = c.vendor
`;

/** Everything beside its own row that a call is planned by and compared with. Read it under the call's lock. */
export async function readContext(tx: Tx, instituteId: InstituteId, id: CallId): Promise<CallContext> {
  return await tx.one(sql.type(callContext)`
    select ${contextColumns}
    from call c
    ${contextJoins}
    where c.institute_id = ${instituteId} and c.id = ${id}
  `);
}

const callToAdvance = lockedCall.extend({ ...callContext.shape, isCurrent: z.boolean() });

/**
 * Locks a call as `lockCall` does and reads its context, usually at once. Whoever changes what belongs to a call writes
 * the call's row too. So where the row is another than when the statement began, its lock was waited for, and what was
 * read beside it may be older: then it is read again.
 */
export async function lockToAdvance(
  tx: Tx,
  instituteId: InstituteId,
  id: CallId,
): Promise<{ readonly call: LockedCall; readonly context: CallContext } | null> {
  const row = await tx.maybeOne(sql.type(callToAdvance)`
    select ${lockedColumns}, ${contextColumns},
      c.xmin = (select s.xmin from call s where s.institute_id = c.institute_id and s.id = c.id) as "isCurrent"
    from call c
    ${contextJoins}
    where c.institute_id = ${instituteId} and c.id = ${id}
    for no key update of c
  `);
  if (row === null) return null;
  return { call: row, context: row.isCurrent ? row : await readContext(tx, instituteId, id) };
}

/** Blanks what a call's row derives from its facts; its identity, its facts' numbers and when it first closed stay. */
export async function forgetRecord(tx: Tx, instituteId: InstituteId, id: CallId): Promise<void> {
  await tx.query(sql.type(noRows)`
    update call
    set state = 'routing', outcome = null, lead_id = null, counsellor_id = null, campaign = null,
      started_at = first_heard_at, answered_at = null, ended_at = null, ring_seconds = null, talk_seconds = null,
      recording_url = null, disposition = null, reason = null, source = 'events', flags = '{}', settled_at = null,
      wrap_up_until = null, wrap_up_done = false, unclaimed = false, plan_digest = null, applied_seq = 0, wake_at = null
    where institute_id = ${instituteId} and id = ${id}
  `);
}
