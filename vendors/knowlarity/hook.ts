import type { Fields } from '../classic/fields.ts';
import type { NativeContext, NativeHeard } from '../native.ts';
import { NativeReading } from '../native-reading.ts';
import { knowlarityZone } from './settings.ts';
import { readAgent, readDirection, readLegStatus, readReference, readUuid } from './words.ts';

/** Who the numbers of a hook are. */
interface Ends {
  readonly number: string | null;
  readonly agentText: string | null;
  readonly did: ReturnType<NativeReading['line']>;
}

/**
 * Two of the dialects name no customer: of an incoming call `caller_id` is the student and `destination` whoever was
 * rung, or a sound of the menu; of an outgoing one it is the other way round. Where the customer has a key of its own,
 * `caller_id` is the number that was shown.
 */
const readEnds = (reading: NativeReading, outbound: boolean): Ends => {
  const did = reading.line('dispnumber', 'called_number', 'knowlarity_number');
  if (reading.text('customer_number', 'caller') !== null) {
    return {
      number: reading.number('customer_number', 'caller'),
      agentText: reading.text('agent_number', 'destination'),
      did: did ?? reading.line('caller_id'),
    };
  }
  const [student, agent] = outbound ? ['destination', 'caller_id'] : ['caller_id', 'destination'];
  return { number: reading.number('customer_number', student), agentText: reading.text('agent_number', agent), did };
};

/**
 * A post-call hook in any of its dialects (vendors.md 4.4): which it is, its keys say. The stamps of one body may be in
 * two zones, each with its offset; where they contradict each other neither is kept.
 */
export const readPostCall = (fields: Fields, context: NativeContext): NativeHeard => {
  if (Object.keys(fields).length === 0) return { kind: 'ignored', reason: 'empty' };
  const reading = new NativeReading(fields, context);
  const callId = reading.callId(readUuid(reading.text('call_uuid', 'uuid', 'callid', 'call_id')));
  // Of click to call the first leg is the counsellor's, and what counts is the transfer to the student.
  const isTransfer = reading.sent('call_transfer_status') || reading.sent('call_transfer_duration');
  const direction =
    readDirection(reading, reading.text('call_direction', 'Call_Type', 'call_type')) ??
    (isTransfer ? 'outbound' : null);
  const { number, agentText, did } = readEnds(reading, direction === 'outbound');
  const seconds = reading.seconds(reading.text(isTransfer ? 'call_transfer_duration' : 'call_duration'));
  const told = {
    businessType: reading.text('business_call_type', 'type'),
    agentText,
    agent: readAgent(reading, agentText),
    seconds,
  };
  const status = readLegStatus({ ...told, status: isTransfer ? transferStatus(reading) : reading.text('call_status') });
  if (status.result === 'unrecognised') reading.flag('status_unrecognised');
  // The counsellor's own phone was not picked up: nobody took the call (contract 1.1, `agent_no`).
  const unpicked =
    isTransfer && readLegStatus({ ...told, status: reading.text('call_status') ?? 'connected' }).result === 'failure';
  const agent = unpicked ? null : told.agent;
  const stamps = reading.stamps(
    { start: reading.text('start_time', 'call_time'), end: reading.text('end_time') },
    knowlarityZone,
  );
  const recordingUrl = reading.recording(
    reading.text('resource_url', 'recording_url', 'callrecordingurl', 'call_recording'),
  );
  const said = { callId, reference: readReference(reading), vendorRef: null, number, did, direction };
  const ended = {
    kind: 'ended',
    agent,
    status,
    talkSeconds: status.result === 'success' ? seconds : null,
    ...stamps,
    recordingUrl,
  } as const;
  return { kind: 'event', said: { ...said, flags: reading.flags }, happenings: [ended] };
};

/** "None" of a transfer is a word, not a gap. */
const transferStatus = (reading: NativeReading): string | null =>
  reading.text('call_transfer_status') ?? (reading.sent('call_transfer_status') ? 'none' : null);
