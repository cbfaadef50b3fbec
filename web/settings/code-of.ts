/** A code from words, as the API wants it: small letters, digits and _, at most 40: "Visit planned" → "visit_planned". */
export const codeOf = (label: string): string =>
  label
    .toLowerCase()
    .normalize('NFKD')
    // What was above a letter stands behind it now.
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 40);
