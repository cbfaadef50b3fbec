import { z } from 'zod';
import { invalidRequest } from './problem.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** The query of every list; extend it with the list's own filters. More than 200 counts as 200. */
export const pageQuery = z.object({
  limit: z
    .string()
    .regex(/^[0-9]+$/, 'a whole number from 1 to 200')
    .transform((limit) => Math.min(Number(limit), MAX_LIMIT))
    .pipe(z.number().min(1))
    .default(DEFAULT_LIMIT)
    .meta({ override: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT } }),
  cursor: z.string().max(1000).optional().meta({ description: '`nextCursor` of the page before.' }),
});

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** The response schema of a list. */
export const pageSchema = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const page = <T>(items: readonly T[], nextCursor: string | null): Page<T> => ({ items, nextCursor });

/** The parts of a sort key, in sorting order. */
export type SortKey = readonly (string | number | null)[];

/** A sort key as an opaque cursor. */
export const writeCursor = (key: SortKey): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/**
 * The sort key of the last row a client has seen, null on the first page.
 * Throws the 400 of a cursor that this list never gave out.
 */
export const readCursor = <K extends z.ZodType>(cursor: string | undefined, key: K): z.output<K> | null => {
  if (cursor === undefined) return null;
  try {
    return key.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    // Not JSON, or not of this list: the same mistake to the caller.
    throw invalidRequest([{ path: 'cursor', problem: 'not a cursor of this list' }]);
  }
};

/** Cuts `limit + 1` rows read from the database to a page; the extra row only tells that there is more. */
export const cutPage = <Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => SortKey,
): { readonly rows: readonly Row[]; readonly nextCursor: string | null } => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > limit && last !== undefined ? writeCursor(keyOf(last)) : null };
};
