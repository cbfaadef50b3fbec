/** Times as people read them, in the zone of the institute whatever the zone of the machine. */
export interface Clock {
  /** "14:05". */
  readonly time: (at: string | number) => string;
  /** "14:05" today, else "23 Nov, 14:05". */
  readonly when: (at: string | number) => string;
  /** "14:05:09". */
  readonly second: (at: string | number) => string;
  /** "24 Nov". */
  readonly date: (at: string | number) => string;
  /** "24 November 2026, 14:05:09": for whoever wants to know exactly. */
  readonly exactly: (at: string | number) => string;
  /** The date in the API's form: "2026-11-24". */
  readonly day: (at: string | number) => string;
}

export function clockOf(timeZone: string): Clock {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const second = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' });
  const short = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' });
  const long = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'long', timeStyle: 'medium' });
  // Canada writes dates as the API does.
  const iso = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const day = (at: string | number): string => iso.format(new Date(at));
  return {
    time: (at) => time.format(new Date(at)),
    when: (at) => (day(at) === day(Date.now()) ? '' : `${short.format(new Date(at))}, `) + time.format(new Date(at)),
    second: (at) => second.format(new Date(at)),
    date: (at) => short.format(new Date(at)),
    exactly: (at) => long.format(new Date(at)),
    day,
  };
}

/** Seconds as a stopwatch shows them: "02:13", "1:02:13". */
export function stopwatch(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return `${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(whole % 60)}`;
}

/** Seconds as a sentence has them: "45 s", "2 min 5 s", "1 h 3 min", "2 h". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (hours > 0) return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}
