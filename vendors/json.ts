export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Deeper nesting than any vendor sends; Postgres refuses a document of some thousand levels. */
const deepest = 20;

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The objects of a list, anything else in it left out; null when it is no list. */
export const objectsIn = (value: Json | undefined): readonly JsonObject[] | null => {
  const list: readonly Json[] | null = Array.isArray(value) ? value : null;
  return list?.filter((item) => isObject(item)) ?? null;
};

/** Text that Postgres can hold: it refuses NUL and half of a surrogate pair. */
export const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

const tidy = (value: unknown, depth: number): Json => {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null)
    return typeof value === 'number' || typeof value === 'boolean' ? value : null;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.map((item) => tidy(item, depth - 1));
  // `fromEntries` defines properties: a key "__proto__" is a key like any other.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), tidy(item, depth - 1)]));
};

/** A number whose digits JavaScript would change keeps them as text: ids come as numbers too. */
function keepDigits(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
    ? context.source
    : value;
}

/**
 * The JSON in `text`, or undefined when it is none. What comes out can be stored as it is: no NUL,
 * whole surrogate pairs, at most 20 levels (what lies deeper is null).
 */
export const readJson = (text: string): Json | undefined => {
  try {
    return tidy(JSON.parse(text.replace(/^\uFEFF/, ''), keepDigits), deepest);
  } catch {
    // Not JSON, or nested too deeply to be walked: both mean "no JSON here".
    return undefined;
  }
};
