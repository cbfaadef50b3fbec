import type { Direction, LegStatus } from '../../domain/call/facts.ts';
import { phoneKey } from '../../domain/numbers/phone.ts';
import { parseDuration } from '../../domain/time/duration.ts';
import { field } from '../classic/fields.ts';
import type { Fields } from '../classic/fields.ts';
import { readStatus } from '../classic/status.ts';
import { readLine } from '../line.ts';
import type { Line } from '../line.ts';
import { readLegs } from './legs.ts';

/** What a status callback and a call's details have in common (vendors.md 2.3, 2.4). */

/** Who is who: of a call that went out the agent is `From`, who is rung first; of one that came in `To`, where it is not our own number. */
export const partiesOf = (
  fields: Fields,
  direction: Direction | null,
  country: string,
): { readonly agent: Line | null; readonly did: Line | null } => {
  const text = (name: string): string | null => field(fields, name).text;
  const ours = readLine(text('PhoneNumberSid'), country);
  if (direction !== null && direction !== 'inbound') return { agent: readLine(text('From'), country), did: ours };
  const to = readLine(text('To'), country);
  const isAgent = ours !== null && to !== null && to.key !== ours.key;
  return { agent: isAgent ? to : null, did: ours ?? to };
};

const talkFields = ['ConversationDuration'];

/** Seconds of talk, where they are said: only what both were on the line for. */
export const talkOf = (fields: Fields): number | null => {
  const seconds =
    talkFields.map((name) => parseDuration(field(fields, name).text)).find((read) => read !== null) ?? null;
  return seconds !== null && seconds <= 86_400 ? seconds : null;
};

/** Words of a call that is still on. */
const going = /^(?:queued|ringing|in-progress|answered)$/i;
export const isGoing = (status: string | null): boolean => status !== null && going.test(status);

/** `completed` says that the flow ended, not that anybody talked: the talk does, and the second leg where it is told (2.7). */
export const statusOf = (word: string | null, talk: number | null, fields: Fields): LegStatus => {
  const status = readStatus(word, null);
  if (status.result !== 'success' || talk !== 0) return status;
  const cause = readStatus(readLegs(fields)[1]?.status ?? null, null);
  return cause.result === 'failure' ? cause : { result: 'failure', cause: null };
};

export const numberOf = (fields: Fields, direction: Direction | null, country: string): string | null => {
  const raw = field(fields, direction !== null && direction !== 'inbound' ? 'To' : 'From').raw;
  return raw === null ? null : phoneKey(raw, country);
};
