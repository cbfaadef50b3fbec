import { isFilled } from '../classic/fields.ts';
import type { Fields } from '../classic/fields.ts';
import { isObject } from '../json.ts';
import type { Json } from '../json.ts';
import { isResidue } from '../line.ts';
import { nested } from '../nested.ts';

/** Some accounts wrap everything in one of these, once or twice (vendors.md 1.7, 19). */
const wrappers = ['data', 'event', 'payload'];
const deepest = 3;

/**
 * Keys are typed by hand: with a blank behind, which PHP makes an underscore, with the variable's own `$` in front (1.7, 1
 * and 4), and since any text will do (1.6) as `callId` or `Call Id` too.
 */
const nameOf = (key: string): string =>
  key
    .trim()
    .replace(/^\$+/, '')
    .replace(/[\s_]+$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();

const unwrap = (fields: Fields, depth: number): readonly Fields[] => {
  const inner =
    depth === 0
      ? []
      : Object.entries(fields).flatMap(([key, value]) => {
          const content = wrappers.includes(nameOf(key)) ? nested(value) : undefined;
          return isObject(content) ? [content] : [];
        });
  return [fields, ...inner.flatMap((content) => unwrap(content, depth - 1))];
};

/** Whether a value says anything: what is left of an empty variable (1.7, 3) does not. */
const says = (value: Json): boolean =>
  Array.isArray(value) || (isFilled(value) && !(typeof value === 'string' && isResidue(value)));

/** A webhook's fields under Smartflo's own names. Of one that came under several keys the first that says anything counts. */
export const webhookFields = (fields: Fields): Fields => {
  const named = new Map<string, Fields[string]>();
  for (const [key, value] of unwrap(fields, deepest).flatMap((level) => Object.entries(level))) {
    const name = nameOf(key);
    const known = named.get(name);
    if (known === undefined || !says(known)) named.set(name, value);
  }
  return Object.fromEntries(named);
};
