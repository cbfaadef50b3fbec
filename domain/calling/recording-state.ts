import { hasSound } from '../call/recordings.ts';
import type { EpochMs } from '../ids.ts';
import { readTelephonySettings } from '../settings/telephony.ts';

/** What became of a call's recording (contract 3, **Call**). */
export const RECORDING_STATES = ['none', 'pending', 'ready', 'lost'] as const;
export type RecordingState = (typeof RECORDING_STATES)[number];

const { amendSeconds: defaultAmendSeconds } = readTelephonySettings({}).times;

interface Recorded {
  readonly outcome: string | null;
  readonly hasRecording: boolean;
  readonly settledAt: EpochMs | null;
  /** The vendor account's own choice; null where it leaves the default. */
  readonly amendSeconds: number | null;
  readonly flags?: readonly string[];
}

/**
 * What became of the recording. Only talk and voicemail have one: vendors send the greeting of a call nobody
 * answered as a "recording" (product 2). It is lost when the vendor was asked for it in vain, or it has not come by the
 * time corrections count as late.
 */
export function recordingOf(
  { outcome, hasRecording, settledAt, amendSeconds, flags = [] }: Recorded,
  now: EpochMs,
): RecordingState {
  if (!hasSound(outcome)) return 'none';
  if (hasRecording) return 'ready';
  // A counsellor's own phone records nothing.
  if (flags.includes('self_reported')) return 'none';
  const waitsUntil = (settledAt ?? now) + (amendSeconds ?? defaultAmendSeconds) * 1000;
  return now <= waitsUntil && !flags.includes('recording_lost') ? 'pending' : 'lost';
}
