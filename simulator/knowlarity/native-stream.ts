import type { CallFacts } from '../telling/call-facts.ts';
import { STREAM, type Fields, type Message, type Says } from '../telling/message.ts';
import { indian } from '../telling/stamps.ts';

/** What the stream tells of a call while it goes on, and the CDR that ends it (vendors.md 4.3). */
export function streamEvents(facts: CallFacts): readonly Message[] {
  const { call, script, callId, beganAt, reference, counsellor, recordingUrl } = facts;
  const outbound = script.direction !== 'inbound';
  const event = (at: number, agent: string | null, fields: Fields, says: readonly Says[]): Message => ({
    at,
    endpoint: STREAM,
    encoding: 'json',
    says,
    named: true,
    fields: {
      call_direction: outbound ? 'Outbound' : 'Inbound',
      business_call_type: outbound ? 'Outbound' : 'Call Group',
      ...(agent !== null && { agent_number: counsellor(agent).phone }),
      customer_number: call.student.number,
      knowlarity_number: call.did.number,
      uuid: callId,
      Event_Date_Local: indian(beganAt + at * 1000),
      Caller_Channel_Created_Time: String(beganAt * 1000),
      ...(reference !== null && { additional_params: { uniqueid: reference } }),
      ...fields,
    },
  });
  const live = outbound ? goingOut(facts, event) : comingIn(facts, event);
  const agent =
    script.talks.at(-1)?.agent ?? (script.outcome === 'agent_no_answer' ? null : (script.rings.at(-1)?.agent ?? null));
  const isAnswered = script.talks.length > 0;
  const talkSeconds = script.talks.reduce((sum, { from, to }) => sum + to - from, 0);
  const cdr: Fields = {
    type: 'CDR',
    Call_Type: outbound ? 'Outgoing' : 'Incoming',
    call_duration: isAnswered ? talkSeconds : 0,
    dispnumber: call.did.number,
    caller_id: outbound ? call.did.number : call.student.number,
    ...(isAnswered && { resource_url: recordingUrl }),
    ...(agent === null && { agent_number: 'Call Missed' }),
  };
  const said: Says = {
    kind: 'reports',
    agent,
    result: isAnswered ? 'answered' : 'failed',
    cause: isAnswered ? null : 'no_answer',
    talkSeconds: isAnswered ? talkSeconds : null,
    recording: isAnswered,
    endsAt: null,
    startTold: true,
  };
  return [...live, event(script.ends + 1, agent, cdr, [said])];
}

type Event = (at: number, agent: string | null, fields: Fields, says: readonly Says[]) => Message;

function comingIn({ script, has }: CallFacts, event: Event): readonly Message[] {
  const rings = script.rings.flatMap(({ agent, from, to, result }) => [
    event(from, agent, { event_type: 'AGENT_CALL' }, [{ kind: 'rings', agent }]),
    ...(result === 'missed'
      ? [event(to - 0.5, agent, { event_type: 'HANGUP', leg_identifier: 'agent' }, [{ kind: 'stops_ringing', agent }])]
      : []),
  ]);
  const bridges = has('unanswered_end')
    ? []
    : script.talks.map(({ agent, from }) => event(from, agent, { event_type: 'BRIDGE' }, [{ kind: 'answers', agent }]));
  return [event(0, null, { event_type: 'ORIGINATE' }, []), ...[...rings, ...bridges].toSorted((a, b) => a.at - b.at)];
}

/** Of a call that goes out the agent is rung first, and the student's phone when they have picked up. */
function goingOut({ script, has }: CallFacts, event: Event): readonly Message[] {
  const [ring] = script.rings;
  const [talk] = script.talks;
  if (ring === undefined) return [];
  const { agent } = ring;
  const rings = [
    event(0, agent, { event_type: 'ORIGINATE' }, []),
    event(0, agent, { event_type: 'AGENT_CALL' }, [{ kind: 'rings', agent }]),
  ];
  if (script.outcome === 'agent_no_answer') return rings;
  const picked = [
    event(ring.to, agent, { event_type: 'AGENT_ANSWER' }, [{ kind: 'student_rings', agent }]),
    event(ring.to, agent, { event_type: 'CUSTOMER_CALL' }, [{ kind: 'student_rings', agent }]),
  ];
  const bridge =
    talk === undefined || has('unanswered_end')
      ? []
      : [event(talk.from, agent, { event_type: 'BRIDGE' }, [{ kind: 'answers', agent }])];
  return [...rings, ...picked, ...bridge];
}
