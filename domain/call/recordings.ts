import type { EpochMs } from '../ids.ts';
import type { Fact, Outcome } from './facts.ts';
import type { CallPolicy } from './policy.ts';

/**
 * How long to wait before the vendor is asked for a recording that did not come with the call's reports: from when the
 * call settled, then from one answer to the next. Vendors have it minutes after the call (Exotel 2–15, vendors.md 2.3).
 */
const PAUSES_MS = [2 * 60_000, 13 * 60_000, 45 * 60_000];

/** What of a call's record says whether there is something to listen to. */
export interface Recorded {
  readonly outcome: Outcome | null;
  readonly recordingUrl: string | null;
  readonly settledAt: EpochMs | null;
}

/** What becomes of a recording that has not come. */
export interface RecordingWait {
  /** When to ask the vendor for it; null: not, or not any more. */
  readonly askAt: EpochMs | null;
  /** It was asked for as often as we do, in vain. What comes all the same is taken. */
  readonly lost: boolean;
}

const NOTHING: RecordingWait = { askAt: null, lost: false };

/** Outcomes after which there is something to hear. What vendors send of other calls is their greeting (product 2). */
export const hasSound = (outcome: string | null): boolean => outcome === 'answered' || outcome === 'voicemail';

/**
 * Whether and when the vendor is asked for the recording of an ended call.
 *
 * @param facts in sequence order
 */
export function recordingWait(
  { outcome, recordingUrl, settledAt }: Recorded,
  facts: readonly Fact[],
  policy: CallPolicy,
): RecordingWait {
  if (!policy.fetchesRecordings || !hasSound(outcome) || recordingUrl !== null || settledAt === null) return NOTHING;
  // A counsellor's own phone records nothing.
  if (facts.some((fact) => fact.kind === 'self_reported' || (fact.kind === 'dial_requested' && fact.via === 'app')))
    return NOTHING;
  const answers = facts.filter((fact) => fact.kind === 'recording_absent');
  const pause = PAUSES_MS[answers.length];
  if (pause === undefined) return { askAt: null, lost: true };
  return { askAt: Math.max(settledAt, answers.at(-1)?.receivedAt ?? 0) + pause, lost: false };
}
