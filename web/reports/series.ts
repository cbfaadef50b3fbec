import { dayAfter, lengthOf, type Days } from './days.ts';
import type { HoursReport } from './queries.ts';

export type DayOfCalls = HoursReport['days'][number];
export type HourOfWeek = HoursReport['hours'][number];

/** Calls that neither anybody answered nor nobody: nobody ever told how they ended. */
export const untoldOf = ({ calls, answered, missed }: Counts): number => calls - answered - missed;

export interface Counts {
  readonly calls: number;
  readonly answered: number;
  readonly missed: number;
}

const NONE: Counts = { calls: 0, answered: 0, missed: 0 };

/** What all of them come to together. */
export const sumOf = (counts: readonly Counts[]): Counts =>
  counts.reduce(
    (sum, { calls, answered, missed }) => ({
      calls: sum.calls + calls,
      answered: sum.answered + answered,
      missed: sum.missed + missed,
    }),
    NONE,
  );

/** Every day of these days, those without a call too. */
export function everyDay(days: readonly DayOfCalls[], { from, to }: Days): readonly DayOfCalls[] {
  const known = new Map(days.map((day) => [day.day, day]));
  return Array.from({ length: lengthOf({ from, to }) }, (_, index) => {
    const day = dayAfter(from, index);
    return known.get(day) ?? { day, ...NONE };
  });
}

/** A week as it is shown when nothing was ever heard outside of these hours. */
const OPENS = 9;
const CLOSES = 17;

/** The hours that a week is shown with: the usual ones, and every other one from the first to the last with a call. */
export function hoursShown(hours: readonly HourOfWeek[]): readonly number[] {
  const first = Math.min(OPENS, ...hours.map(({ hour }) => hour));
  const last = Math.max(CLOSES, ...hours.map(({ hour }) => hour));
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** A number as a shade: 0 for none, 1 to 5 by its part of the greatest one. */
export const shadeOf = (count: number, greatest: number): number =>
  count === 0 ? 0 : Math.max(1, Math.ceil((count / greatest) * 5));

/** "76 %", a dash of nothing. */
export const shareOf = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`;
