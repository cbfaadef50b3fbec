import { callsNamed, type RequestSearch } from '../db/requests-read.ts';
import type { Db } from '../db/pool.ts';
import { may, type Viewer } from '../domain/access/viewer.ts';
import { phoneKey } from '../domain/numbers/phone.ts';
import { bodyId } from './field-schemas.ts';

/** The national part of a number, as vendors send it with a country code or without. */
const NATIONAL_DIGITS = 10;

/**
 * What somebody typed to find requests: a call's id or its vendor's, a number in any spelling, or a text that stands in
 * one. Whoever may not see numbers is found whole values only, since parts would spell one out (product 5, Masking).
 */
export async function readRequestSearch(db: Db, text: string, viewer: Viewer): Promise<RequestSearch> {
  const numberKey = phoneKey(text, viewer.country);
  const parts = may(viewer, 'full_numbers') || !/\d/.test(text);
  const digits = numberKey?.replace('+', '').slice(-NATIONAL_DIGITS) ?? null;
  const name = { id: bodyId.safeParse(text).data ?? null, vendorCallId: text, numberKey };
  return {
    calls: await callsNamed(db, viewer.instituteId, name),
    text,
    parts,
    // A country's short number may be a part of another's long one.
    digits: parts || digits?.length === NATIONAL_DIGITS ? digits : null,
  };
}
