import type { EpochMs } from '../ids.ts';

/**
 * Seconds after each failed attempt until the next one: ten attempts within three days, then the delivery is dead. As
 * Standard Webhooks advises.
 */
export const RETRY_SECONDS: readonly number[] = [5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 86_400];

/** An endpoint that asks for more patience than this is asked anyway. */
const LONGEST_PATIENCE_MS = 24 * 3_600_000;

/**
 * When to try again after the `attempts`th attempt failed; null: not any more.
 *
 * @param patientUntil the endpoint's own `Retry-After`; null when it said none
 */
export function retryAt(
  attempts: number,
  {
    now,
    patientUntil,
    seconds,
  }: { readonly now: EpochMs; readonly patientUntil: EpochMs | null; readonly seconds: readonly number[] },
): EpochMs | null {
  const pause = seconds[attempts - 1];
  if (pause === undefined) return null;
  return Math.max(now + pause * 1000, Math.min(patientUntil ?? 0, now + LONGEST_PATIENCE_MS));
}

/** `Retry-After` as a moment: seconds, or a date; null for what is neither. */
export function readRetryAfter(text: string | undefined, now: EpochMs): EpochMs | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text.trim())) return now + Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
