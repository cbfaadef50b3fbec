import { z } from 'zod';
import { phoneKey } from '../numbers/phone.ts';
import type { FieldProblem } from './put.ts';

const label = z.string().trim().max(200).nullable().default(null);
/** As entered; what it is recognised by is its key. */
const number = z.string().trim().min(1).max(64);

const didSettings = z.strictObject({
  number,
  label,
  campaign: label,
  source: label,
  medium: label,
  /** Before the vendor's policy; null: the vendor's. */
  createOn: z.enum(['ring', 'answer', 'end', 'never']).nullable().default(null),
  ring: z.enum(['sequential', 'simultaneous']).nullable().default(null),
});

/** Contract section 3, "Numbers". */
export const numbersSettings = z.strictObject({
  dids: z.array(didSettings).max(5000),
  blocked: z.array(z.strictObject({ number })).max(10_000),
});

export type NumbersSettings = z.infer<typeof numbersSettings>;

export type Keyed<T> =
  | { readonly ok: true; readonly items: readonly (T & { readonly numberKey: string })[] }
  | { readonly ok: false; readonly errors: readonly FieldProblem[] };

/**
 * Gives each entry of a list the key its number is recognised by. An unreadable number and a second
 * spelling of the same one are refused, by their place: numbers themselves are in no error.
 * @param list The field's name: "dids".
 */
export const withKeys = <T extends { readonly number: string }>(
  list: string,
  items: readonly T[],
  country: string,
): Keyed<T> => {
  const firstAt = new Map<string, number>();
  const keyed: (T & { numberKey: string })[] = [];
  const errors: FieldProblem[] = [];
  for (const [index, item] of items.entries()) {
    const path = `${list}.${index}.number`;
    const numberKey = phoneKey(item.number, country);
    const first = numberKey === null ? undefined : firstAt.get(numberKey);
    if (numberKey === null) errors.push({ path, problem: 'not a telephone number' });
    else if (first !== undefined) errors.push({ path, problem: `the same number as ${list}.${first}` });
    else {
      firstAt.set(numberKey, index);
      keyed.push({ ...item, numberKey });
    }
  }
  return errors.length === 0 ? { ok: true, items: keyed } : { ok: false, errors };
};
