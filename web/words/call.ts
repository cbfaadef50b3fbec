import type { Call, Popup } from '../api/contract.ts';
import type { Tone } from '../shell/mark.tsx';

export const DIRECTIONS: Readonly<Record<Call['direction'], string>> = {
  inbound: 'Incoming',
  outbound: 'Outgoing',
  campaign: 'Campaign',
};

type Outcome = NonNullable<Call['outcome']>;

export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  answered: 'Answered',
  missed: 'Missed',
  abandoned: 'Abandoned',
  voicemail: 'Voicemail',
  busy: 'Busy',
  no_answer: 'No answer',
  cancelled: 'Cancelled',
  failed: 'Failed',
  agent_no_answer: 'You did not pick up',
  unknown: 'Unknown',
};

/** The word for an outcome that may come from a newer API. */
export const outcomeWord = (outcome: string): string => (outcome in OUTCOMES ? OUTCOMES[outcome as Outcome] : outcome);

export const outcomeTone = (outcome: string | null): Tone => {
  if (outcome === null) return 'ring';
  if (outcome === 'answered') return 'talk';
  return outcome === 'missed' || outcome === 'abandoned' || outcome === 'voicemail' || outcome === 'failed'
    ? 'miss'
    : 'plain';
};

const STATES: Readonly<Record<Call['state'], string>> = {
  routing: 'Being routed',
  dialling: 'Asking the vendor',
  agent_ringing: 'Your phone rings',
  ringing: 'Ringing',
  talking: 'Talking',
  ended: 'Ended',
};

/** How a call stands or came out, in a word or two. */
export const standing = ({ state, outcome }: Call): string => (outcome === null ? STATES[state] : OUTCOMES[outcome]);

/** No telephone rings for so long, and few talk: time to say that nobody has told of an end. */
const LONG_MS = 5 * 60_000;

/** Whether something was heard so long ago that it rings, or was answered, only as far as we were told. */
export const isOverdue = (since: string, now: number): boolean => now - Date.parse(since) > LONG_MS;

/** What became of a card, for the history. */
export function cardEnd({ state, reason }: Popup): string {
  if (state === 'open') return 'Ringing';
  if (state === 'answered') return 'Answered';
  if (state === 'closed') return 'Done';
  if (state === 'dismissed') return 'Dismissed';
  return (reason === null ? undefined : REASONS[reason]) ?? 'Withdrawn';
}

const REASONS: Readonly<Record<string, string>> = {
  next_agent: 'Went to the next counsellor',
  answered_elsewhere: 'Answered by a colleague',
  call_ended: 'Call ended',
  expired: 'Stopped ringing',
};

/** Whether a call is of a go-live check. */
export const isTestCall = ({ flags }: Pick<Call, 'flags'>): boolean => flags.includes('test_call');

/** Whom a call or a card is about; a test is about nobody. */
export function studentOf(lead: { readonly name: string } | null, number: string | null, isTest = false): string {
  if (isTest) return 'Test call';
  if (lead === null) return 'New lead';
  return lead.name === '' ? (number === null ? 'No name yet' : 'Name not known yet') : lead.name;
}
