import { DateTime } from 'luxon';
import type { CallFacts } from '../telling/call-facts.ts';
import type { Fields, Message, Says, Value } from '../telling/message.ts';
import { bare } from '../telling/numbers.ts';
import { reportsOf, statusOf } from './native-v1.ts';

/** "...Z", "+00:00", and nine digits of a second: three ways of one system (vendors.md 3.4). */
function stamp({ random, has }: CallFacts, ms: number): string {
  const utc = DateTime.fromMillis(ms, { zone: 'utc' });
  if (has('odd_stamps')) return utc.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'000000Z'");
  return random.pick([utc.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"), utc.toFormat("yyyy-MM-dd'T'HH:mm:ss'+00:00'")]);
}

const WORDS = { answered: 'bridged', missed: 'missed', voicemail: 'voicemail' } as const;

/** The events of v2, from the first to the summary. Who is rung they say at the beginning only on some accounts. */
export function eventsV2(facts: CallFacts): readonly Message[] {
  const { call, script, callId, beganAt, reference, counsellor, has, random } = facts;
  const namesAgents = random.chance(0.6);
  const outgoing = script.direction !== 'inbound';
  let sequence = 3000;
  const event = (at: number, type: string, payload: Fields, says: readonly Says[]): Message => ({
    at,
    endpoint: 'v2',
    encoding: 'json',
    says,
    named: true,
    fields: {
      company_id: '5cd40f65xxxxxxxx',
      event_id: `${callId}-${(sequence += 1)}`,
      event_type: type,
      event_sequence: sequence,
      event_version: '1',
      timestamp: stamp(facts, beganAt + at * 1000),
      channel: 'call',
      direction: outgoing ? 'outgoing' : 'incoming',
      session_id: callId,
      system_identifier: type === 'call.summary' ? random.pick<Value>(['', null]) : bare(call.did.number),
      customer_identifier: `91${bare(call.student.number)}`,
      payload: {
        id: callId,
        did: bare(call.did.number),
        customer_number: `91${bare(call.student.number)}`,
        client_ref_id: reference ?? '',
        ref_id: '',
        ...payload,
      },
    },
  });
  const begin = script.rings.map(({ agent, from }) =>
    event(
      from,
      'call.dial_begin',
      namesAgents
        ? { agent: { name: counsellor(agent).name }, type: 'agent', phone_number: `91${bare(counsellor(agent).phone)}` }
        : {},
      namesAgents ? [{ kind: 'rings', agent }] : [],
    ),
  );
  const answers = has('unanswered_end')
    ? []
    : script.talks.map(({ agent, from }) =>
        event(from, 'call.answered', { type: 'agent', phone_number: `91${bare(counsellor(agent).phone)}` }, [
          { kind: 'answers', agent },
        ]),
      );
  const says = reportsOf(facts, { legEnds: false, startTold: true });
  const end = (type: string, names: boolean, at: number): Message => event(at, type, ending(facts, names), says);
  return [
    event(0, 'call.initiated', {}, []),
    ...[...begin, ...answers].toSorted((a, b) => a.at - b.at),
    end('call.end', false, script.ends),
    end('call.summary', true, script.ends + 2),
  ];
}

function ending(facts: CallFacts, names: boolean): Fields {
  const { call, script, beganAt, counsellor, recordingUrl, has } = facts;
  const status = statusOf(facts);
  const legs = script.rings.map((ring, place): Value => {
    const talk = script.talks.find(({ agent }) => agent === ring.agent);
    const picked = talk !== undefined || (call.kind !== 'inbound' && script.outcome !== 'agent_no_answer');
    const { name, phone, userId } = counsellor(ring.agent);
    return {
      leg_index: place + 2,
      uid: `leg-${place}`,
      type: 'agent',
      phone_number: `91${bare(phone)}`,
      result: picked ? 'answered' : 'not_answered',
      dial_status: picked ? 'ANSWER' : 'NO ANSWER',
      ring_duration: ring.to - ring.from,
      talk_duration: talk === undefined ? 0 : talk.to - talk.from,
      ...(names && { agent: { name, user_id: userId } }),
    };
  });
  const customer: Value = {
    leg_index: 1,
    uid: 'leg-c',
    type: 'customer',
    phone_number: `91${bare(call.student.number)}`,
    result: 'connected',
    dial_status: '',
    ring_duration: 0,
    talk_duration: script.ends,
  };
  const file = script.talks.length > 0 || status === 'voicemail' || has('missed_with_talk');
  return {
    direction: call.kind === 'inbound' ? 'incoming' : 'outgoing',
    status: WORDS[status],
    started_at: stamp(facts, beganAt),
    ended_at: stamp(facts, beganAt + script.ends * 1000),
    duration: script.ends,
    category: '',
    billable: true,
    obd_campaign: null,
    legs: [customer, ...legs],
    ...(file && { recording_filename: recordingUrl.replace(/^.*\//, '') }),
  };
}
