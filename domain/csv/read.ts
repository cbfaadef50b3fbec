/** A record of a CSV file with the line it begins on, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export type ReadCsv =
  | { readonly rows: readonly CsvRow[]; readonly problem: null }
  /** What is wrong, on which line. */
  | { readonly rows: null; readonly problem: { readonly line: number; readonly text: string } };

/** What separates values: Excel writes a semicolon where the comma is in numbers, and a tab into what it copies. */
const SEPARATORS = [',', ';', '\t'] as const;

/**
 * Reads CSV (RFC 4180) as spreadsheets write it: a byte order mark, any line ends, values in quotes with lines and
 * doubled quotes inside. Lines without any value are left out; values are as they stand, untrimmed.
 */
export function readCsv(text: string): ReadCsv {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const separator = separatorOf(body);
  const rows: CsvRow[] = [];
  let line = 1;
  for (let at = 0; at < body.length;) {
    const record = readRecord(body, at, separator);
    if (record === null) return { rows: null, problem: { line, text: 'a quote is opened and never closed' } };
    if (record.cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells: record.cells });
    line += record.lines;
    at = record.end;
  }
  return { rows, problem: null };
}

function separatorOf(text: string): string {
  const head = /^[^\r\n]*/.exec(text)?.[0].replaceAll(/"[^"]*"/g, '') ?? '';
  const count = (separator: string): number => head.split(separator).length;
  return SEPARATORS.toSorted((a, b) => count(b) - count(a))[0] ?? ',';
}

interface CsvRecord {
  readonly cells: readonly string[];
  /** Where the next record begins. */
  readonly end: number;
  /** How many lines this one takes. */
  readonly lines: number;
}

/** The record that begins at `start`; null when it never ends. */
function readRecord(text: string, start: number, separator: string): CsvRecord | null {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    const cell = text[at] === '"' ? readQuoted(text, at) : { value: '', end: at };
    if (cell === null) return null;
    let end = cell.end;
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
    // What stands behind a closing quote is taken as it is: nothing is lost that somebody may have meant.
    cells.push(cell.value + text.slice(cell.end, end));
    if (text[end] === separator) {
      at = end + 1;
      continue;
    }
    const next = text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length);
    return { cells, end: next, lines: linesIn(text.slice(start, next)) };
  }
}

function readQuoted(text: string, start: number): { readonly value: string; readonly end: number } | null {
  const parts: string[] = [];
  for (let from = start + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return null;
    parts.push(text.slice(from, quote));
    if (text[quote + 1] !== '"') return { value: parts.join(''), end: quote + 1 };
    parts.push('"');
    from = quote + 2;
  }
}

const linesIn = (text: string): number => text.split(/\r\n|\r|\n/).length - 1;
