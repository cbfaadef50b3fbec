/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",;\r\n]|^\s|\s$/;

/** A text that no spreadsheet runs: what looks like a formula gets an apostrophe in front, as one would type it. */
export const defused = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** The text before it was defused, for what comes back from a spreadsheet. */
export const fused = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;

/**
 * One record of a CSV file (RFC 4180), line end included. Texts are defused; numbers are ours and go as they are; null
 * is an empty value.
 */
export const csvRow = (values: readonly (string | number | null)[]): string =>
  `${values.map((value) => (typeof value === 'string' ? quoted(defused(value)) : String(value ?? ''))).join(',')}\r\n`;

const quoted = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
