import type { Json, JsonObject } from '../json.ts';

/**
 * A classic request's fields, keyed as they were sent. A key that was repeated has a list. This is
 * also what is stored (after `redact`), and reading it again gives the same result.
 */
export type Fields = JsonObject;

const saysNothing = /^(?:null|none|undefined|n\/a|\$[a-z_]\w*)?$/i;

/**
 * Whether a value is as good as not sent (contract 1.1): empty, `null`, `None`, `undefined`,
 * `N/A` in any case, or a template variable the vendor left unfilled (`$campaign_name`).
 */
export const isAbsent = (text: string): boolean => saysNothing.test(text.trim());

/** A field's text as sent: a scalar's, or of a list the last item that says something. Objects have none. */
export const textOf = (value: Json | undefined): string | null => {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(textOf).findLast((text) => text !== null && !isAbsent(text)) ?? null;
  return typeof value === 'object' ? null : String(value);
};

/** Whether a value says anything at all. */
export const isFilled = (value: Json): boolean => {
  const text = textOf(value);
  return text === null ? typeof value === 'object' && value !== null && !Array.isArray(value) : !isAbsent(text);
};

export interface Field {
  /** Whether the key was sent, whatever its value. */
  readonly sent: boolean;
  /** The value as sent, not trimmed; null when it is absent. */
  readonly raw: string | null;
  /** The value trimmed; null when it is absent. */
  readonly text: string | null;
}

/** Keys are compared trimmed (Smartflo sends `"customer_no_with_prefix "`) and in their case. */
export const field = (fields: Fields, name: string): Field => {
  const values = Object.entries(fields)
    .filter(([key]) => key.trim() === name)
    .map(([, value]) => value);
  const raw = textOf(values);
  return { sent: values.length > 0, raw, text: raw?.trim() ?? null };
};

/** Body over query, field by field: a field the body leaves absent is taken from the query. */
export const mergeFields = (body: Fields, query: Fields): Fields => {
  const filled = (fields: Fields): ReadonlySet<string> =>
    new Set(Object.entries(fields).flatMap(([key, value]) => (isFilled(value) ? [key.trim()] : [])));
  const inBody = filled(body);
  const inQuery = filled(query);
  return Object.fromEntries([
    ...Object.entries(query).filter(([key]) => !inBody.has(key.trim())),
    ...Object.entries(body).filter(([key]) => inBody.has(key.trim()) || !inQuery.has(key.trim())),
  ]);
};
