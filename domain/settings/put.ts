import type { z } from 'zod';
import { isSame, mergeDeep, type Fields } from './merge.ts';

/** One thing wrong with what was sent: where (dotted, "" for the whole) and what. */
export interface FieldProblem {
  readonly path: string;
  readonly problem: string;
}

export type Put<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly FieldProblem[] };

/** What zod found wrong, by dotted path. */
export const problemsOf = (error: z.ZodError): readonly FieldProblem[] =>
  error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), problem: message }));

/**
 * Reads a `PUT` against how a thing stands: what is sent merges deeply, arrays replace, fields that can't
 * be written are accepted unchanged.
 * @param schema Of the whole thing, strict.
 */
export const readPut = <T extends Fields>(
  schema: z.ZodType<T>,
  current: Fields,
  patch: Fields,
  readOnly: readonly string[],
): Put<T> => {
  const locked = readOnly.filter((name) => Object.hasOwn(patch, name) && !isSame(patch[name], current[name]));
  const parsed = schema.safeParse(mergeDeep(current, patch));
  const errors = [
    ...locked.map((path) => ({ path, problem: 'can not be changed' })),
    ...(parsed.success ? [] : problemsOf(parsed.error)),
  ];
  return parsed.success && errors.length === 0 ? { ok: true, value: parsed.data } : { ok: false, errors };
};
