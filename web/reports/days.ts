import type { ReportSearch } from './report-search.ts';

/** Inclusive dates "2026-11-24" of the institute's zone. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** What somebody can ask a report for; a week begins on Monday, and those that are not over end today. */
export const DAYS_CHOICES = [
  { value: 'today', label: 'Today' },
  { value: 'yesterday', label: 'Yesterday' },
  { value: 'week', label: 'This week' },
  { value: 'month', label: 'This month' },
  { value: 'own', label: 'Other days' },
] as const;

export const OWN_DAYS = 'own';

const DAY_MS = 86_400_000;
const DATE = /^[2-9]\d{3}-\d{2}-\d{2}$/;

/** Whether a text is the date of a day. What somebody is still typing ("0002-11-24") is none. */
export const isDate = (text: string | undefined): text is string =>
  text !== undefined && DATE.test(text) && !Number.isNaN(Date.parse(text)) && dateOf(Date.parse(text)) === text;

/** The days that the address of a report means. */
export function daysOf({ days, from, to }: ReportSearch, today: string): Days {
  if (days === 'today') return { from: today, to: today };
  if (days === 'yesterday') return { from: dayAfter(today, -1), to: dayAfter(today, -1) };
  if (days === 'month') return { from: `${today.slice(0, 8)}01`, to: today };
  if (days !== OWN_DAYS) return { from: dayAfter(today, 1 - weekdayOf(today)), to: today };
  const [one, other] = [isDate(from) ? from : today, isDate(to) ? to : today];
  return one <= other ? { from: one, to: other } : { from: other, to: one };
}

/** The day so many days later. */
export const dayAfter = (day: string, days: number): string => dateOf(Date.parse(day) + days * DAY_MS);

/** 1 Monday to 7 Sunday, as the API counts. */
export const weekdayOf = (day: string): number => new Date(Date.parse(day)).getUTCDay() || 7;

/** How many days they are. */
export const lengthOf = ({ from, to }: Days): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

// A date is of no zone: read and written as one of UTC, it stays itself.
const short = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' });
const long = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'full' });

/** "Tue 24 Nov". */
export const shortDay = (day: string): string => short.format(Date.parse(day)).replace(',', '');

/** "Tuesday 24 November 2026". */
export const longDay = (day: string): string => long.format(Date.parse(day)).replace(',', '');

/** "Tuesday 24 November 2026", "Mon 23 Nov to Tue 24 Nov 2026". */
export function daysInWords({ from, to }: Days): string {
  if (from === to) return longDay(from);
  const year = (day: string): string => day.slice(0, 4);
  return `${shortDay(from)}${year(from) === year(to) ? '' : ` ${year(from)}`} to ${shortDay(to)} ${year(to)}`;
}
