import { isObject, readJson } from '../json.ts';
import type { NativeContext, NativeHappening, NativeHeard } from '../native.ts';
import { NativeReading } from '../native-reading.ts';
import { knowlarityZone } from './settings.ts';
import { readAgent, readDirection, readLegStatus, readReference, readUuid } from './words.ts';

/** Microseconds since 1970, which nothing else here counts in. */
const fromMicroseconds = (text: string | null): string | null =>
  text !== null && /^\d{16}$/.test(text) ? text.slice(0, 13) : text;

/** Keys mix two styles: snake case and FreeSWITCH's (vendors.md 4.3). */
const keys = {
  type: ['event_type', 'Event_Type', 'type', 'Type'],
  direction: ['call_direction', 'Call_Type', 'call_type', 'Call_Direction'],
  business: ['business_call_type', 'Business_Call_Type'],
  agent: ['agent_number', 'Agent_Number', 'destination', 'Destination'],
  did: ['knowlarity_number', 'dispnumber', 'Knowlarity_Number', 'Dispnumber'],
  at: ['Event_Date_Local', 'event_date_local'],
  start: ['Caller_Channel_Created_Time', 'start_time'],
  duration: ['call_duration', 'Call_Duration'],
  recording: ['resource_url', 'call_recording', 'recording_url', 'Resource_Url'],
} as const;

/** Who a number is that only one key names: the student of an incoming call, our own number of an outgoing one. */
const studentKeys = (outbound: boolean): readonly string[] => [
  'customer_number',
  'Customer_Number',
  'caller',
  'Caller',
  ...(outbound ? [] : ['caller_id', 'Caller_Id']),
];

const ended = (reading: NativeReading): NativeHappening => {
  const agentText = reading.text(...keys.agent);
  const agent = readAgent(reading, agentText);
  const seconds = reading.seconds(reading.text(...keys.duration));
  const told = {
    status: reading.text('call_status'),
    businessType: reading.text(...keys.business),
    agentText,
    agent,
    seconds,
  };
  const status = readLegStatus(told);
  if (status.result === 'unrecognised') reading.flag('status_unrecognised');
  return {
    kind: 'ended',
    agent,
    status,
    talkSeconds: status.result === 'success' ? seconds : null,
    startedAt: reading.stamp(fromMicroseconds(reading.text(...keys.start)), knowlarityZone),
    // When the record was written, not when the call was over.
    endedAt: null,
    recordingUrl: reading.recording(reading.text(...keys.recording)),
  };
};

/** What one event says. Of an outgoing call the agent is the first who picks up, and the student's phone rings then. */
const happeningOf = (reading: NativeReading, type: string, outbound: boolean): NativeHappening => {
  const agent = readAgent(reading, reading.text(...keys.agent));
  switch (type) {
    case 'CDR':
      return ended(reading);
    case 'AGENT_CALL':
      return agent === null
        ? { kind: 'noticed' }
        : { kind: 'offered', agent, at: reading.stamp(reading.text(...keys.at), knowlarityZone), reportsAnswer: true };
    case 'AGENT_ANSWER':
      return { kind: outbound ? 'student_rung' : 'answered', agent };
    case 'CUSTOMER_CALL':
      return outbound ? { kind: 'student_rung', agent } : { kind: 'noticed' };
    // At the latest here: whose ring we were not told of is shown the card now.
    case 'BRIDGE':
      return { kind: 'answered', agent };
    case 'HANGUP':
      return agent !== null && reading.text('leg_identifier')?.toLowerCase() === 'agent'
        ? { kind: 'offer_ended', agent }
        : { kind: 'noticed' };
    case 'ORIGINATE':
    case 'ANSWER':
      return { kind: 'noticed' };
    default:
      reading.flag('word_unrecognised');
      return { kind: 'noticed' };
  }
};

/** One `data:` of the stream (vendors.md 4.3). What ends a call says so under `type`, everything else under `event_type`. */
export const readStreamEvent = (data: string, context: NativeContext): NativeHeard => {
  const fields = readJson(data);
  if (!isObject(fields)) return { kind: 'ignored', reason: 'unreadable' };
  const reading = new NativeReading(fields, context);
  const type = reading.text(...keys.type)?.toUpperCase() ?? null;
  const uuid = readUuid(reading.text('uuid', 'UUID', 'call_uuid'));
  if (type === null || (uuid === null && reading.text(...studentKeys(true)) === null))
    return { kind: 'ignored', reason: 'no_call' };
  const direction = readDirection(reading, reading.text(...keys.direction));
  const outbound = direction === 'outbound';
  const callId = reading.callId(uuid);
  const said = {
    callId,
    reference: readReference(reading),
    vendorRef: null,
    number: reading.number(...studentKeys(outbound)),
    did: reading.line(...keys.did),
    direction,
  };
  const happenings = [happeningOf(reading, type, outbound)];
  return { kind: 'event', said: { ...said, flags: reading.flags }, happenings };
};
