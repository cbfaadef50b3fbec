import type { CallSearch } from '../db/calls-read.ts';
import { may, type Viewer } from '../domain/access/viewer.ts';
import { phoneKey } from '../domain/numbers/phone.ts';

/** Fewer digits than this are in nearly every number. */
const FEWEST_DIGITS = 3;
const NUMBER = /^[+(]?[\d\s().\-/]+$/;

/**
 * What somebody typed to find a call: a number in any spelling or a vendor's call id. Whoever may not see numbers is
 * found calls by whole numbers only, since parts would spell one out (product 5, Masking).
 */
export function readCallSearch(text: string, viewer: Viewer): CallSearch {
  const digits = NUMBER.test(text) ? text.replaceAll(/\D/g, '').replace(/^0+/, '') : '';
  return {
    numberKey: phoneKey(text, viewer.country),
    digits: may(viewer, 'full_numbers') && digits.length >= FEWEST_DIGITS ? digits : null,
    vendorCallId: text,
  };
}
