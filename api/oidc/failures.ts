import { ResponseBodyError } from 'openid-client';
import { ProviderAwayError } from './guarded-fetch.ts';

/** The errors an error was made of, itself first. */
function* chainOf(error: unknown): Generator<Error> {
  for (let one = error; one instanceof Error; one = one.cause) yield one;
}

const isServerError = (error: Error): boolean =>
  (error.cause instanceof Response && error.cause.status >= 500) ||
  (error instanceof ResponseBodyError && error.status >= 500);

/** Whether a provider gave no answer, or only that it can't just now. */
export const wasAway = (error: unknown): boolean =>
  [...chainOf(error)].some(
    (one) => one instanceof ProviderAwayError || isServerError(one) || ('code' in one && one.code === 'OAUTH_TIMEOUT'),
  );

const WORD = /^[A-Za-z][A-Za-z_]{0,59}$/;

/**
 * Why a provider would not have it, in one word for an administrator: an OAuth error ("invalid_client") or the library's
 * ("OAUTH_JWT_CLAIM_COMPARISON_FAILED"). Nothing longer: a provider's own text may say anything.
 */
export const reasonOf = (error: unknown): string => {
  for (const one of chainOf(error)) {
    for (const word of ['error' in one ? one.error : undefined, 'code' in one ? one.code : undefined]) {
      if (typeof word === 'string' && WORD.test(word)) return word;
    }
  }
  return 'unknown';
};
