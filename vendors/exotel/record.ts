import type { EpochMs } from '../../domain/ids.ts';
import type { CallRecord } from '../adapter.ts';
import { field } from '../classic/fields.ts';
import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { readRecordingUrl } from '../line.ts';
import { readStamps } from '../stamps.ts';
import { isGoing, numberOf, partiesOf, statusOf, talkOf } from './report.ts';
import { exotelZone } from './settings.ts';

/** A call's fields with those of its `Details` beside them. */
const flatten = (call: JsonObject): JsonObject => {
  const details = call['Details'];
  return isObject(details) ? { ...call, ...details } : call;
};

const directionOf = (call: JsonObject): CallRecord['direction'] => {
  const word = field(call, 'Direction').text?.toLowerCase() ?? '';
  if (word.startsWith('in')) return 'inbound';
  return word.startsWith('out') ? 'outbound' : null;
};

/** Whether a call's details say that it is still on. */
export const isLive = (call: JsonObject): boolean => isGoing(field(call, 'Status').text);

/** One call of `GET …/Calls`. What is filled in only minutes later (talk, end, recording) is null until then. */
export const readRecord = (sent: JsonObject, country: string, now: EpochMs): CallRecord => {
  const call = flatten(sent);
  const text = (name: string): string | null => field(call, name).text;
  const direction = directionOf(call);
  const { agent, did } = partiesOf(call, direction, country);
  const talk = talkOf(call);
  const status = statusOf(text('Status'), talk, call);
  const { startedAt, endedAt, flags } = readStamps({ start: text('StartTime'), end: text('EndTime') }, exotelZone, now);
  return {
    callId: text('Sid'),
    number: numberOf(call, direction, country),
    did,
    direction,
    agent,
    missedAgents: [],
    status,
    talkSeconds: status.result === 'success' ? talk : null,
    startedAt,
    endedAt,
    recordingUrl: readRecordingUrl(text('RecordingUrl')),
    flags: [...flags, ...(status.result === 'unrecognised' ? (['status_unrecognised'] as const) : [])],
  };
};
