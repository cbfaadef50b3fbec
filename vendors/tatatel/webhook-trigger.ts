import type { NativeReading } from '../native-reading.ts';
import { agentIsObject, answeredAgents } from './webhook-agents.ts';
import { directionWord, readDirection } from './webhook-words.ts';

/** What a webhook tells, whichever of Smartflo's triggers sent it (vendors.md 1.6). */
export type Trigger =
  | 'noticed'
  | 'dialled_on_agent'
  /** Of a click to call: the agent's own phone was picked up. */
  | 'agent_ready'
  | 'answered'
  | 'hangup'
  /** One agent's part of a call that goes on. */
  | 'agent_missed'
  | 'agent_hangup'
  | 'disposition';

/** By the trigger's name without its marks, in the order to look. Accounts that can add `trigger` to a URL or a payload say it. */
const named: readonly (readonly [RegExp, Trigger | null])[] = [
  [/^disposition/, 'disposition'],
  [/^callmissedbyagent/, 'agent_missed'],
  [/^callansweredbyagenthangup/, 'agent_hangup'],
  [/^(?:callhangup|callmissedbycustomer)/, 'hangup'],
  [/^(?:callansweredbycustomer|callconnectedtoagent|sessioncallanswered)/, 'answered'],
  [/^dialedonagent/, 'dialled_on_agent'],
  [/^(?:callreceivedon|callansweredonivr|dtmf)/, 'noticed'],
];

const byName = (reading: NativeReading): Trigger | null => {
  const name =
    reading
      .text('trigger')
      ?.toLowerCase()
      .replace(/[^a-z]/g, '') ?? '';
  if (name === '') return null;
  // Of an answering agent's leg, on whichever side: what else came with it says.
  if (name.startsWith('callansweredbyagent') && !name.startsWith('callansweredbyagenthangup'))
    return answeredBy(reading);
  const known = named.find(([pattern]) => pattern.test(name))?.[1] ?? null;
  if (known === null) reading.flag('word_unrecognised');
  return known;
};

const status = (reading: NativeReading): string => reading.text('call_status', 'status')?.toLowerCase() ?? '';

/** A click to call rings the agent first: their picking up is no talk yet. A dialler reaches the student first. */
const answeredBy = (reading: NativeReading): 'agent_ready' | 'answered' => {
  if (status(reading).includes('customer') || agentIsObject(reading.fields)) return 'answered';
  const outbound = readDirection(reading);
  return outbound !== null && outbound !== 'inbound' && !directionWord(reading).startsWith('dialer')
    ? 'agent_ready'
    : 'answered';
};

const afterwards = [
  'end_stamp',
  'outbound_sec',
  'reason_key',
  'hangup_cause',
  'hangup_cause_code',
  'hangup_cause_key',
  'hangup_cause_description',
  'hangupcause_code',
  'hangupcause_key',
  'hangupcause_desc',
];

const isOver = (reading: NativeReading): boolean =>
  afterwards.some((name) => reading.text(name) !== null) ||
  /^miss|^no.?answer|^busy|^cancel|^fail/.test(status(reading)) ||
  // Not each account sends those; of a call that goes on both are 0 at most.
  (status(reading) !== '' && ['billsec', 'duration'].some((name) => Number(reading.text(name) ?? 0) > 0));

/** "Call answered on IVR": nobody talks with the student yet. */
const isMenu = (reading: NativeReading, country: string): boolean =>
  reading.text('ivr_id', 'ivr_name') !== null &&
  !status(reading).includes('customer') &&
  reading.line('agent_number') === null &&
  answeredAgents(reading.fields, country).length === 0;

/**
 * Which trigger sent a webhook. No payload says it: it is told by what it carries, since each trigger can fill only
 * what has happened by then; a field `trigger` of the account's own, or in the URL, comes before that.
 */
export const triggerOf = (reading: NativeReading, country: string): Trigger => {
  const name = byName(reading);
  if (name !== null) return name;
  if (isOver(reading)) return 'hangup';
  const connected = reading.text('start_date') !== null && reading.text('start_time') !== null;
  if (!connected && isMenu(reading, country)) return 'noticed';
  if (connected || answeredAgents(reading.fields, country).length > 0 || status(reading).startsWith('answer'))
    return answeredBy(reading);
  return reading.line('agent_number') === null ? 'noticed' : 'dialled_on_agent';
};
