import { may, type Viewer } from './viewer.ts';
import { maskNumber } from './masking.ts';

/** What people put between the digits of a number. */
const GAP = '[\\s().\\-/]*';
/** Digits that make a text carry a number: the national part, whatever stands before it. */
const NATIONAL_DIGITS = 10;
/** Fewer digits are in dates, fees and years too. */
const FEWEST_DIGITS = 7;

/** A lead's name beside a call's number: some students are known by nothing else. */
export const shownName = (name: string, number: string | null, viewer: Viewer): string =>
  shownFreeText(name, number === null ? [] : [number], viewer);

/**
 * What somebody typed about a lead (a name, a note), without the lead's own numbers in any spelling for those who may
 * not see numbers.
 *
 * @param numberKeys the lead's numbers
 */
export const shownFreeText = (text: string, numberKeys: readonly string[], viewer: Viewer): string => {
  if (may(viewer, 'full_numbers')) return text;
  return numberKeys.reduce((shown, key) => {
    const digits = key.replaceAll(/\D/g, '').slice(-NATIONAL_DIGITS);
    if (digits.length < FEWEST_DIGITS) return shown;
    return shown.replaceAll(new RegExp(Array.from(digits).join(GAP), 'g'), maskNumber(key));
  }, text);
};
