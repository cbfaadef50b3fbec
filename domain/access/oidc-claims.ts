import { isFields, type Fields } from '../settings/merge.ts';

/**
 * What a provider says of somebody's address: missing · unverified: the provider does not vouch that it is theirs, so it
 * opens nothing here · email.
 */
export type ClaimedEmail =
  | { readonly kind: 'email'; readonly email: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unverified' };

/** As a boolean (OpenID Connect Core 5.1), or as the text some providers make of it. */
const isTrue = (claim: unknown): boolean => claim === true || claim === 'true';

/**
 * The address by which somebody is known here.
 * @param name which claim holds it; `email_verified` has to be true whichever it is
 */
export const emailIn = (claims: unknown, name: string): ClaimedEmail => {
  const fields: Fields = isFields(claims) ? claims : {};
  const email = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (typeof email !== 'string' || email.trim() === '') return { kind: 'missing' };
  return isTrue(fields['email_verified']) ? { kind: 'email', email: email.trim() } : { kind: 'unverified' };
};
