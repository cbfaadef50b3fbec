import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Script } from '../day/script.ts';
import type { CallFacts } from '../telling/call-facts.ts';
import type { Dialect } from '../telling/dialect.ts';
import { isOk, ownAddress, twice } from '../telling/hook-parts.ts';
import type { Fields, Message, Says } from '../telling/message.ts';
import { indian } from '../telling/stamps.ts';
import { callback } from './native-callback.ts';
import { national, report } from './parts.ts';

/** "Wed, 23 Feb 2022 12:31:59" in India. */
const created = (ms: number): string =>
  DateTime.fromMillis(ms, { zone: 'Asia/Kolkata' }).toFormat('EEE, dd MMM yyyy HH:mm:ss', { locale: 'en-US' });

function applet({ call, callId, beganAt }: CallFacts, at: number): Fields {
  const [student, did] = [national(call.student.number), national(call.did.number)];
  return {
    CallSid: callId,
    CallFrom: student,
    CallTo: did,
    Direction: 'incoming',
    Created: created(beganAt),
    From: student,
    To: did,
    CurrentTime: indian(beganAt + at * 1000),
  };
}

const query = (at: number, endpoint: string, fields: Fields, says: readonly Says[]): Message => ({
  at,
  endpoint,
  encoding: 'query',
  fields,
  says,
  named: true,
});

/** The Connect applet's events of each ring: `busy` is being rung, `free` released (vendors.md 2.6). */
function popups(facts: CallFacts): readonly Message[] {
  const { script, counsellor, has } = facts;
  const event = (at: number, agent: string, type: 'Dial' | 'Answered' | 'Terminal', says: Says): Message =>
    query(
      at,
      'popup',
      {
        ...applet(facts, at),
        DialWhomNumber: national(counsellor(agent).phone),
        Status: type === 'Terminal' ? 'free' : 'busy',
        EventType: type,
      },
      [says],
    );
  return script.rings.flatMap(({ agent, from, to, result }) => {
    const rings = event(from, agent, 'Dial', { kind: 'rings', agent });
    if (result !== 'answered') return [rings, event(to - 0.5, agent, 'Terminal', { kind: 'stops_ringing', agent })];
    const talk = script.talks.find((one) => one.agent === agent);
    return talk === undefined || has('unanswered_end')
      ? [rings]
      : [rings, event(talk.from, agent, 'Answered', { kind: 'answers', agent })];
  });
}

const LAST: Readonly<Record<'answered' | 'missed' | 'voicemail' | 'abandoned', readonly [string, string]>> = {
  answered: ['completed', 'completed'],
  missed: ['incomplete', 'no-answer'],
  voicemail: ['voicemail', 'no-answer'],
  // Somebody who left the menu is stored as answered (2.7).
  abandoned: ['completed', 'completed'],
};

/** The Passthru behind the Connect: how it went. Its end is 1970, always (2.5). */
function passthru(facts: CallFacts): readonly Message[] {
  const { script, counsellor, beganAt, recordingUrl, has, random } = facts;
  const outcome = script.outcome as keyof typeof LAST; // of a call that came in it is one of these
  // Before anybody is rung a flow passes no Passthru, but that of its menu at times.
  if (script.rings.length === 0 && !has('greeting_as_answered')) return [];
  const [CallType, DialCallStatus] = LAST[outcome];
  const talker = script.talks.at(-1);
  const last = talker?.agent ?? script.rings.at(-1)?.agent;
  const talkSeconds = talker === undefined ? 0 : talker.to - talker.from;
  const legs = script.rings.map(({ agent }, place): Fields => {
    const talk = script.talks.find((one) => one.agent === agent);
    return {
      [`Legs[${place}][Number]`]: national(counsellor(agent).phone),
      [`Legs[${place}][Type]`]: 'single',
      [`Legs[${place}][OnCallDuration]`]: String(talk === undefined ? 0 : talk.to - talk.from),
      [`Legs[${place}][CauseCode]`]: talk === undefined ? 'RING_TIMEOUT' : 'NORMAL_CLEARING',
      [`Legs[${place}][Cause]`]: talk === undefined ? '1003' : '16',
    };
  });
  const fields: Fields = {
    ...applet(facts, script.ends),
    ForwardedFrom: 'null',
    ProcessStatus: 'null',
    flow_id: '100001',
    tenant_id: '10001',
    CallType,
    DialCallStatus,
    DialCallDuration: script.rings.length === 0 ? '0' : String(script.ends),
    StartTime: indian(beganAt),
    EndTime: random.pick(['1970-01-01 05:30:00', '0000-00-00 00:00:00']),
    DialWhomNumber: last === undefined ? 'null' : national(counsellor(last).phone),
    ...(talker !== undefined && {
      RecordingUrl: recordingUrl,
      RecordingAvailableBy: created(beganAt + (script.ends + 300) * 1000),
    }),
    ...(outcome !== 'answered' && has('missed_with_talk') && { RecordingUrl: recordingUrl }),
    ...Object.fromEntries(legs.flatMap((leg) => Object.entries(leg))),
  };
  const whole = query(
    script.ends,
    'passthru',
    fields,
    ending(script, { last, talkSeconds, greets: has('missed_with_talk') }),
  );
  if (!has('filled_later') || talker === undefined) return [whole];
  const { RecordingUrl: _url, RecordingAvailableBy: _by, ...rest } = fields;
  const blank = whole.says.map((said): Says => (said.kind === 'reports' ? { ...said, recording: false } : said));
  return [
    { ...whole, fields: rest, says: blank },
    { ...whole, at: whole.at + 20 },
  ];
}

function ending(
  { rings, talks, outcome }: Script,
  { last, talkSeconds, greets }: { last: string | undefined; talkSeconds: number; greets: boolean },
): readonly Says[] {
  const talked = new Set(talks.map(({ agent }) => agent));
  const inVain = rings
    .filter(({ agent }) => !talked.has(agent) && agent !== last)
    .map(({ agent }) => report(agent, {}));
  if (outcome === 'answered')
    return [
      ...inVain,
      report(last ?? null, { result: 'answered', cause: null, talkSeconds, recording: true, startTold: true }),
    ];
  if (outcome === 'voicemail')
    return [
      ...inVain,
      report(last ?? null, {}),
      report(null, { cause: 'voicemail', startTold: true, recording: greets }),
    ];
  return [
    ...inVain,
    report(last ?? null, { cause: last === undefined ? null : 'no_answer', startTold: true, recording: greets }),
  ];
}

function messages(facts: CallFacts): readonly Message[] {
  const { call, script, has } = facts;
  if (call.kind !== 'inbound') return callback(facts);
  if (script.rings.length === 0 && has('silent_greeting')) return [];
  const end = passthru(facts);
  return [...popups(facts), ...(has('repeat_hangup') ? end.flatMap(twice) : end)];
}

const numbers = z.object({ destination: z.object({ numbers: z.array(z.string()) }) });

/** Exotel's own: Connect or Dial Whom asks whom to ring, popup, Passthru and status callback tell (vendors.md 2.4 to 2.6). */
export const exotelOwn: Dialect = {
  question: ({ call, callId, beganAt, random }) => ({
    endpoint: random.pick(['connect', 'dial-whom']),
    encoding: 'query',
    fields: {
      CallSid: callId,
      CallFrom: national(call.student.number),
      Callfrom: national(call.student.number),
      CallTo: national(call.did.number),
      CallStatus: 'ringing',
      Direction: 'incoming',
      Created: created(beganAt),
      DialCallDuration: '0',
      StartTime: '0',
    },
    named: true,
  }),
  readAnswer: (status, body) => {
    const read = numbers.safeParse(body);
    if (status !== 200) return null;
    if (read.success) return read.data.destination.numbers;
    // A list of one is read as a number by whoever reads JSON.
    return typeof body === 'string' || typeof body === 'number'
      ? String(body)
          .split(',')
          .filter((number) => number !== '')
      : null;
  },
  messages,
  address: ownAddress,
  isTaken: isOk,
};
