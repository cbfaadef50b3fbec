import { DateTime } from 'luxon';
import { classic } from '../classic/speak.ts';
import type { CallFacts } from '../telling/call-facts.ts';
import type { Dialect } from '../telling/dialect.ts';
import { isOk, ownAddress, readClassicAnswer, twice } from '../telling/hook-parts.ts';
import type { Fields, Message, Report } from '../telling/message.ts';
import { indian, indianWithOffset } from '../telling/stamps.ts';
import { streamEvents } from './native-stream.ts';

/** Whoever talked last, else was rung last; a click's own phone that was not picked up is nobody's. */
const agentOf = ({ call, script }: CallFacts): string | null => {
  if (call.kind === 'clicked' && script.outcome === 'agent_no_answer') return null;
  return script.talks.at(-1)?.agent ?? script.rings.at(-1)?.agent ?? null;
};

/** Start in UTC and end in IST, and the end before the start (vendors.md 4.4 A); else as it should be. */
function stampsA({ script, beganAt, has }: CallFacts): { readonly fields: Fields; readonly told: boolean } {
  const start = DateTime.fromMillis(beganAt, { zone: 'utc' }).toFormat("yyyy-MM-dd HH:mm:ss.SSS'000+00:00'");
  const end = indianWithOffset(has('odd_stamps') ? beganAt - 10_000 : beganAt + script.ends * 1000);
  return { fields: { start_time: start, end_time: end, timezone: 'Asia/Kolkata' }, told: !has('odd_stamps') };
}

/** The post-call hook, in one of its dialects. */
function postCall(facts: CallFacts): readonly Message[] {
  const { call, script, callId, beganAt, reference, counsellor, recordingUrl, has, random } = facts;
  const agent = agentOf(facts);
  const line = agent === null ? '' : counsellor(agent).phone;
  const talkSeconds = script.talks.reduce((sum, { from, to }) => sum + to - from, 0);
  const isAnswered = script.talks.length > 0;
  const recording = isAnswered || has('missed_with_talk') ? recordingUrl : '';
  const outbound = script.direction !== 'inbound';
  const own: Fields = reference === null ? {} : { additional_params: { uniqueid: reference } };
  const cause =
    outbound && (script.outcome === 'busy' || script.outcome === 'cancelled') ? script.outcome : 'no_answer';
  const words = { no_answer: random.pick(['Missed', 'Not Answered']), busy: 'Busy', cancelled: 'Cancelled' } as const;
  // With what says that nobody talked; of the first dialect, an IVR's, only a duration and a sound.
  const asA = script.rings.length === 0 || (isAnswered && random.chance(0.4));
  const stamps = stampsA(facts);
  const fields: Fields = asA
    ? {
        dispnumber: call.did.number,
        extension: 'None',
        callid: callId,
        call_duration: String(isAnswered ? talkSeconds : 3),
        destination: outbound ? call.student.number : agent === null ? 'Welcome Sound' : line,
        caller_id: outbound ? line : call.student.number,
        action: '6',
        resource_url: recording,
        hangup_cause: '900',
        type: isAnswered ? 'dial' : 'dtmf',
        call_type: outbound ? 'outgoing' : 'incoming',
        ...stamps.fields,
        ...own,
      }
    : {
        call_uuid: random.chance(0.3) ? `${callId}_0` : callId,
        called_number: call.did.number,
        call_status: isAnswered ? 'Connected' : words[cause],
        call_duration: isAnswered ? hms(talkSeconds) : '0:00:00',
        call_time: has('odd_stamps') ? '1970-01-01 05:30:00' : indian(beganAt),
        customer_number: call.student.number,
        agent_number: line,
        recording_url: recording,
        call_direction: outbound ? 'Outbound' : 'Inbound',
        ...own,
      };
  const report: Report = {
    kind: 'reports',
    agent,
    result: isAnswered ? 'answered' : 'failed',
    cause: isAnswered ? null : agent === null && !outbound ? null : cause,
    talkSeconds: isAnswered ? talkSeconds : null,
    recording: isAnswered,
    startTold: asA ? stamps.told : !has('odd_stamps'),
    endsAt: asA && stamps.told ? script.ends : null,
  };
  return [
    {
      at: script.ends + 3,
      endpoint: 'post-call',
      encoding: random.pick(['json', 'form', 'query']),
      fields,
      says: [report],
      named: true,
    },
  ];
}

const hms = (seconds: number): string =>
  `${Math.floor(seconds / 3600)}:${String(Math.floor(seconds / 60) % 60).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;

function messages(facts: CallFacts): readonly Message[] {
  const { script, has } = facts;
  if (script.rings.length === 0 && has('silent_greeting')) return [];
  const end = postCall(facts);
  return [...streamEvents(facts), ...(has('repeat_hangup') ? end.flatMap(twice) : end)];
}

/** Knowlarity's own: an event stream that is read, and a hook after the call (vendors.md 4.3, 4.4); whom to ring it asks classically. */
export const knowlarityOwn: Dialect = {
  question: classic('token').question,
  readAnswer: readClassicAnswer,
  messages,
  address: ownAddress,
  isTaken: isOk,
};
