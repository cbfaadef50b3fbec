import { sql } from 'slonik';
import { z } from 'zod';
import { callId, counsellorId, epochMs, leadId } from './columns.ts';
import { microseconds } from './microseconds.ts';

const person = z.object({ id: counsellorId, name: z.string() });

const offer = z.object({
  counsellor: person,
  at: epochMs,
  endedAt: epochMs.nullable(),
  result: z.enum(['ringing', 'answered', 'missed', 'answered_elsewhere', 'cancelled']),
});

export const callRow = z.object({
  instituteId: z.number(),
  id: callId,
  direction: z.enum(['inbound', 'outbound', 'campaign']),
  state: z.enum(['routing', 'dialling', 'agent_ringing', 'ringing', 'talking', 'ended']),
  outcome: z
    .enum([
      'answered',
      'missed',
      'abandoned',
      'voicemail',
      'busy',
      'no_answer',
      'cancelled',
      'failed',
      'agent_no_answer',
      'unknown',
    ])
    .nullable(),
  /** The primary, when the call's own lead was merged. */
  lead: z.object({ id: leadId, name: z.string() }).nullable(),
  number: z.string().nullable(),
  did: z.string().nullable(),
  campaign: z.string().nullable(),
  counsellor: person.nullable(),
  offers: z.array(offer),
  startedAt: epochMs,
  answeredAt: epochMs.nullable(),
  endedAt: epochMs.nullable(),
  ringSeconds: z.number().nullable(),
  talkSeconds: z.number().nullable(),
  hasRecording: z.boolean(),
  disposition: z.string().nullable(),
  source: z.enum(['events', 'reconciled']),
  flags: z.array(z.string()),
  blocked: z.boolean(),
  reason: z.object({ code: z.string(), text: z.string() }).nullable(),
  vendor: z.string(),
  vendorCallId: z.string().nullable(),
  settledAt: epochMs.nullable(),
  /** When a wrap-up that is not done ends by itself. */
  wrapUpUntil: epochMs.nullable(),
  /** The vendor account's own choice; null where it leaves the default. */
  amendSeconds: z.number().nullable(),
  /** First heard, in microseconds: the sort key of lists. */
  heardAt: z.number(),
});
/** A call with the names it shows. */
export type CallRow = z.infer<typeof callRow>;

/** The lead of the call `c` of the surrounding query, at the end of its merges, as JSON; null when it was erased. */
export const primaryLead = sql.fragment`(
  with recursive chain as (
    select l.id, l.name, l.merged_into, l.erased_at
    from lead l
    where l.institute_id = c.institute_id and l.id = c.lead_id
    union
    select l.id, l.name, l.merged_into, l.erased_at
    from chain
    join lead l on l.institute_id = c.institute_id and l.id = chain.merged_into
  )
  select jsonb_build_object('id', id, 'name', name) from chain where merged_into is null and erased_at is null
)`;

const offers = sql.fragment`coalesce((
  select jsonb_agg(jsonb_build_object(
    'counsellor', jsonb_build_object('id', who.id, 'name', who.name),
    'at', round(extract(epoch from o.at) * 1000),
    'endedAt', round(extract(epoch from o.ended_at) * 1000),
    'result', o.result
  ) order by o.position)
  from offer o
  join counsellor who on who.institute_id = o.institute_id and who.id = o.counsellor_id
  where o.institute_id = c.institute_id and o.call_id = c.id
), '[]')`;

/** `callRow` of the call `c` of the surrounding query; needs `callJoins`. */
export const callColumns = sql.fragment`
  c.institute_id as "instituteId", c.id, c.direction, c.state, c.outcome, ${primaryLead} as lead, c.number_key as number,
  c.did_key as did, c.campaign,
  case when by.id is not null then jsonb_build_object('id', by.id, 'name', by.name) end as counsellor,
  ${offers} as offers,
  c.started_at as "startedAt", c.answered_at as "answeredAt", c.ended_at as "endedAt", c.ring_seconds as "ringSeconds",
  c.talk_seconds as "talkSeconds", c.recording_url is not null as "hasRecording", c.disposition, c.source,
  -- No fact makes it: whether its workflow can be told of the call is nothing the call was.
  case when c.stuck then c.flags || '{stuck}' else c.flags end as flags, c.blocked,
  c.reason, c.vendor, c.vendor_call_id as "vendorCallId", c.settled_at as "settledAt",
  case when c.outcome = 'answered' and not c.wrap_up_done then c.wrap_up_until end as "wrapUpUntil",
  (account.settings #>> '{times,amendSeconds}')::integer as "amendSeconds",
  ${microseconds(sql.fragment`c.first_heard_at`)} as "heardAt"
`;
export const callJoins = sql.fragment`
  left join counsellor by on by.institute_id = c.institute_id and by.id = c.counsellor_id
  left join vendor_account account on account.institute_id = c.institute_id and account.vendor = c.vendor
`;
