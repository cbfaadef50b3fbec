const DOTS = '••••';
const MAX_LENGTH = 4000;

/** How a stored secret reads back: dots and its last four characters; null when there is none. */
export const maskedSecret = (tail: string | null): string | null => (tail === null ? null : `${DOTS}${tail}`);

/** What becomes of a secret: left as it is, taken away, or set. */
export type SecretChange =
  | { readonly kind: 'keep' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'set'; readonly secret: string }
  | { readonly kind: 'refused'; readonly problem: string };

/**
 * Reads what was written into a secret field. Writing back what was read changes nothing; null or an
 * empty text clears; other dots are refused, since they are a mask and never a key.
 * @param shown What the field reads as now.
 */
export const secretChange = (written: unknown, shown: string | null): SecretChange => {
  if (written === undefined || written === shown) return { kind: 'keep' };
  if (written === null) return { kind: 'clear' };
  if (typeof written !== 'string') return { kind: 'refused', problem: 'a text or null' };
  if (written.length > MAX_LENGTH) return { kind: 'refused', problem: `at most ${MAX_LENGTH} characters` };
  if (written.startsWith(DOTS)) return { kind: 'refused', problem: 'a mask other than the stored one' };
  // Keys are copied from a vendor's page: the blanks around them never belong to them.
  const secret = written.trim();
  if (secret !== '') return { kind: 'set', secret };
  return shown === null ? { kind: 'keep' } : { kind: 'clear' };
};
