import { isObject, readJson } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/** Lists and objects come as such, as `""` when empty, and as JSON in a text (vendors.md 1.7, 5). */
export const nested = (value: Json | undefined): Json | undefined =>
  typeof value === 'string' ? readJson(value) : value;

/** The objects of a field that is one, a list of them, or either as JSON; none where it is empty. */
export const objectsOf = (value: Json | undefined): readonly JsonObject[] => {
  const inner = nested(value);
  if (Array.isArray(inner)) return inner.filter((item: Json) => isObject(item));
  return isObject(inner) ? [inner] : [];
};

/** The same, with null where nothing is listed: a list that is not there says less than an empty one. */
export const listedIn = (value: Json | undefined): readonly JsonObject[] | null => {
  const inner = nested(value);
  return Array.isArray(inner) || isObject(inner) ? objectsOf(inner) : null;
};
