import { phoneKey } from '../numbers/phone.ts';

/** What somebody typed to find a lead, read in every way it can be meant. A lead that fits one of them is found. */
export interface LeadSearch {
  /** Part of a name or an e-mail address. */
  readonly text: string;
  readonly id: string | null;
  /** The key of a whole number. */
  readonly numberKey: string | null;
  /** Part of a number's key, from its beginning where it has a plus; null for those who may not see numbers: they could spell one out with it. */
  readonly numberPart: string | null;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NUMBER = /^[+(]?[\d\s().\-/]+$/;
/** Fewer digits than this are in nearly every number. */
const FEWEST_DIGITS = 3;

/**
 * Reads a search text; null when it is blank.
 *
 * @param country in which bare numbers are read, ISO 3166 alpha-2
 * @param fullNumbers whether the viewer may see numbers
 */
export function readLeadSearch(typed: string, country: string, fullNumbers: boolean): LeadSearch | null {
  const text = typed.trim();
  if (text === '') return null;
  return {
    text,
    id: ID.test(text) ? text.toLowerCase() : null,
    numberKey: phoneKey(text, country),
    numberPart: fullNumbers && NUMBER.test(text) ? partOfNumber(text) : null,
  };
}

/** The digits as a key has them: without punctuation and trunk zeros, an exit code as its plus. */
function partOfNumber(text: string): string | null {
  const [, zeros = '', digits = ''] = /^(0*)(\d*)$/.exec(text.replaceAll(/\D/g, '')) ?? [];
  if (digits.length < FEWEST_DIGITS) return null;
  return text.includes('+') || zeros.length === 2 ? `+${digits}` : digits;
}
