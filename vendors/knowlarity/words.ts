import type { Direction, LegStatus } from '../../domain/call/facts.ts';
import { readStatus } from '../classic/status.ts';
import type { Line } from '../line.ts';
import type { NativeReading } from '../native-reading.ts';

/** The same call is named with `_0` behind it by the hooks of click to call (vendors.md 4.4 C). */
export const readUuid = (text: string | null): string | null => text?.replace(/_0$/, '') ?? null;

export const readDirection = (reading: NativeReading, text: string | null): Direction | null => {
  const word = text?.toLowerCase() ?? '';
  if (word.startsWith('in')) return 'inbound';
  if (word.startsWith('out') || word.startsWith('click')) return 'outbound';
  if (word !== '') reading.flag('word_unrecognised');
  return null;
};

/** An agent's place holds other things too: "Call Missed", the name of a sound. A line has digits. */
export const readAgent = (reading: NativeReading, text: string | null): Line | null =>
  text !== null && /\d{2}/.test(text) ? reading.lineOf(text) : null;

/** An own reference comes back in the object it was sent in, or in that as a text, or beside it. */
export const readReference = (reading: NativeReading): string | null => {
  const params = reading.within('additional_params');
  return reading.reference('uniqueid') ?? params?.reference('uniqueid') ?? null;
};

type Cause = Extract<LegStatus, { result: 'failure' }>['cause'];
const failed = (cause: Cause): LegStatus => ({ result: 'failure', cause });

/** Words of `call_status`, `call_transfer_status` and `business_call_type` that say nobody talked. */
const failures: readonly (readonly [RegExp, Cause])[] = [
  [/voice\s*mail/i, 'voicemail'],
  [/busy/i, 'busy'],
  [/cancel/i, 'cancelled'],
  [/miss|un-?answered|not\s*answered|no\s*answer|not\s*connected|did not process|^none$/i, 'no_answer'],
  [/fail/i, 'failed'],
];

/** Who a call's words, agent and duration say talked. */
export interface Told {
  /** `call_status`, or for a call that is transferred the transfer's. */
  readonly status: string | null;
  readonly businessType: string | null;
  /** As sent: it may say "Call Missed". */
  readonly agentText: string | null;
  readonly agent: Line | null;
  readonly seconds: number | null;
}

/**
 * How it came out. A word that says so decides; without one somebody talked when an agent is named and there was talk,
 * and a call that names nobody went no further than its menu, however long that took.
 */
export const readLegStatus = ({ status, businessType, agentText, agent, seconds }: Told): LegStatus => {
  const words = [status, businessType, agent === null ? agentText : null].filter((word) => word !== null);
  for (const [pattern, cause] of failures) {
    if (words.some((word) => pattern.test(word.trim()))) return failed(cause);
  }
  if (status !== null) return readStatus(status, agent === null ? null : seconds);
  if (agent === null) return failed(null);
  return seconds === null ? { result: 'unrecognised' } : seconds > 0 ? { result: 'success' } : failed('no_answer');
};
