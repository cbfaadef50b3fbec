import { field } from '../classic/fields.ts';
import type { Fields } from '../classic/fields.ts';
import { isObject, objectsIn, readJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';

/** One phone that a call rang. */
export interface ExotelLeg {
  readonly number: string | null;
  /** As sent. */
  readonly onCall: string | null;
  readonly status: string | null;
  /** Why it failed: a word, else a code. */
  readonly cause: string | null;
}

const mostLegs = 20;
const flat = /^Legs\[(\d{1,2})\]\[(\w+)\]$/;

const legOf = (leg: JsonObject): ExotelLeg => {
  // The API wraps each leg of `Details` once more.
  const inner = isObject(leg['Leg']) ? leg['Leg'] : leg;
  const text = (name: string): string | null => field(inner, name).text;
  return {
    number: text('Number'),
    onCall: text('OnCallDuration'),
    status: text('Status'),
    cause: text('CauseCode') ?? text('Cause'),
  };
};

/** `Legs` as a list, as JSON in a text, or spread over keys like `Legs[0][Number]` (vendors.md 2.4, 2.5). */
export const readLegs = (fields: Fields): readonly ExotelLeg[] => {
  const spread = new Map<string, Record<string, Json>>();
  for (const [key, value] of Object.entries(fields)) {
    const [, index, name] = flat.exec(key.trim()) ?? [];
    if (index === undefined || name === undefined) continue;
    spread.set(index, { ...spread.get(index), [name]: value });
  }
  const sent = fields['Legs'];
  const listed = objectsIn(typeof sent === 'string' ? readJson(sent) : sent) ?? [];
  const inOrder = [...spread].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, leg]) => leg);
  return [...listed, ...inOrder].slice(0, mostLegs).map(legOf);
};
