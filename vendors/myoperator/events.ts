import { field, type Fields } from '../classic/fields.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { NativeContext, NativeHappening, NativeHeard } from '../native.ts';
import { listedIn, nested } from '../nested.ts';
import { NativeReading } from '../native-reading.ts';
import { endingOf, readCallStatus, readCause, type Leg } from './legs.ts';
import { recordingAddress } from './recording.ts';
import { endedOf, readAgent, readDirection } from './said.ts';
import { logsUrlOf, myoperatorZone } from './settings.ts';

const talkWords = new Set(['answered', 'connected']);

interface AgentLeg extends Leg {
  /** Rung, and not yet come to anything. */
  readonly open: boolean;
}

const readLeg = (reading: NativeReading, leg: JsonObject): AgentLeg => {
  const named = nested(leg['agent']);
  const agent = isObject(named) ? named : {};
  const text = (name: string): string | null => field(agent, name).text;
  const result = field(leg, 'result').text?.toLowerCase() ?? null;
  const talked = result !== null && talkWords.has(result);
  return {
    agent: readAgent(reading, [
      field(leg, 'phone_number').text,
      text('phone_number'),
      text('contact_number'),
      text('number'),
      text('phone'),
      text('extension'),
      text('user_id'),
      text('uuid'),
      text('id'),
    ]),
    talked,
    open: result === null,
    cause: readCause(field(leg, 'dial_status').text),
    talkSeconds: talked ? reading.seconds(field(leg, 'talk_duration').text) : null,
    endedAt: null,
  };
};

/** The agents' legs in their order; null where the event has no list of legs. */
const readLegs = (reading: NativeReading, payload: JsonObject): readonly AgentLeg[] | null =>
  listedIn(payload['legs'])
    ?.filter((leg) => field(leg, 'type').text?.toLowerCase() === 'agent')
    .toSorted((a, b) => (Number(field(a, 'leg_index').text) || 0) - (Number(field(b, 'leg_index').text) || 0))
    .map((leg) => readLeg(reading, leg)) ?? null;

/** Who an event about one ringing is about: its own agent, else the last leg that fits. */
const agentOf = (reading: NativeReading, payload: JsonObject, fits: (leg: AgentLeg) => boolean) => {
  const isLeg = isObject(nested(payload['agent'])) || field(payload, 'type').text?.toLowerCase() === 'agent';
  const own = isLeg ? readLeg(reading, payload).agent : reading.lineOf(field(payload, 'agent_number').text);
  return own ?? readLegs(reading, payload)?.findLast((leg) => leg.agent !== null && fits(leg))?.agent ?? null;
};

/** call.end and call.summary say the same, the second with the agents' names; either may come alone, or first. */
const readEnd = (
  reading: NativeReading,
  payload: JsonObject,
  outbound: boolean,
  context: NativeContext,
): readonly NativeHappening[] => {
  const word = field(payload, 'status').text;
  const status = readCallStatus(word);
  if (status === null) reading.flag('status_unrecognised');
  const ending = endingOf(status, readLegs(reading, payload), outbound);
  if (ending.menuOnly) reading.flag('answered_by_menu');
  const stamps = reading.stamps(
    { start: field(payload, 'started_at').text, end: field(payload, 'ended_at').text },
    myoperatorZone,
  );
  const logsUrl = logsUrlOf(context.vendorSettings);
  return endedOf(ending, {
    ...stamps,
    recordingUrl: recordingAddress(field(payload, 'recording_filename').text, logsUrl),
  });
};

const readHappenings = (
  type: string | null,
  reading: NativeReading,
  { payload, outbound, context }: { payload: JsonObject; outbound: boolean; context: NativeContext },
): readonly NativeHappening[] => {
  switch (type) {
    case 'call.initiated':
    case 'call.ivr_started':
      return [{ kind: 'noticed' }];
    case 'call.dial_begin': {
      const agent = agentOf(reading, payload, () => true);
      // Mostly the agent is named in the summary alone: somebody is rung, and nobody can be shown a card.
      return [
        agent === null
          ? { kind: 'noticed' }
          : {
              kind: 'offered',
              agent,
              at: reading.stamp(reading.text('timestamp'), myoperatorZone),
              reportsAnswer: true,
            },
      ];
    }
    case 'call.answered':
      return [{ kind: 'answered', agent: agentOf(reading, payload, ({ talked, open }) => talked || open) }];
    case 'call.end':
    case 'call.summary':
      return readEnd(reading, payload, outbound, context);
    default:
      reading.flag('word_unrecognised');
      return [{ kind: 'noticed' }];
  }
};

/**
 * A v2 event (vendors.md 3.4). `timestamp` is when it was sent: good for how old a ring is, not for when the call was. Who answered is often known
 * by call.end's legs or by the summary only.
 */
export const readEvent = (fields: Fields, context: NativeContext): NativeHeard => {
  const type = field(fields, 'event_type').text?.toLowerCase() ?? null;
  if (type === 'call.disposition') return { kind: 'ignored', reason: 'disposition' };
  if ((field(fields, 'channel').text ?? 'call').toLowerCase() !== 'call') return { kind: 'ignored', reason: 'no_call' };
  const inner = nested(fields['payload']);
  const payload = isObject(inner) ? inner : {};
  const reading = new NativeReading({ ...payload, ...present(fields) }, context);
  const callId = reading.callId(reading.text('session_id', 'id'));
  const direction = readDirection(reading, reading.text('direction'));
  const happenings = readHappenings(type, reading, { payload, outbound: direction === 'outbound', context });
  const said = {
    callId,
    reference: reading.reference('client_ref_id', 'ref_id'),
    vendorRef: callId,
    number: reading.number('customer_identifier', 'customer_number'),
    did: reading.line('system_identifier', 'did'),
    direction,
  };
  return { kind: 'event', said: { ...said, flags: reading.flags }, happenings };
};

/** The envelope's own fields; what it leaves empty the payload may say. */
const present = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => field(fields, key.trim()).text !== null));
