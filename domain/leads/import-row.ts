import { z } from 'zod';
import { fused } from '../csv/write.ts';
import type { CsvRow } from '../csv/read.ts';
import type { ImportColumns, ImportField } from './import-columns.ts';

/** A row that can be taken, as far as the row itself tells. What the file leaves empty is null and changes nothing. */
export interface ImportRow {
  readonly line: number;
  readonly name: string | null;
  readonly email: string | null;
  /** Keys of the numbers. */
  readonly phone: string;
  readonly alternate: string | null;
  /** In lower case. */
  readonly ownerEmail: string | null;
  readonly stage: string | null;
}

export type ReadRow =
  | { readonly row: ImportRow; readonly problems: null }
  | { readonly row: null; readonly line: number; readonly problems: readonly string[] };

const LONGEST: Readonly<Record<ImportField, number>> = {
  name: 200,
  email: 254,
  phone: 60,
  alternate: 60,
  owner: 320,
  stage: 60,
};
const email = z.email();

/**
 * Reads the rows of an import file. A number stands in one row only: whoever shares it with a row before is told so
 * rather than one overwriting the other.
 *
 * @param keyOf the key of a number in any spelling; null when it can't be read
 */
export function readImportRows(
  rows: readonly CsvRow[],
  { at }: ImportColumns,
  keyOf: (number: string) => string | null,
): readonly ReadRow[] {
  const firstAt = new Map<string, number>();
  return rows.map((row) => {
    const read = readRow(row, at, keyOf);
    if (read.row === null) return read;
    const { phone, alternate, line } = read.row;
    const before = firstAt.get(phone);
    if (before !== undefined) return { row: null, line, problems: [`the same number as in line ${before}`] };
    for (const key of [phone, alternate]) if (key !== null && !firstAt.has(key)) firstAt.set(key, line);
    return read;
  });
}

function readRow({ line, cells }: CsvRow, at: ImportColumns['at'], keyOf: (number: string) => string | null): ReadRow {
  const problems: string[] = [];
  const text = (field: ImportField): string | null => {
    const index = at.get(field);
    const value = index === undefined ? '' : fused((cells[index] ?? '').trim()).trim();
    if (value.length > LONGEST[field]) problems.push(`${field} is longer than ${LONGEST[field]} characters`);
    else if (value.includes('\0')) problems.push(`${field} contains a NUL character`);
    return value === '' ? null : value;
  };
  const number = (field: 'phone' | 'alternate'): string | null => {
    const typed = text(field);
    const key = typed === null ? null : keyOf(typed);
    if (typed !== null && key === null) problems.push(`${field} is not a telephone number`);
    return key;
  };
  const phone = number('phone');
  if (phone === null && problems.length === 0) problems.push('phone is missing');
  const alternate = number('alternate');
  const row = {
    line,
    name: text('name'),
    email: text('email'),
    ownerEmail: text('owner')?.toLowerCase() ?? null,
    stage: text('stage'),
  };
  if (row.email !== null && !email.safeParse(row.email).success) problems.push('email is not an e-mail address');
  if (phone === null || problems.length > 0) return { row: null, line, problems };
  return { row: { ...row, phone, alternate: alternate === phone ? null : alternate }, problems: null };
}
