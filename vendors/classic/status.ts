import type { LegStatus } from '../../domain/call/facts.ts';

type Cause = Extract<LegStatus, { result: 'failure' }>['cause'];

const successes: ReadonlySet<string> = new Set([
  '1',
  'true',
  'success',
  'answered',
  'answered by agent',
  'answered by customer',
  'answer',
  'completed',
  'connected',
  'bridged',
]);

const failures: ReadonlyMap<string, Cause> = new Map([
  ['0', null],
  ['false', null],
  ['failed', 'failed'],
  ['fail', 'failed'],
  ['missed', 'no_answer'],
  ['noanswer', 'no_answer'],
  ['no-answer', 'no_answer'],
  ['no answer', 'no_answer'],
  ['busy', 'busy'],
  ['cancel', 'cancelled'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
]);

/**
 * What a `status` says (contract 1.1), in any case. A word that is not in the list, or no word at
 * all, is a success when there was talk, else `unrecognised`.
 */
export const readStatus = (raw: string | null, talkSeconds: number | null): LegStatus => {
  // "1.0": a JSON number that went through a spreadsheet or a float.
  const word = (raw ?? '')
    .trim()
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(/^([01])\.0+$/, '$1');
  if (successes.has(word)) return { result: 'success' };
  const cause = failures.get(word);
  if (cause !== undefined) return { result: 'failure', cause };
  return talkSeconds !== null && talkSeconds > 0 ? { result: 'success' } : { result: 'unrecognised' };
};
