import { sql } from 'slonik';
import { z } from 'zod';
import type { CallRecord } from '../domain/call/record.ts';
import type { CallId, EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import { callId, counsellorId, epochMs, leadId, noRows } from './columns.ts';
import { factRow, factsColumn } from './facts.ts';
import type { Db, Tx } from './pool.ts';

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
});
/** A call's row as it stood when it was locked. */
export type LockedCall = z.infer<typeof lockedCall>;

/** A call's own columns, of the one table `call` that the surrounding query reads. */
export const lockedColumns = sql.fragment`
  id, merged_into as "mergedInto", vendor, direction, number_key as "numberKey", did_key as "didKey",
  vendor_call_id as "vendorCallId", blocked,
  first_heard_at as "firstHeardAt", last_seq as "lastSeq", applied_seq as "appliedSeq",
  delivered_seq as "deliveredSeq", state, outcome, lead_id as "leadId", counsellor_id as "counsellorId",
  campaign, started_at as "startedAt", wrap_up_done as "wrapUpDone", flags, plan_digest as "planDigest",
  wake_at as "wakeAt", closed_at as "closedAt"
`;

/**
 * Locks the call's row until the transaction ends; null when the institute has no such call. A merged call is
 * locked and given back as it is: its `mergedInto` says where its facts went.
 */
export async function lockCall(tx: Tx, instituteId: InstituteId, id: CallId): Promise<LockedCall | null> {
  return await tx.maybeOne(sql.type(lockedCall)`
    select ${lockedColumns}
    from call
    where institute_id = ${instituteId} and id = ${id}
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
  id: z.string(),
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
  direction,
  success: z.number(),
  missed: z.number(),
  talkSeconds: z.number(),
  timedSuccesses: z.number(),
  offers: z.number(),
  offersAnswered: z.number(),
});
export type ContributionRow = z.infer<typeof contributionRow>;

const callContext = z.object({
  facts: z.array(factRow),
  popups: z.array(popupRow),
  missed: z.array(missedRow),
  contributions: z.array(contributionRow),
  timeZone: z.string(),
  settings: z.record(z.string(), z.unknown()),
  credentials: z.array(z.string()),
  sticky: z.array(counsellorId),
  did: z
    .object({ campaign: z.string().nullable(), createOn: z.string().nullable(), ring: z.string().nullable() })
    .nullable(),
  /** The number is one of our own or blocked: it never becomes a lead. */
  neverLead: z.boolean(),
  /** Leads its facts name that were merged since, by the primary they are part of now. */
  mergedLeads: z.record(leadId, leadId),
});
export type CallContext = z.infer<typeof callContext>;

/** Everything beside its own row that a call is planned by and compared with. Read it under the call's lock. */
export async function readContext(tx: Tx, instituteId: InstituteId, id: CallId): Promise<CallContext> {
  return await tx.one(sql.type(callContext)`
    select
      ${factsColumn} as facts,
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
          'counsellorId', b.counsellor_id, 'day', b.day, 'direction', b.direction, 'success', b.success,
          'missed', b.missed, 'talkSeconds', b.talk_seconds, 'timedSuccesses', b.timed_successes,
          'offers', b.offers, 'offersAnswered', b.offers_answered
        ))
        from contribution b
        where b.institute_id = c.institute_id and b.call_id = c.id
      ), '[]') as contributions,
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
        select jsonb_object_agg(l.id, l.merged_into)
        from fact f
        join lead l on l.institute_id = f.institute_id and l.id = (f.data ->> 'leadId')::uuid
        where f.institute_id = c.institute_id and f.call_id = c.id and f.data ? 'leadId' and l.merged_into is not null
      ), '{}') as "mergedLeads"
    from call c
    join institute i on i.id = c.institute_id
    left join vendor_account a on a.institute_id = c.institute_id and a.vendor = c.vendor
    where c.institute_id = ${instituteId} and c.id = ${id}
  `);
}

export interface AppliedCall {
  readonly instituteId: InstituteId;
  readonly callId: CallId;
  readonly record: CallRecord;
  readonly leadId: LeadId | null;
  readonly campaign: string | null;
  readonly digest: string;
  readonly wakeAt: EpochMs | null;
  readonly closed: boolean;
  readonly now: EpochMs;
  /** Whether the call's own workflow applied it, which delivers all its facts. */
  readonly delivered: boolean;
}

/** A fact is delivered when the call's own workflow applied it; the relay then starts from its shortest pause again. */
const deliveredColumns = (delivered: boolean) =>
  delivered
    ? sql.fragment`delivered_seq = last_seq, delivery_attempts = 0, stuck = false, claimed_until = null`
    : sql.fragment`delivered_seq = delivered_seq`;

const at = (ms: EpochMs | null) => (ms === null ? null : sql.timestamp(new Date(ms)));

/** Writes a call's derived columns. Every fact there is counts as applied: the row has been locked since they were read. */
export async function writeRecord(tx: Tx, applied: AppliedCall): Promise<void> {
  const { instituteId, callId: id, record, now } = applied;
  await tx.query(sql.type(noRows)`
    update call
    set state = ${record.state}, outcome = ${record.outcome}, lead_id = ${applied.leadId},
      counsellor_id = ${record.counsellorId}, campaign = ${applied.campaign}, started_at = ${at(record.startedAt)},
      answered_at = ${at(record.answeredAt)}, ended_at = ${at(record.endedAt)}, ring_seconds = ${record.ringSeconds},
      talk_seconds = ${record.talkSeconds}, recording_url = ${record.recordingUrl}, disposition = ${record.disposition},
      reason = ${record.reason === null ? null : sql.jsonb(record.reason)}, source = ${record.source},
      flags = ${sql.array([...record.flags], 'text')}, settled_at = ${at(record.settledAt)},
      wrap_up_until = ${at(record.wrapUpUntil)}, wrap_up_done = ${record.wrapUpDone}, unclaimed = ${record.unclaimed},
      plan_digest = ${applied.digest}, applied_seq = last_seq,
      ${deliveredColumns(applied.delivered)},
      wake_at = ${at(applied.wakeAt)}, closed_at = case when ${applied.closed} then coalesce(closed_at, ${at(now)}) end
    where institute_id = ${instituteId} and id = ${id}
  `);
}

/** Notes that the call's facts were applied when applying them changed nothing. */
export async function writeSeen(
  tx: Tx,
  { instituteId, callId: id, wakeAt, closed, now, delivered }: Omit<AppliedCall, 'record' | 'leadId' | 'campaign' | 'digest'>,
): Promise<void> {
  await tx.query(sql.type(noRows)`
    update call
    set applied_seq = last_seq, ${deliveredColumns(delivered)},
      wake_at = ${at(wakeAt)}, closed_at = case when ${closed} then coalesce(closed_at, ${at(now)}) end
    where institute_id = ${instituteId} and id = ${id}
  `);
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
