import type { Direction, LegStatus } from '../../domain/call/facts.ts';
import { field } from '../classic/fields.ts';
import { isObject } from '../json.ts';
import type { Json } from '../json.ts';
import type { Line } from '../line.ts';
import { NativeReading } from '../native-reading.ts';
import type { NativeContext, NativeHappening, NativeHeard, NativeRequest, NativeSaid } from '../native.ts';
import { nested } from '../nested.ts';
import { answeredAgents, dialledAgent, missedAgents } from './webhook-agents.ts';
import { webhookFields } from './webhook-fields.ts';
import { callStamps } from './webhook-stamps.ts';
import { triggerOf } from './webhook-trigger.ts';
import type { Trigger } from './webhook-trigger.ts';
import { readCallStatus, readDirection } from './webhook-words.ts';

const customer = ['customer_no_with_prefix', 'customer_number_with_prefix', 'customer_number', 'client_number'];

const longestReference = 200;

/** Ours is a text; it comes back as that, or inside an object (vendors.md 1.7, 19). */
const referenceOf = (value: Json | undefined, depth = 2): string | null => {
  const inner = nested(value) ?? value;
  if (isObject(inner)) {
    return depth === 0
      ? null
      : (Object.values(inner)
          .map((item) => referenceOf(item, depth - 1))
          .find((text) => text !== null) ?? null);
  }
  const text = field({ value: value ?? null }, 'value').text;
  return text !== null && text.length <= longestReference ? text : null;
};

/** Triggers that are sent of inbound calls alone: they carry no direction. */
const inboundOnly: ReadonlySet<Trigger> = new Set(['noticed', 'dialled_on_agent']);

const directionOf = (reading: NativeReading, trigger: Trigger): Direction | null => {
  const said = readDirection(reading);
  if (said !== null) return said;
  if (inboundOnly.has(trigger)) return 'inbound';
  const byCustomer =
    trigger === 'answered' && (reading.text('call_status', 'status')?.toLowerCase().includes('customer') ?? false);
  return byCustomer ? 'outbound' : null;
};

/** Inbound the caller is the student and the dialled number ours; outbound the other way round (1.7, 11). */
export const saidBy = (reading: NativeReading, direction: Direction | null, callId: string | null): NativeSaid => {
  const goesOut = direction === 'outbound' || direction === 'campaign';
  const number = reading.number(...customer, goesOut ? 'call_to_number' : 'caller_id_number');
  const did = reading.line('did_number', goesOut ? 'caller_id_number' : 'call_to_number');
  return {
    callId,
    reference: referenceOf(reading.fields['custom_identifier']),
    vendorRef: reading.reference('ref_id'),
    number,
    did,
    direction,
    flags: reading.flags,
  };
};

interface Context {
  readonly reading: NativeReading;
  readonly country: string;
  readonly receivedAt: number;
  readonly direction: Direction | null;
  readonly vendorSettings: unknown;
}

/** An agent's leg of which no more is said than how it went. */
const leg = (agent: Line, status: LegStatus): NativeHappening => ({
  kind: 'ended',
  agent,
  status,
  talkSeconds: null,
  startedAt: null,
  endedAt: null,
  recordingUrl: null,
});

/** `outbound_sec` alone is talk: `duration` and `billsec` count the menu and the ringing (1.7, 13). */
const hangup = ({ reading, country, receivedAt, direction, vendorSettings }: Context): readonly NativeHappening[] => {
  const seconds = reading.seconds(reading.text('outbound_sec'));
  const answered = answeredAgents(reading.fields, country);
  const missed = missedAgents(reading.fields, country);
  const status = whoAnswered(
    reading,
    readCallStatus(reading, seconds),
    direction === null || direction === 'inbound',
    answered,
    seconds,
  );
  const talkSeconds = status.result === 'success' ? seconds : null;
  const { startedAt, endedAt } = callStamps(reading, receivedAt, vendorSettings);
  const recordingUrl = reading.recording(reading.text('recording_url'));
  // Some accounts name who took it as they do when it rings.
  const agent = answered.at(-1) ?? (status.result === 'success' ? dialledAgent(reading.fields, country) : null);
  const earlier = status.result === 'success' ? answered.slice(0, -1) : [];
  const outbound = direction === 'outbound' || direction === 'campaign';
  // Of a click to call only the agent's leg was answered, and nothing says whose (1.7, 14).
  const picked = outbound && status.result === 'failure' && agent === null && reading.text('call_connected') === '1';
  return [
    ...missed.map((line) => leg(line, { result: 'failure', cause: 'no_answer' })),
    ...earlier.map((line) => leg(line, status)),
    ...(picked ? [{ kind: 'student_rung', agent: null } as const] : []),
    { kind: 'ended', agent, status, talkSeconds, startedAt, endedAt, recordingUrl },
  ];
};

/** A menu that answers and nobody behind it is nobody's success. */
const whoAnswered = (
  reading: NativeReading,
  status: LegStatus,
  inbound: boolean,
  agents: readonly Line[],
  talk: number | null,
): LegStatus => {
  if (status.result !== 'success' || !inbound || agents.length > 0 || talk !== 0) return status;
  reading.flag('answered_by_menu');
  return { result: 'failure', cause: null };
};

const happeningsOf = (trigger: Exclude<Trigger, 'disposition'>, context: Context): readonly NativeHappening[] => {
  const { reading, country } = context;
  const agent = answeredAgents(reading.fields, country).at(-1) ?? dialledAgent(reading.fields, country);
  switch (trigger) {
    case 'noticed':
      return [{ kind: 'noticed' }];
    case 'dialled_on_agent':
      // `start_stamp` is the call's: of the ring itself no stamp comes.
      return [
        { kind: 'offered', agent: dialledAgent(reading.fields, country) ?? agent, at: null, reportsAnswer: true },
      ];
    case 'agent_ready':
      return [{ kind: 'student_rung', agent }];
    case 'answered':
      return [{ kind: 'answered', agent }];
    case 'agent_missed': {
      const missed = missedAgents(reading.fields, country);
      const lines =
        missed.length > 0 ? missed : [dialledAgent(reading.fields, country)].filter((line) => line !== null);
      return lines.length > 0
        ? lines.map((line) => ({ kind: 'offer_ended', agent: line }) as const)
        : [{ kind: 'noticed' }];
    }
    default:
      return hangup(context);
  }
};

/** Reads one webhook of any trigger, in either dialect and with every quirk of vendors.md 1.7. */
export const readWebhook = (
  { fields }: NativeRequest,
  { country, receivedAt, vendorSettings }: NativeContext,
): NativeHeard => {
  if (Object.keys(fields).length === 0) return { kind: 'ignored', reason: 'empty' };
  const reading = new NativeReading(webhookFields(fields), { country, receivedAt });
  const trigger = triggerOf(reading, country);
  if (trigger === 'disposition') return { kind: 'ignored', reason: 'disposition' };
  const direction = directionOf(reading, trigger);
  const callId = reading.callId(reading.text('call_id'));
  const happenings = happeningsOf(trigger, { reading, country, receivedAt, direction, vendorSettings });
  return { kind: 'event', said: saidBy(reading, direction, callId), happenings };
};
