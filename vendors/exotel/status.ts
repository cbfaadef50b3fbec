import { NativeReading } from '../native-reading.ts';
import type { NativeContext, NativeHappening, NativeHeard, NativeRequest } from '../native.ts';
import { isGoing, partiesOf, statusOf, talkOf } from './report.ts';
import { readDirection } from './said.ts';
import { exotelZone } from './settings.ts';

/** What a status callback reports; an `answered` event comes before the end, and one without any word about it after. */
const happeningOf = (reading: NativeReading, { country }: NativeContext): NativeHappening => {
  const direction = readDirection(reading);
  const { agent } = partiesOf(reading.fields, direction, country);
  const event = reading.text('EventType')?.toLowerCase() ?? null;
  const word = reading.text('Status');
  if (event === 'answered') return { kind: 'answered', agent };
  if (event !== null && event !== 'terminal') reading.flag('word_unrecognised');
  if (event !== 'terminal' && isGoing(word)) return { kind: 'noticed' };

  const recordingUrl = reading.recording(reading.text('RecordingUrl'));
  // "No status" keeps the one we have (2.7); the recording may be what the request is about.
  if (word === null && event === null)
    return recordingUrl === null ? { kind: 'noticed' } : { kind: 'recording', url: recordingUrl };
  reading.seconds(reading.text('ConversationDuration'));
  const talk = talkOf(reading.fields);
  const status = statusOf(word, talk, reading.fields);
  if (status.result === 'unrecognised') reading.flag('status_unrecognised');
  if (status.result === 'failure' && talk === 0 && /^completed$/i.test(word ?? '') && agent === null)
    reading.flag('answered_by_menu');
  const { startedAt, endedAt } = reading.stamps(
    { start: reading.text('StartTime'), end: reading.text('EndTime') },
    exotelZone,
  );
  return {
    kind: 'ended',
    agent,
    status,
    talkSeconds: status.result === 'success' ? talk : null,
    startedAt,
    endedAt,
    recordingUrl,
  };
};

/** Reads a StatusCallback: four fields by default, all of them by event; now and then none at all (vendors.md 2.4). */
export const readStatusCallback = ({ fields }: NativeRequest, context: NativeContext): NativeHeard => {
  if (Object.keys(fields).length === 0) return { kind: 'ignored', reason: 'empty' };
  const reading = new NativeReading(fields, context);
  const callId = reading.callId(reading.text('CallSid'));
  const direction = readDirection(reading);
  const number = reading.number(direction !== null && direction !== 'inbound' ? 'To' : 'From');
  const { did } = partiesOf(fields, direction, context.country);
  const happening = happeningOf(reading, context);
  return {
    kind: 'event',
    said: { callId, reference: null, vendorRef: null, number, did, direction, flags: reading.flags },
    happenings: [happening],
  };
};
