import type { LegStatus } from '../../domain/call/facts.ts';
import type { EpochMs } from '../../domain/ids.ts';
import type { Line } from '../line.ts';

export type Cause = Extract<LegStatus, { result: 'failure' }>['cause'];

/** How a call came out as a whole; null where it does not say, or in a word we do not know. */
export type CallStatus = 'answered' | 'missed' | 'voicemail' | null;

/** One ringing of one counsellor, as a report of the whole call lists it. */
export interface Leg {
  /** Null where nobody we could read is named. */
  readonly agent: Line | null;
  readonly talked: boolean;
  readonly cause: Cause;
  readonly talkSeconds: number | null;
  readonly endedAt: EpochMs | null;
}

/** 1, 2 and 3 in v1 and in the logs, as a number or a text; words in v2 and where an administrator chose them. */
export const readCallStatus = (text: string | null): CallStatus => {
  switch (text?.trim().toLowerCase()) {
    case '1':
    case 'answered':
    case 'bridged':
    case 'connected':
    case 'received':
    case 'success':
      return 'answered';
    case '2':
    case 'missed':
    case 'unanswered':
    case 'no answer':
    case 'noanswer':
    case 'not_answered':
      return 'missed';
    case '3':
    case 'voicemail':
      return 'voicemail';
    default:
      return null;
  }
};

/** `_ds` and v2's `dial_status`, with and without its blank. */
export const readCause = (text: string | null): Cause => {
  switch (text?.toUpperCase().replaceAll(/[\s_-]/g, '')) {
    case 'BUSY':
      return 'busy';
    case 'CANCEL':
      return 'cancelled';
    case 'NOCARRIER':
    case 'CONGESTION':
    case 'CHANUNAVAIL':
      return 'failed';
    default:
      return 'no_answer';
  }
};

/**
 * The legs of one call, each counsellor once: a hunt rings the same one again, and the first leg is not the one that
 * was answered. Those who failed come first, then those who talked in the order they did.
 */
export const eachOnce = (legs: readonly Leg[]): readonly Leg[] => {
  const byAgent = [...Map.groupBy(legs, ({ agent }) => agent?.key ?? null).values()];
  const once = byAgent.flatMap((own) => {
    const talks = own.filter(({ talked }) => talked);
    const last = (talks.length > 0 ? talks : own).at(-1);
    return last === undefined ? [] : [{ ...last, talkSeconds: sum(talks) }];
  });
  return once.toSorted((a, b) => Number(a.talked) - Number(b.talked));
};

const sum = (legs: readonly Leg[]): number | null => {
  const known = legs.flatMap(({ talkSeconds }) => (talkSeconds === null ? [] : [talkSeconds]));
  return known.length === 0 ? null : known.reduce((all, one) => all + one, 0);
};

/** How a call ended, leg by leg. */
export interface Ending {
  readonly legs: readonly (Leg & { readonly status: LegStatus })[];
  /** About the call as a whole; null where the legs say it all. */
  readonly whole: LegStatus | null;
  /** It says answered and nobody took it: its menu did (vendors.md 3.4, 6.5). */
  readonly menuOnly: boolean;
}

const failed = (cause: Cause): LegStatus => ({ result: 'failure', cause });

/**
 * What status and legs come to together. A call is answered when it says so and a leg talked, or legs are not listed;
 * dialled out, one whose student did not pick up was still picked up by the counsellor, who is rung first.
 *
 * @param given null where the report has no list of legs
 */
export const endingOf = (status: CallStatus, given: readonly Leg[] | null, outbound: boolean): Ending => {
  const legs = eachOnce(given ?? []);
  const talked = legs.some((leg) => leg.talked);
  if (status === 'answered' || (status === null && talked)) {
    const list = legs.map((leg) => ({
      ...leg,
      status: leg.talked ? ({ result: 'success' } as const) : failed(leg.cause),
    }));
    if (given === null) return { legs: [], whole: { result: 'success' }, menuOnly: false };
    return { legs: list, whole: legs.length === 0 ? failed(null) : null, menuOnly: !talked };
  }
  if (status === null && legs.length === 0) return { legs: [], whole: { result: 'unrecognised' }, menuOnly: false };
  const list = legs.map((leg) => ({ ...leg, talkSeconds: null, status: failed(leg.talked ? 'no_answer' : leg.cause) }));
  return { legs: list, whole: wholeFailure(status, legs, outbound), menuOnly: false };
};

/** That the phone of whoever dialled was not picked up is said of the whole call: nobody took it. */
const wholeFailure = (status: CallStatus, legs: readonly Leg[], outbound: boolean): LegStatus | null => {
  if (status === 'voicemail') return failed('voicemail');
  if (outbound) return legs.some((leg) => leg.talked) ? null : failed('no_answer');
  return legs.length === 0 ? failed(null) : null;
};
