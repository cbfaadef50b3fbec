import type { EpochMs } from '../../domain/ids.ts';
import type { CallRecord } from '../adapter.ts';
import { field } from '../classic/fields.ts';
import { objectsIn, type JsonObject } from '../json.ts';
import { NativeReading } from '../native-reading.ts';
import { pairedWith } from './after-call.ts';
import { endingOf, readCallStatus, readCause, type Leg } from './legs.ts';
import { recordingAddress } from './recording.ts';
import { readAgent, readDirection } from './said.ts';
import { myoperatorZone } from './settings.ts';

/** Beside the name only an e-mail address is sure to be there. */
const namesOf = (leg: JsonObject): readonly (string | null)[] => {
  const agent = objectsIn(leg['received_by'])?.at(-1) ?? {};
  return ['contact_number', 'number', '_nr', '_ct', 'extension', 'id', 'email'].map((name) => field(agent, name).text);
};

const readLeg = (reading: NativeReading, leg: JsonObject): Leg => {
  const talked = field(leg, 'action').text?.toLowerCase() === 'received';
  return {
    agent: readAgent(reading, namesOf(leg)),
    talked,
    cause: readCause(field(leg, '_ds').text),
    talkSeconds: talked ? reading.seconds(field(leg, 'duration').text) : null,
    endedAt: null,
  };
};

/** One `_source` of a search. `duration` of the whole counts the ringing; `caller_number` is the student both ways. */
export const readRecord = (
  source: JsonObject,
  { country, logsUrl, now }: { readonly country: string; readonly logsUrl: string; readonly now: EpochMs },
): CallRecord => {
  const reading = new NativeReading(source, { country, receivedAt: now });
  const list = objectsIn(source['log_details']);
  const direction = readDirection(reading, reading.text('event'));
  const ending = endingOf(
    readCallStatus(reading.text('status')),
    list?.map((leg) => readLeg(reading, leg)) ?? null,
    direction === 'outbound',
  );
  const talker = ending.legs.findLast(({ status }) => status.result === 'success') ?? null;
  const failed = ending.legs
    .filter(({ status }) => status.result !== 'success')
    .flatMap(({ agent }) => (agent === null ? [] : [agent]));
  const status = talker?.status ?? ending.whole ?? ending.legs.at(-1)?.status ?? { result: 'unrecognised' };
  const stamps = reading.stamps({ start: reading.text('start_time'), end: reading.text('end_time') }, myoperatorZone);
  const did = list?.map((leg) => field(leg, '_did').text).find((text) => text !== null) ?? null;
  const unread = status.result === 'unrecognised' ? (['status_unrecognised'] as const) : [];
  return {
    callId: pairedWith('ui', source['additional_parameters']) ?? reading.text('uid', 'session_id'),
    number: reading.number('caller_number', 'caller_number_raw'),
    did: reading.lineOf(did),
    direction,
    // Dialled out and not picked up by the student: the counsellor did.
    agent: talker?.agent ?? (ending.whole === null ? (failed.at(-1) ?? null) : null),
    missedAgents: talker === null && ending.whole === null ? failed.slice(0, -1) : failed,
    status,
    talkSeconds: talker?.talkSeconds ?? null,
    startedAt: stamps.startedAt,
    endedAt: stamps.endedAt,
    recordingUrl: recordingAddress(reading.text('filename'), logsUrl),
    flags: [...(reading.flags.includes('time_implausible') ? (['time_implausible'] as const) : []), ...unread],
  };
};
