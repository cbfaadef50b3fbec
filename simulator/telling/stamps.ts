import { DateTime } from 'luxon';

const INDIA = 'Asia/Kolkata';

/** "2026-04-09 12:54:21" in India. */
export const indian = (ms: number): string => DateTime.fromMillis(ms, { zone: INDIA }).toFormat('yyyy-MM-dd HH:mm:ss');

/** "2026-04-09 07:24:21" in UTC, without saying so. */
export const naiveUtc = (ms: number): string =>
  DateTime.fromMillis(ms, { zone: 'utc' }).toFormat('yyyy-MM-dd HH:mm:ss');

/** "4/9/2026, 12:54:21 PM" in India, as Smartflo's dialler writes it. */
export const american = (ms: number): string =>
  DateTime.fromMillis(ms, { zone: INDIA }).toFormat('M/d/yyyy, h:mm:ss a', { locale: 'en-US' });

/** "2026-04-09 12:54:21.000000+05:30". */
export const indianWithOffset = (ms: number): string =>
  DateTime.fromMillis(ms, { zone: INDIA }).toFormat("yyyy-MM-dd HH:mm:ss.SSS'000'ZZ");

/** "01:02:03" */
export const clock = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
