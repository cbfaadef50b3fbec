import { hashKey } from '@tanstack/react-query';
import type { Fields } from '../../domain/settings/merge.ts';

/** Dotted paths of a thing's fields: "inbound.keepOwner". Lists count as one value. */
export type Path<T> = {
  [K in keyof T & string]: NonNullable<T[K]> extends readonly unknown[]
    ? K
    : NonNullable<T[K]> extends object
      ? K | `${K}.${Path<NonNullable<T[K]>>}`
      : K;
}[keyof T & string];

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isSame = (a: unknown, b: unknown): boolean => hashKey([a]) === hashKey([b]);

/** What stands at a path; undefined where there is nothing. */
export const valueAt = (fields: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (isFields(value) ? value[name] : undefined), fields);

/** The same with another value at a path. */
export function withValue<T extends Fields>(fields: T, path: string, value: unknown): T {
  const [name = '', ...rest] = path.split('.');
  const inner = fields[name];
  const changed = rest.length === 0 ? value : withValue(isFields(inner) ? inner : {}, rest.join('.'), value);
  return { ...fields, [name]: changed };
}

/** What to send so that the first becomes the second, as `PUT` of the API merges it. Null: nothing. */
export function changesOf(before: Fields, after: Fields): Fields | null {
  const changes = Object.entries(after).flatMap<readonly [string, unknown]>(([name, value]) => {
    const old = before[name];
    if (!isFields(old) || !isFields(value)) return isSame(old, value) ? [] : [[name, value]];
    const inner = changesOf(old, value);
    return inner === null ? [] : [[name, inner]];
  });
  return changes.length === 0 ? null : Object.fromEntries(changes);
}

/** The paths of what is changed. */
const pathsOf = (changes: Fields, under = ''): readonly string[] =>
  Object.entries(changes).flatMap(([name, value]) =>
    isFields(value) ? pathsOf(value, `${under}${name}.`) : [`${under}${name}`],
  );

/**
 * Where two people changed the same: the paths at which what stands now is neither what I began with nor what I want.
 *
 * @param base what I began with
 */
export function conflictsOf(base: Fields, now: Fields, mine: Fields): readonly string[] {
  const changes = changesOf(base, mine);
  if (changes === null) return [];
  return pathsOf(changes).filter((path) => {
    const standing = valueAt(now, path);
    return !isSame(standing, valueAt(base, path)) && !isSame(standing, valueAt(mine, path));
  });
}

/** What stands now with my changes on it, but for those at these paths. */
export function takeTheirs<T extends Fields>(base: T, now: T, mine: T, paths: readonly string[]): T {
  const kept = pathsOf(changesOf(base, mine) ?? {}).filter((path) => !paths.includes(path));
  return kept.reduce((fields, path) => withValue(fields, path, valueAt(mine, path)), now);
}

/** A value of somebody else's in a sentence. */
export function inWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string' || typeof value === 'number') return `“${value}”`;
  return 'another list';
}
