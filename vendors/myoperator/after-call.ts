import { field, type Fields } from '../classic/fields.ts';
import type { Json, JsonObject } from '../json.ts';
import type { NativeContext, NativeHeard } from '../native.ts';
import { listedIn } from '../nested.ts';
import { NativeReading } from '../native-reading.ts';
import { endingOf, readCallStatus, readCause, type CallStatus, type Leg } from './legs.ts';
import { recordingAddress } from './recording.ts';
import { endedOf, readAgent, readDirection } from './said.ts';
import { logsUrlOf, myoperatorZone } from './settings.ts';

/** `n2.1596270949.2175777`: how the vendor's ids of calls look, under whatever key. */
const callUid = /^[a-z]+\d*\.\d{9,}\.\d+$/i;

/** The value beside a key in the vendor's lists of pairs (`_pm`, `additional_parameters`). */
export const pairedWith = (key: string, list: Json | undefined): string | null => {
  const pair = listedIn(list)?.find((item) => field(item, 'ky').text === key);
  return pair === undefined ? null : field(pair, 'vl').text;
};

/** Seconds somebody talked (`_tc`), by their id in the panel. */
const talkOf = (fields: Fields, id: string | null): string | null => {
  const entry = id === null ? undefined : listedIn(fields['_tc'])?.find((item) => field(item, 'ye').text === id);
  return entry === undefined ? null : field(entry, 'yf').text;
};

const agentIn = (leg: JsonObject): JsonObject => {
  return listedIn(leg['_rr'])?.at(-1) ?? {};
};

const readLeg = (reading: NativeReading, leg: JsonObject): Leg => {
  const agent = agentIn(leg);
  const text = (name: string): string | null => field(agent, name).text;
  const [action, status] = [field(leg, '_ac').text?.toLowerCase() ?? null, readCallStatus(field(leg, '_su').text)];
  const talked = action === null ? status === 'answered' : action === 'received';
  return {
    agent: readAgent(reading, [text('_nr'), text('_ct'), text('_ex'), text('_id')]),
    talked,
    cause: readCause(field(leg, '_ds').text),
    talkSeconds: talked ? reading.seconds(talkOf(reading.fields, text('_id')) ?? field(leg, '_dr').text) : null,
    endedAt: reading.stamps({ start: null, end: field(leg, '_et').text }, myoperatorZone).endedAt,
  };
};

/** What an administrator's own keys say of the one who took the call; null where they name nobody. */
const readChosen = (reading: NativeReading, status: CallStatus): readonly Leg[] | null => {
  const agent = reading.line('recieved_by', 'received_by', 'answered_by', 'agent_number', 'agent', 'user', 'users');
  if (agent === null) return null;
  const talked = status === null || status === 'answered';
  const talkSeconds = talked ? reading.seconds(reading.text('talk_duration', 'talk_time')) : null;
  return [{ agent, talked, cause: 'no_answer', talkSeconds, endedAt: null }];
};

const readCallId = (reading: NativeReading): string | null => {
  const paired = pairedWith('ui', reading.fields['_pm']);
  if (paired !== null) return paired;
  const named = reading.text('ui', 'uid', 'call_id', 'session_id');
  // Keys are an administrator's own: the id may stand under any, and is known by its shape.
  return named ?? reading.text(...Object.keys(reading.fields).filter((key) => callUid.test(reading.text(key) ?? '')));
};

/**
 * A call's log entry, sent when it is over (vendors.md 3.3): underscored keys with a leg per ringing, or the few keys
 * that an administrator chose. `_dr` of the whole counts menu and ringing: talk is a leg's own.
 */
export const readAfterCall = (fields: Fields, context: NativeContext): NativeHeard => {
  if ('_dsp' in fields && !('_su' in fields)) return { kind: 'ignored', reason: 'disposition' };
  const reading = new NativeReading(fields, context);
  const callId = reading.callId(readCallId(reading));
  const direction = readDirection(reading, reading.text('_ev', 'event', 'direction'));
  const word = reading.text('_su', 'status', 'call_status');
  const status = readCallStatus(word);
  if (word !== null && status === null) reading.flag('status_unrecognised');
  const legs = listedIn(fields['_ld'])?.map((leg) => readLeg(reading, leg)) ?? readChosen(reading, status);
  const ending = endingOf(status, legs, direction === 'outbound');
  if (ending.menuOnly) reading.flag('answered_by_menu');
  if (ending.whole?.result === 'unrecognised') reading.flag('status_unrecognised');
  const logsUrl = logsUrlOf(context.vendorSettings);
  const stamps = reading.stamps(
    { start: reading.text('_st', 'start_time', 'starttime', '_ts'), end: reading.text('_et', 'end_time', 'endtime') },
    myoperatorZone,
  );
  const recordingUrl =
    recordingAddress(reading.text('_fn', 'filename', 'recording', 'file'), logsUrl) ??
    reading.recording(playerPage(reading));
  const talkSeconds = reading.seconds(reading.text('talk_duration', 'talk_time'));
  const said = {
    callId,
    reference: reading.reference('_cri', 'client_ref_id', 'reference_id'),
    vendorRef: callId,
    number: reading.number('_cl', '_cr', 'caller_number', 'clid_raw', 'clid', 'caller', 'customer_number'),
    did: didOf(reading, fields),
    direction,
  };
  return {
    kind: 'event',
    said: { ...said, flags: reading.flags },
    happenings: endedOf(ending, { ...stamps, recordingUrl, talkSeconds }),
  };
};

/** Its slashes come escaped twice. */
const playerPage = (reading: NativeReading): string | null =>
  reading.text('_fu', 'fileurl')?.replaceAll('\\/', '/') ?? null;

/** The number dialled stands with each leg. */
const didOf = (reading: NativeReading, fields: Fields) => {
  const legs = listedIn(fields['_ld']) ?? [];
  const named = legs.map((leg) => field(leg, '_did').text).find((did) => did !== null) ?? null;
  return reading.lineOf(named) ?? reading.line('did', 'did_number', 'called_number');
};
