import { createHash } from 'node:crypto';
import type { EpochMs } from '../../domain/ids.ts';
import { phoneKey } from '../../domain/numbers/phone.ts';
import { parseDuration } from '../../domain/time/duration.ts';
import { readLine, readRecordingUrl } from '../line.ts';
import type { Line } from '../line.ts';
import { readStamps } from '../stamps.ts';
import { readDirection } from './direction.ts';
import { field } from './fields.ts';
import type { Fields } from './fields.ts';
import type {
  CallBack,
  ClassicEndpoint,
  ClassicFlag,
  ClassicHeard,
  OpportunityQuestion,
  Own,
  PopupRequest,
  RoutingQuestion,
  Said,
} from './heard.ts';
import { readStatus } from './status.ts';

export type Parsed =
  | { readonly ok: true; readonly heard: ClassicHeard }
  | {
      readonly ok: false;
      readonly message: string;
      readonly errors: readonly { readonly field: string; readonly problem: 'required' }[];
    };

export interface ReadingContext {
  /** The institute's, ISO 3166 alpha-2. */
  readonly country: string;
  /** The institute's, an IANA name. */
  readonly zone: string;
  readonly receivedAt: EpochMs;
}

const required: Readonly<Record<ClassicEndpoint, readonly string[]>> = {
  getCounsellor: ['applicant_no'],
  getOpportunity: ['applicant_no'],
  ivrCallNotification: ['applicant_no', 'agent_no'],
  ivrCallBackDetails: ['applicant_no', 'status'],
};

const longestCallId = 200;
/** Longer ones are no ids of a click to call. */
const longestReference = 200;
/** A talk of more than a day is a wrong number, as a span of stamps is. */
const longestTalk = 86_400;

const shorten = (id: string): string => `sha256-${createHash('sha256').update(id).digest('hex')}`;

const readReference = (fields: Fields, name: string): string | null => {
  const { text } = field(fields, name);
  return text !== null && text.length <= longestReference ? text : null;
};

const readNamed = (fields: Fields, name: string, country: string): Line | null =>
  readLine(field(fields, name).text, country);

const said = (fields: Fields, context: ReadingContext, flags: Set<ClassicFlag>): Omit<Said, 'flags'> => {
  const sent = field(fields, 'call_id').text;
  const tooLong = sent !== null && sent.length > longestCallId;
  if (tooLong) flags.add('call_id_shortened');
  const number = phoneKey(field(fields, 'applicant_no').raw ?? '', context.country);
  if (number === null) flags.add('number_unreadable');
  return {
    callId: tooLong ? shorten(sent) : sent,
    callIdSent: sent,
    reference: readReference(fields, 'custom_identifier'),
    vendorRef: readReference(fields, 'ref_id'),
    number,
    did: readNamed(fields, 'did_no', context.country),
  };
};

const readPopup = (fields: Fields, context: ReadingContext): Own<PopupRequest> => ({
  kind: 'popup_request',
  agent: readNamed(fields, 'agent_no', context.country),
  direction: readDirection(fields),
  startedAt: readStamps({ start: field(fields, 'start_time').text, end: null }, context.zone, context.receivedAt)
    .startedAt,
});

const readCallBack = (fields: Fields, context: ReadingContext, flags: Set<ClassicFlag>): Own<CallBack> => {
  const sent = { start: field(fields, 'start_time').text, end: field(fields, 'end_time').text };
  const stamps = readStamps(sent, context.zone, context.receivedAt);
  for (const flag of stamps.flags) flags.add(flag);

  const duration = field(fields, 'call_duration').text;
  const seconds = parseDuration(duration);
  const talkSeconds = seconds !== null && seconds <= longestTalk ? seconds : null;
  if (duration !== null && talkSeconds === null) flags.add('duration_unreadable');

  const status = readStatus(field(fields, 'status').text, talkSeconds);
  if (status.result === 'unrecognised') flags.add('status_unrecognised');

  const recording = field(fields, 'resource_url').text;
  const recordingUrl = readRecordingUrl(recording);
  if (recording !== null && recordingUrl === null) flags.add('recording_unreadable');

  return {
    kind: 'call_back',
    agent: readNamed(fields, 'agent_no', context.country),
    direction: readDirection(fields),
    status,
    talkSeconds,
    startedAt: stamps.startedAt,
    endedAt: stamps.endedAt,
    recordingUrl,
  };
};

type Reader = (
  fields: Fields,
  context: ReadingContext,
  flags: Set<ClassicFlag>,
) => Own<RoutingQuestion> | Own<OpportunityQuestion> | Own<PopupRequest> | Own<CallBack>;

const readers: Readonly<Record<ClassicEndpoint, Reader>> = {
  getCounsellor: () => ({ kind: 'routing_question' }),
  getOpportunity: () => ({ kind: 'opportunity_question' }),
  ivrCallNotification: readPopup,
  ivrCallBackDetails: readCallBack,
};

/**
 * What a classic request says, or which required fields it lacks (contract 1.1). Required means
 * that the key is there; an absent value is read as the contract says: `applicant_no` → withheld,
 * `status` → unrecognised, a pop-up's `agent_no` → nobody. An object where a value belongs counts
 * as absent, of a list the last value that says something is taken. Never throws.
 */
export const parseClassic = (endpoint: ClassicEndpoint, fields: Fields, context: ReadingContext): Parsed => {
  const missing = required[endpoint].filter((name) => !field(fields, name).sent);
  if (missing.length > 0) {
    return {
      ok: false,
      message: `${missing[0]} is required`,
      errors: missing.map((name) => ({ field: name, problem: 'required' })),
    };
  }
  const flags = new Set<ClassicFlag>();
  const common = said(fields, context, flags);
  // Routing questions may come without an id: a flag would stay on calls whose other requests carry one.
  const expectsCallId = endpoint === 'ivrCallNotification' || endpoint === 'ivrCallBackDetails';
  if (common.callId === null && expectsCallId) flags.add('no_call_id');
  const own = readers[endpoint](fields, context, flags);
  return { ok: true, heard: { ...common, ...own, flags: [...flags] } };
};
