import type { LegStatus } from '../../domain/call/facts.ts';

/**
 * What a status says: the agent is being rung, or talks, or the call is over. The same words come on call and at hang-up
 * (vendors.md 5.2).
 */
export type PushStatus =
  | { readonly says: 'ringing' }
  | { readonly says: 'connected' }
  | { readonly says: 'failed'; readonly cause: Extract<LegStatus, { result: 'failure' }>['cause'] }
  /** Nothing was sent, or a word we do not know. */
  | { readonly says: 'nothing' };

const failed = (cause: Extract<LegStatus, { result: 'failure' }>['cause']): PushStatus => ({ says: 'failed', cause });
const ringing: PushStatus = { says: 'ringing' };
const connected: PushStatus = { says: 'connected' };

/** By the word without case, blanks and marks. The numbers are those of the old API: 1 is "being dialled" there. */
const words: ReadonlyMap<string, PushStatus> = new Map([
  ['connecting', ringing],
  ['ringing', ringing],
  ['assigned', ringing],
  ['originate', ringing],
  ['originated', ringing],
  ['initiated', ringing],
  ['1', ringing],
  ['answer', connected],
  ['answered', connected],
  ['connected', connected],
  ['callcomplete', connected],
  ['completed', connected],
  ['success', connected],
  ['4', connected],
  ['busy', failed('busy')],
  ['customerbusy', failed('busy')],
  ['3', failed('busy')],
  ['executivebusy', failed('busy')],
  ['2', failed('busy')],
  ['cancel', failed('cancelled')],
  ['cancelled', failed('cancelled')],
  ['canceled', failed('cancelled')],
  ['noanswer', failed('no_answer')],
  ['notanswered', failed('no_answer')],
  ['unanswered', failed('no_answer')],
  ['missed', failed('no_answer')],
  ['voicemail', failed('voicemail')],
  ['failed', failed('failed')],
  ['congestion', failed('failed')],
  ['chanunavail', failed('failed')],
  ['insufficientbalance', failed('failed')],
  ['5', failed('failed')],
  ['0', failed('failed')],
]);

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

export const readPushStatus = (text: string | null): PushStatus =>
  (text === null ? undefined : words.get(plain(text))) ?? { says: 'nothing' };

/** Whether the agent, of a call dialled out, is the one who could not be had. */
export const isAgentBusy = (text: string | null): boolean =>
  text !== null && ['executivebusy', '2'].includes(plain(text));
