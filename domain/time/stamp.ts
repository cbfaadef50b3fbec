import { DateTime } from 'luxon';
import type { EpochMs } from '../ids.ts';

/** Nothing we hear of happened before: 1970 and 0000-00-00 are how vendors write "no time". */
export const earliest: EpochMs = Date.UTC(2000, 0, 1);

/** Epoch values from here on are milliseconds: as seconds they would be in the year 5138. */
const firstMillis = 1e11;

/** No stamp is longer; what is goes unread. */
const longest = 64;

const epoch = /^\d{9,}(?:\.\d+)?$/;
const dated = /^\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}/;
/** A literal `+` of an offset that a query string turned into a space. */
const lostPlus = /(:\d{2}(?:\.\d+)?) (\d{2}:?\d{2})$/;
/** Smartflo's dialler, "7/11/2026, 11:03:38 PM" (vendors.md 1.7, 12); newer engines put U+202F before AM. */
const diallerFormat = 'M/d/yyyy, h:mm:ss a';

const fromEpoch = (value: number): EpochMs => Math.floor(value < firstMillis ? value * 1000 : value);

const fromText = (text: string, zone: string): EpochMs => {
  if (epoch.test(text)) return fromEpoch(Number(text));
  if (!dated.test(text))
    return DateTime.fromFormat(text.replace(/\s+/gu, ' '), diallerFormat, { zone, locale: 'en-US' }).toMillis();
  const whole = text.replace(lostPlus, '$1+$2').replace(/\s+UTC$/i, 'Z');
  return (whole.includes('T') ? DateTime.fromISO(whole, { zone }) : DateTime.fromSQL(whole, { zone })).toMillis();
};

/**
 * A vendor's stamp as epoch milliseconds, or null when it says no time (garbage, 1970, 0000-00-00).
 *
 * Reads `YYYY-MM-DD HH:MM:SS` and ISO 8601 without offset in `zone` (an IANA name), both with
 * offset as they say, epoch seconds and milliseconds (also as text), and Smartflo's
 * `M/D/YYYY, h:mm:ss AM/PM`. Says nothing about whether the time is plausible: see `plausible`.
 */
export const parseStamp = (raw: string | number | null | undefined, zone: string): EpochMs | null => {
  if (raw === null || raw === undefined) return null;
  const text = String(raw).trim();
  if (text.length > longest) return null;
  const at = fromText(text, zone);
  return Number.isFinite(at) && at >= earliest && at <= 8.64e15 ? at : null;
};
