/** Calls of one hour of one day, each once. */
export interface HourOfDay {
  /** `YYYY-MM-DD` and 0 to 23, in the institute's zone. */
  readonly day: string;
  readonly hour: number;
  readonly calls: number;
  /** Somebody talked. */
  readonly answered: number;
  /** Nobody did, as far as anybody told us. */
  readonly missed: number;
}

type Counts = Pick<HourOfDay, 'calls' | 'answered' | 'missed'>;
export type DayOfCalls = Counts & { readonly day: string };
/** An hour of all days of the week that are the same. `weekday`: 1 Monday to 7 Sunday, as ISO 8601 counts. */
export type HourOfWeek = Counts & { readonly weekday: number; readonly hour: number };

/** The series by day, ascending; days without a call are left out. */
export function byDay(hours: readonly HourOfDay[]): readonly DayOfCalls[] {
  return grouped(hours, ({ day }) => day).map(({ first: { day }, counts }) => ({ day, ...counts }));
}

/** The heat map: hours of the week, ascending; those without a call are left out. */
export function byHourOfWeek(hours: readonly HourOfDay[]): readonly HourOfWeek[] {
  const keyOf = ({ day, hour }: HourOfDay) => `${weekdayOf(day)} ${String(hour).padStart(2, '0')}`;
  return grouped(hours, keyOf).map(({ first: { day, hour }, counts }) => ({
    weekday: weekdayOf(day),
    hour,
    ...counts,
  }));
}

/** 1 Monday to 7 Sunday, of a calendar day. */
function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

function grouped(hours: readonly HourOfDay[], keyOf: (hour: HourOfDay) => string) {
  const groups = new Map<string, { first: HourOfDay; counts: Counts }>();
  for (const hour of hours) {
    const { first = hour, counts = { calls: 0, answered: 0, missed: 0 } } = groups.get(keyOf(hour)) ?? {};
    const { calls, answered, missed } = counts;
    groups.set(keyOf(hour), {
      first,
      counts: { calls: calls + hour.calls, answered: answered + hour.answered, missed: missed + hour.missed },
    });
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
