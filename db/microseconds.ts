import { sql, type FragmentSqlToken } from 'slonik';

/**
 * A time column as whole microseconds since 1970, the precision it is stored with: cursors need it, since the
 * milliseconds of our types can't tell two rows of the same millisecond apart. Exact as a number until 2255.
 */
export const microseconds = (column: FragmentSqlToken): FragmentSqlToken =>
  sql.fragment`(extract(epoch from ${column}) * 1000000)::float8`;

/** The time that `microseconds` gave. */
export const fromMicroseconds = (value: number): FragmentSqlToken =>
  sql.fragment`('epoch'::timestamptz + ${value}::float8 * interval '1 microsecond')`;
