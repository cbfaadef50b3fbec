import { may, type Viewer } from './viewer.ts';

const DOTS = '••••••';
/** Below this a number is an extension or a service code, and its last four digits are most of it. */
const SHORTEST_WITH_TAIL = 8;
/** Digits that make a text carry a number: the national part, without the country code it may be written with. */
const NATIONAL_DIGITS = 10;

/** A number as somebody without "see full numbers" sees it: "•••••• 5670". */
export const maskNumber = (number: string): string => {
  const digits = number.replaceAll(/\D/g, '');
  return digits.length < SHORTEST_WITH_TAIL ? DOTS : `${DOTS} ${digits.slice(-4)}`;
};

/**
 * A student's number as this viewer may see it. Every output that carries one goes through here:
 * calls, leads, candidates, the missed list, logs, exports, the feed and `tel` (product 5, Masking).
 */
export const shownNumber = (number: string | null, viewer: Viewer): string | null =>
  number === null || may(viewer, 'full_numbers') ? number : maskNumber(number);

/**
 * A text that may have the student's number inside, as MCube's call ids do (stack.md, Traps),
 * with the number masked for those who may not see it.
 */
export const shownText = (text: string | null, number: string | null, viewer: Viewer): string | null => {
  if (text === null || number === null || may(viewer, 'full_numbers')) return text;
  const digits = number.replaceAll(/\D/g, '').slice(-NATIONAL_DIGITS);
  return digits.length < SHORTEST_WITH_TAIL ? text : text.replaceAll(digits, `${DOTS}${digits.slice(-4)}`);
};
