const seconds = /^\d+(?:\.\d+)?$/;
const clock = /^(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2})$/;

/**
 * A duration in whole seconds, or null when it is none: a count of seconds (fractions dropped),
 * `HH:MM:SS` or `MM:SS`. Never negative.
 */
export const parseDuration = (raw: string | number | null | undefined): number | null => {
  if (raw === null || raw === undefined) return null;
  const text = String(raw).trim();
  if (seconds.test(text)) {
    const value = Math.floor(Number(text));
    return Number.isSafeInteger(value) ? value : null;
  }
  const [whole, hours = '0', minutes, rest] = clock.exec(text) ?? [];
  if (whole === undefined || Number(rest) > 59) return null;
  // "90:00" is ninety minutes; "1:90:00" is nothing.
  if (whole.split(':').length === 3 && Number(minutes) > 59) return null;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
};
