export type PhoneKind = 'primary' | 'alternate';

/** A phone as a client sends it; `id` and `verified` come with one that was read from us. */
export interface SentPhone {
  readonly id?: string | undefined;
  readonly number: string;
  readonly kind?: PhoneKind | undefined;
  readonly verified?: boolean | undefined;
}

/** A phone the lead has. */
export interface LeadPhone {
  readonly id: string;
  readonly numberKey: string;
  readonly kind: PhoneKind;
  /** A call has come from it. */
  readonly verified: boolean;
}

/** A phone the lead shall have; one of the same number keeps its id and whether it is verified. */
export interface WantedPhone {
  readonly numberKey: string;
  readonly kind: PhoneKind;
}

export interface PhoneError {
  /** Dotted, e.g. "phones.1.number". */
  readonly path: string;
  readonly problem: string;
}

export type ReadPhones =
  | { readonly phones: readonly WantedPhone[]; readonly errors: null }
  | { readonly phones: null; readonly errors: readonly PhoneError[] };

export interface NumberReading {
  /** The key of a number in any spelling; null when it can't be read. */
  readonly keyOf: (number: string) => string | null;
  /** What a viewer without full numbers is shown for a key. */
  readonly masked: (numberKey: string) => string;
}

/**
 * Reads the phones somebody wants a lead to have. A masked number that comes back stands for the phone it was
 * shown for. Without a kind a phone keeps the one it has; else the first is primary and the rest are alternates.
 *
 * @param has the phones of the lead so far; none for a new one
 */
export function readPhones(sent: readonly SentPhone[], has: readonly LeadPhone[], reading: NumberReading): ReadPhones {
  const errors: PhoneError[] = [];
  const keys: (string | null)[] = [];
  const says = (index: number, field: string, problem: string) =>
    errors.push({ path: `phones.${index}.${field}`, problem });
  for (const [index, phone] of sent.entries()) {
    const known = shownFor(phone, has, reading);
    const key = known?.numberKey ?? reading.keyOf(phone.number);
    if (phone.id !== undefined && !has.some(({ id }) => id === phone.id))
      says(index, 'id', 'this lead has no such phone');
    else if (key === null) says(index, 'number', 'not a telephone number');
    else if (keys.includes(key)) says(index, 'number', `the same number as phones.${keys.indexOf(key)}`);
    const verified = has.find(({ numberKey }) => numberKey === key)?.verified ?? false;
    if (key !== null && phone.verified !== undefined && phone.verified !== verified)
      says(index, 'verified', 'only calls verify a number');
    keys.push(key);
  }
  const kinds = kindsOf(sent, keys, has);
  const second = kinds.findIndex((kind, index) => kind === 'primary' && kinds.indexOf('primary') < index);
  if (second >= 0) says(second, 'kind', 'a lead has one primary number');
  if (errors.length > 0) return { phones: null, errors };
  const phones = keys.flatMap((numberKey, index) =>
    numberKey === null ? [] : [{ numberKey, kind: kinds[index] ?? 'alternate' }],
  );
  return { phones, errors: null };
}

/** The phone a masked number was shown for: by its id, or without one when it can only be that phone. */
function shownFor(phone: SentPhone, has: readonly LeadPhone[], { masked }: NumberReading): LeadPhone | null {
  const shown = has.filter(
    ({ id, numberKey }) => masked(numberKey) === phone.number.trim() && (phone.id === undefined || phone.id === id),
  );
  return shown.length === 1 ? (shown[0] ?? null) : null;
}

function kindsOf(
  sent: readonly SentPhone[],
  keys: readonly (string | null)[],
  has: readonly LeadPhone[],
): readonly PhoneKind[] {
  const stated = sent.map(({ kind }) => kind ?? null);
  const kept = keys.map((key, index) => stated[index] ?? has.find(({ numberKey }) => numberKey === key)?.kind ?? null);
  // A primary that is stated takes the place of one that was only kept.
  const settled = stated.includes('primary')
    ? kept.map((kind, index) => (kind === 'primary' && stated[index] === null ? 'alternate' : kind))
    : kept;
  const first = settled.includes('primary') ? -1 : settled.indexOf(null);
  return settled.map((kind, index) => kind ?? (index === first ? 'primary' : 'alternate'));
}
