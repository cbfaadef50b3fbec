import type { Report, Says } from '../telling/message.ts';
import { bare } from '../telling/numbers.ts';

/** Numbers begin with a 0. */
export const national = (number: string): string => `0${bare(number)}`;

/** A report of a leg; unless said otherwise it failed, and tells nothing more. */
export const report = (agent: string | null, more: Partial<Report>): Says => ({
  kind: 'reports',
  agent,
  result: 'failed',
  cause: 'no_answer',
  talkSeconds: null,
  recording: false,
  endsAt: null,
  startTold: false,
  ...more,
});
