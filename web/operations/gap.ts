import { duration } from '../words/time.ts';

/** How long after the step before: "+12 s"; null where it was the same moment, or a second at most. */
export function gapWords(before: string, at: string): string | null {
  const seconds = Math.round((Date.parse(at) - Date.parse(before)) / 1000);
  return seconds > 1 ? `+${duration(seconds)}` : null;
}
