import { isAbsent, field } from './fields.ts';
import type { Fields } from './fields.ts';
import { isObject } from '../json.ts';
import type { Json } from '../json.ts';

const mark = '[redacted]';

const isSecretKey = (key: string): boolean =>
  /^(?:x?secretkey|authorization)$/.test(key.toLowerCase().replace(/[^a-z]/g, ''));
/** The secret inside a text: a URL's query, or JSON sent as a form's value. */
const inText = /(secret[_-]?key(?:"|%22)?\s*(?:[=:]|%3[AD])\s*(?:"|%22)?)[^&"\s,}]*/gi;
/** Shorter texts than this are no secret, and would be found all over a request. */
const shortestSecret = 6;

/**
 * The credential a classic request shows: `secret_key` of the body, else of the query (`readBody`
 * has merged them), else the header `X-Secret-Key`. Null when there is none. A secret that looks
 * like an unfilled variable ("$ecret") still counts when nothing better is there.
 */
export const shownSecret = (fields: Fields, header: string | undefined): string | null => {
  const sent = Object.entries(fields).flatMap(([key, value]) =>
    key.trim() === 'secret_key' && (typeof value === 'string' || typeof value === 'number')
      ? [String(value).trim()]
      : [],
  );
  const all = [field(fields, 'secret_key').text ?? '', header?.trim() ?? '', ...sent].filter((text) => text !== '');
  return all.find((text) => !isAbsent(text)) ?? all[0] ?? null;
};

/**
 * The fields as they may be stored: nothing under a secret's key, at whatever depth and in whatever
 * case, and neither `secret` (what the request showed) nor anything named so inside another text.
 */
export const redact = (fields: Fields, secret: string | null): Fields => {
  const needle = secret !== null && secret.length >= shortestSecret ? secret : null;
  const clean = (text: string): string => {
    const named = text.replace(inText, `$1${mark}`);
    return needle === null ? named : named.replaceAll(needle, mark).replaceAll(encodeURIComponent(needle), mark);
  };
  const walk = (value: Json): Json => {
    if (typeof value === 'string') return clean(value);
    if (typeof value === 'number') return needle !== null && String(value).includes(needle) ? mark : value;
    if (Array.isArray(value)) return value.map(walk);
    return isObject(value) ? walkObject(value) : value;
  };
  const walkObject = (object: Fields): Fields =>
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [clean(key), isSecretKey(key) ? mark : walk(value)]),
    );
  return walkObject(fields);
};
