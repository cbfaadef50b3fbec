import type { Talk } from '../day/script.ts';
import type { Random } from '../random.ts';
import type { CallFacts } from '../telling/call-facts.ts';
import type { Fields, Message, Report, Value } from '../telling/message.ts';
import { bare, spelled } from '../telling/numbers.ts';
import { american, clock, indian } from '../telling/stamps.ts';
import { oddly } from './oddities.ts';

/** Words of contract 1.1, as systems write them. */
const ANSWERED = ['1', 'Answered', 'answered by agent', 'completed', 'ANSWER', 'success', 'Connected'] as const;
const FAILED = {
  no_answer: ['missed', 'NoAnswer', 'no-answer', 'No Answer'],
  busy: ['busy', 'Busy'],
  cancelled: ['CANCEL', 'cancelled', 'canceled'],
} as const;
/** As a vendor's own systems name a direction. */
const CALL_TYPES = {
  inbound: ['inbound', 'Dialer (inbound)'],
  outbound: ['outbound', 'Outbound'],
  campaign: ['campaign', 'Dialer (outbound)'],
} as const;

/**
 * A call in the dialect all vendors can speak (contract 1.1): a pop-up request for each ring, a call back for each who
 * talked, else one for the whole.
 */
export function classicMessages(facts: CallFacts): readonly Message[] {
  const messages = [...rings(facts), ...ends(facts)];
  if (facts.has('silent_greeting') && facts.script.rings.length === 0) return [];
  return oddly(facts, 'classic', facts.has('end_first') ? endFirst(messages) : messages);
}

const encoded = (random: Random): Message['encoding'] => random.pick(['json', 'json', 'form', 'query']);

/** Fields that every request carries. */
function said({ call, script, callId, reference, has, random }: CallFacts): Fields {
  const write = has('mixed_formats') ? (number: string) => spelled(random, number) : bare;
  const type =
    call.kind === 'clicked' ? random.pick(['clicktocall', 'click_to_call']) : random.pick(CALL_TYPES[script.direction]);
  return {
    applicant_no: write(call.student.number),
    call_id: callId,
    did_no: write(call.did.number),
    call_type: type,
    ...(type === 'Dialer (outbound)' && { campaign_name: call.did.campaign }),
    ...(reference !== null && !has('late_ids') && { custom_identifier: reference }),
  };
}

function rings(facts: CallFacts): readonly Message[] {
  const { script, counsellor, random, has } = facts;
  return script.rings.map(({ agent, from }) => ({
    at: from,
    endpoint: 'ivrCallNotification',
    encoding: encoded(random),
    fields: {
      ...said(facts),
      agent_no: has('mixed_formats') ? spelled(random, counsellor(agent).phone) : bare(counsellor(agent).phone),
    },
    says: [{ kind: 'rings', agent }],
    named: true,
  }));
}

function ends(facts: CallFacts): readonly Message[] {
  const { script, has } = facts;
  const reports = script.talks.length > 0 ? script.talks.map((talk) => talked(facts, talk)) : [failed(facts)];
  if (has('repeat_hangup')) return reports.flatMap((end) => [end, { ...end, at: end.at + 1 }]);
  if (!has('filled_later')) return reports;
  return reports.flatMap((end) => [withoutWhatComesLater(end), { ...end, at: end.at + 20 }]);
}

/** A report of one who talked. Their leg's end is the report's; the start is the call's. */
function talked(facts: CallFacts, { agent, from, to }: Talk): Message {
  const { script, counsellor, recordingUrl, random } = facts;
  const talkSeconds = to - from;
  return report(facts, script.ends, to, {
    fields: {
      agent_no: bare(counsellor(agent).phone),
      status: random.pick(ANSWERED),
      call_duration: random.chance(0.5) ? String(talkSeconds) : clock(talkSeconds),
      resource_url: recordingUrl,
    },
    says: { kind: 'reports', agent, result: 'answered', cause: null, talkSeconds, recording: true },
  });
}

/** A report of a call that nobody talked on. Who hung up in the greeting is named with nobody. */
function failed(facts: CallFacts): Message {
  const { call, script, counsellor, recordingUrl, random, has } = facts;
  if (script.rings.length === 0 && has('greeting_as_answered')) {
    const seconds = random.int(1, 15);
    return report(facts, script.ends, script.ends, {
      fields: { agent_no: '', status: 'answered', call_duration: String(seconds), resource_url: recordingUrl },
      says: { kind: 'reports', agent: null, result: 'answered', cause: null, talkSeconds: seconds, recording: true },
    });
  }
  // A counsellor who did not pick up their own call has taken nothing (contract 1.1, `agent_no`).
  const last = call.kind === 'clicked' && script.outcome === 'agent_no_answer' ? undefined : script.rings.at(-1)?.agent;
  const cause = script.outcome === 'busy' || script.outcome === 'cancelled' ? script.outcome : 'no_answer';
  const noise = has('missed_with_talk') ? { call_duration: String(random.int(3, 40)), resource_url: recordingUrl } : {};
  return report(facts, script.ends, script.ends, {
    fields: {
      agent_no: last === undefined ? '' : bare(counsellor(last).phone),
      status: random.pick(FAILED[cause]),
      ...noise,
    },
    says: { kind: 'reports', agent: last ?? null, result: 'failed', cause, talkSeconds: null, recording: false },
  });
}

function report(
  facts: CallFacts,
  at: number,
  legEnds: number,
  { fields, says }: { fields: Fields; says: Omit<Report, 'endsAt' | 'startTold'> },
): Message {
  const { beganAt, random, has } = facts;
  const moments = [beganAt, beganAt + legEnds * 1000] as const;
  const write = has('mixed_formats') && random.chance(0.3) ? american : indian;
  const readable = !has('odd_stamps');
  const [start_time, end_time] = has('odd_stamps') ? oddStamps(random, moments) : moments.map(write);
  return {
    at,
    endpoint: 'ivrCallBackDetails',
    encoding: encoded(random),
    fields: { ...said(facts), ...fields, start_time: start_time ?? '', end_time: end_time ?? '' },
    says: [{ ...says, endsAt: readable ? legEnds : null, startTold: readable }],
    named: true,
  };
}

/** Stamps nobody can believe (vendors.md 6, 12): of 1970, of year 0, and an end an hour before the start. */
function oddStamps(random: Random, [start, end]: readonly [number, number]): readonly [string, string] {
  return random.pick([
    ['1970-01-01 05:30:00', '1970-01-01 05:30:00'],
    ['0000-00-00 00:00:00', '0000-00-00 00:00:00'],
    [indian(start), indian(end - 3_600_000)],
  ]);
}

const LATER: ReadonlySet<string> = new Set(['call_duration', 'resource_url']);

function withoutWhatComesLater(end: Message): Message {
  const fields: Record<string, Value> = Object.fromEntries(
    Object.entries(end.fields).filter(([name]) => !LATER.has(name)),
  );
  const says = end.says.map((each) =>
    each.kind === 'reports' ? { ...each, talkSeconds: null, recording: false } : each,
  );
  return { ...end, fields, says };
}

/** The first report leaves just before the last ring. */
function endFirst(messages: readonly Message[]): readonly Message[] {
  const ring = messages.findLastIndex(({ says }) => says.some(({ kind }) => kind === 'rings'));
  const end = messages.findIndex(({ says }) => says.some(({ kind }) => kind === 'reports'));
  const [lastRing, first] = [messages[ring], messages[end]];
  if (lastRing === undefined || first === undefined) return messages;
  return messages
    .map((message, place) => (place === end ? { ...first, at: Math.max(0, lastRing.at - 0.5) } : message))
    .toSorted((a, b) => a.at - b.at);
}
