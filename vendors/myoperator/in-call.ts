import type { Fields } from '../classic/fields.ts';
import { field } from '../classic/fields.ts';
import type { Json } from '../json.ts';
import type { Line } from '../line.ts';
import type { NativeContext, NativeHappening, NativeHeard } from '../native.ts';
import { nested } from '../nested.ts';
import { NativeReading } from '../native-reading.ts';
import { readAgent, readDirection } from './said.ts';
import { myoperatorZone } from './settings.ts';

const mostAgents = 10;

/** Who is rung: a list, one number, or several in one text; empty until somebody is chosen (vendors.md 3.3). */
const readUsers = (reading: NativeReading, fields: Fields): readonly Line[] => {
  const named = Object.entries(fields).find(([key]) =>
    ['users', 'user', 'agent', 'agent_number'].includes(key.trim()),
  )?.[1];
  const sent = nested(named) ?? named;
  const items: readonly (Json | undefined)[] = Array.isArray(sent)
    ? sent
    : typeof sent === 'string'
      ? sent.split(',')
      : [sent];
  return items.slice(0, mostAgents).flatMap((item) => {
    const line = readAgent(reading, [field({ item: item ?? null }, 'item').text]);
    return line === null ? [] : [line];
  });
};

/**
 * What a state tells. Their numbers are documented nowhere; integrations act on 3 as ringing, 5 as connected and 6 as
 * hung up (vendors.md 3.3, unverified), so the others with somebody in them are a ringing. How a call came out only
 * After Call says.
 */
const happeningsOf = (state: string | null, agents: readonly Line[], at: number | null): readonly NativeHappening[] => {
  if (agents.length === 0) return [{ kind: 'noticed' }];
  switch (state) {
    case '5':
      return agents.map((agent) => ({ kind: 'answered', agent }));
    case '6':
      return agents.map((agent) => ({ kind: 'offer_ended', agent }));
    default:
      // Since nobody says that a state for "answered" comes at all, the card stays as a classic one does.
      return agents.map((agent) => ({ kind: 'offered', agent, at, reportsAnswer: false }));
  }
};

/** One push per state of a call, all with the same `uid`. */
export const readInCall = (fields: Fields, context: NativeContext): NativeHeard => {
  const reading = new NativeReading(fields, context);
  const callId = reading.callId(reading.text('uid', 'call_id', 'session_id'));
  const state = reading.text('call_state', 'state');
  if (state !== null && !/^[0-9]$/.test(state)) reading.flag('word_unrecognised');
  // Where the two agree it is not known which of them the stamp is: the call may have been in its menu for long.
  const [created, began] = [reading.text('created'), reading.text('call_time')];
  const at = created === began ? null : reading.stamp(created, myoperatorZone);
  const happenings = happeningsOf(state, readUsers(reading, fields), at);
  const said = {
    callId,
    reference: reading.reference('client_ref_id'),
    vendorRef: callId,
    number: reading.number('clid_raw', 'clid', 'caller_number', 'caller'),
    did: reading.line('rdnis', 'did', 'did_number'),
    direction: readDirection(reading, reading.text('event', 'direction')),
  };
  return { kind: 'event', said: { ...said, flags: reading.flags }, happenings };
};
