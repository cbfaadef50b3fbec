import type { Direction, LegStatus } from '../../domain/call/facts.ts';
import { field, type Fields } from '../classic/fields.ts';
import { isObject, readJson } from '../json.ts';
import type { NativeContext, NativeHappening, NativeHeard } from '../native.ts';
import { NativeReading } from '../native-reading.ts';
import { mcubesZone } from './settings.ts';
import { isAgentBusy, readPushStatus } from './status.ts';

/** The keys of the three dialects (vendors.md 5.2), the new one's first, then the classic's, then the one in capitals. */
const keys = {
  callId: ['callid', 'callId', 'CallSessionId', 'call_id'],
  agent: ['emp_phone', 'empnumber', 'executive', 'emp_number'],
  /** The student in both directions. */
  student: ['callto', 'customer', 'callfrom'],
  did: ['clicktocalldid', 'did', 'landingnumber', 'DisplayNumber'],
  status: ['dialstatus', 'status', 'Status', 'callstatus'],
  direction: ['direction', 'callType', 'calltype', 'Direction'],
  start: ['starttime', 'start_time', 'StartTime'],
  end: ['endtime', 'end_time', 'EndTime'],
  talk: ['answeredtime', 'duration', 'call_duration', 'CallDuration'],
  recording: ['filename', 'recordingUrl', 'recording_url', 'ResourceURL'],
  reference: ['refid', 'refId', 'RefId'],
} as const;

/** Where a recording that is only a path lies. */
const recordings = 'https://recordings.mcube.com/';

/** A push, or the JSON that the one form field `data` holds; what can't be opened is read as it is. */
const unwrap = (fields: Fields): Fields => {
  const wrapped = Object.entries(fields).find(([key]) => key.trim() === 'data')?.[1];
  const opened = typeof wrapped === 'string' ? readJson(wrapped) : wrapped;
  return isObject(opened) ? opened : fields;
};

const readDirection = (reading: NativeReading): Direction | null => {
  const text = reading.text(...keys.direction);
  const word = text?.toLowerCase().replaceAll(/[^a-z0-9]/g, '') ?? '';
  if (word.startsWith('in')) return 'inbound';
  if (word.startsWith('out') || word.startsWith('click') || word === 'c2c') return 'outbound';
  if (text !== null) reading.flag('word_unrecognised');
  return null;
};

/** In capitals the two ends of a call are told by its direction alone; in the others each has its key. */
const readEnds = (reading: NativeReading, direction: Direction | null) => {
  const capitals = field(reading.fields, 'SourceNumber').sent || field(reading.fields, 'DestinationNumber').sent;
  if (!capitals) return { number: reading.number(...keys.student), agent: reading.line(...keys.agent) };
  const [student, agent] =
    direction === 'outbound' ? ['DestinationNumber', 'SourceNumber'] : ['SourceNumber', 'DestinationNumber'];
  return { number: reading.number(student), agent: reading.line(agent) };
};

const readRecording = (reading: NativeReading): string | null => {
  const text = reading.text(...keys.recording);
  if (text === null) return null;
  const isPath = !/^[a-z][a-z0-9+.-]*:/i.test(text);
  return reading.recording(isPath ? recordings + text.replace(/^\/+/, '') : text);
};

/** An end that is no time ("0000-00-00 00:00:00") is none. */
const isFilledStamp = (text: string | null): text is string => text !== null && /[1-9]/.test(text);

/** A talk of nothing with a recording beside it is a talk whose length the vendor lost. */
const readTalk = (reading: NativeReading, recordingUrl: string | null): number | null => {
  const seconds = reading.seconds(reading.text(...keys.talk));
  if (seconds !== 0 || recordingUrl === null) return seconds;
  reading.flag('duration_unreadable');
  return null;
};

/**
 * A push of MCube's (vendors.md 5.2). The same keys come while the agent is rung and when it is over: an end, or a word
 * that only fits one, tells them apart. `answeredtime` is a duration, and the talk.
 */
export const readPush = (sent: Fields, context: NativeContext): NativeHeard => {
  const fields = unwrap(sent);
  if (Object.keys(fields).length === 0) return { kind: 'ignored', reason: 'empty' };
  const reading = new NativeReading(fields, context);
  const direction = readDirection(reading);
  const { number, agent } = readEnds(reading, direction);
  const said = {
    callId: reading.callId(reading.text(...keys.callId)),
    reference: reading.reference(...keys.reference),
    vendorRef: null,
    number,
    did: reading.line(...keys.did),
    direction,
  };
  const word = reading.text(...keys.status);
  const status = readPushStatus(word);
  if (word !== null && status.says === 'nothing') reading.flag('word_unrecognised');
  const end = reading.text(...keys.end);
  const isOver = isFilledStamp(end) || status.says === 'failed' || isOldEnd(word);
  if (!isOver)
    return { kind: 'event', said: { ...said, flags: reading.flags }, happenings: onCall(status.says, agent) };

  const recordingUrl = readRecording(reading);
  const talk = readTalk(reading, recordingUrl);
  const leg = legStatus(status, talk, recordingUrl);
  if (leg.result === 'unrecognised') reading.flag('status_unrecognised');
  const stamps = reading.stamps({ start: startOf(reading), end: isFilledStamp(end) ? end : null }, mcubesZone);
  const talkSeconds = leg.result === 'success' ? talk : null;
  // Dialled out, the counsellor's own phone was busy: nobody took the call (contract 1.1, `agent_no`).
  const unpicked = direction === 'outbound' && isAgentBusy(word);
  const ended = { kind: 'ended', status: unpicked ? NO_ANSWER : leg, talkSeconds, ...stamps, recordingUrl } as const;
  const happenings: readonly NativeHappening[] = unpicked ? [{ ...ended, agent: null }] : [{ ...ended, agent }];
  return { kind: 'event', said: { ...said, flags: reading.flags }, happenings };
};

const NO_ANSWER: LegStatus = { result: 'failure', cause: 'no_answer' };

const startOf = (reading: NativeReading): string | null => {
  const text = reading.text(...keys.start);
  return isFilledStamp(text) ? text : null;
};

/** "Call Complete", and its number, say that it is over without an end. */
const isOldEnd = (word: string | null): boolean => word !== null && /^(?:call\s*complete|completed|4)$/i.test(word);

const onCall = (
  says: 'ringing' | 'connected' | 'nothing' | 'failed',
  agent: ReturnType<NativeReading['line']>,
): readonly NativeHappening[] => {
  if (says === 'connected') return [{ kind: 'answered', agent }];
  // No account is sure to push an answer: the card stays as a classic one does.
  return [agent === null ? { kind: 'noticed' } : { kind: 'offered', agent, at: null, reportsAnswer: false }];
};

/** A call that was over while it still rang was not answered; one without a word is judged by what else came. */
const legStatus = (
  status: ReturnType<typeof readPushStatus>,
  talk: number | null,
  recordingUrl: string | null,
): LegStatus => {
  switch (status.says) {
    case 'connected':
      return { result: 'success' };
    case 'failed':
      return { result: 'failure', cause: status.cause };
    case 'ringing':
      return NO_ANSWER;
    default:
      return (talk ?? 0) > 0 || recordingUrl !== null ? { result: 'success' } : { result: 'unrecognised' };
  }
};
