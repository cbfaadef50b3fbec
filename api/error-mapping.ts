import {
  CheckIntegrityConstraintViolationError,
  ForeignKeyIntegrityConstraintViolationError,
  InvalidInputError,
  UniqueIntegrityConstraintViolationError,
} from 'slonik';
import { PasswordsBusyError } from '../config/passwords.ts';
import { hasCode, isDatabaseUnavailable } from '../db/unavailable.ts';
import { ProviderAwayError } from './oidc/guarded-fetch.ts';
import { invalidRequest, Problem } from './problem.ts';

/** What a unique constraint says to the caller, by its name in Postgres. */
const TAKEN: Readonly<Record<string, readonly [code: string, detail: string]>> = {
  agent_number_pkey: ['agent_number_taken', 'Another counsellor has this agent number at this vendor.'],
  counsellor_email: ['email_taken', 'Another user signs in with this e-mail address.'],
  form_name: ['form_exists', 'There is a form of this name already.'],
  institute_pkey: ['institute_exists', 'There is an institute with this id already.'],
  team_name: ['team_exists', 'There is a team of this name already.'],
};

/**
 * Values Postgres can't hold though they are good JSON: a NUL character (22021, 22P05), a number
 * out of range (22003), a date before its calendar (22008), a text that is no uuid (22P02, which slonik
 * wraps as InvalidInputError).
 */
const UNSTORABLE_STATES = new Set(['22003', '22008', '22021', '22P02', '22P05']);

const GONE = new Set(['ECONNABORTED', 'ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED']);

const codeOf = (error: Error): string | null => ('code' in error && typeof error.code === 'string' ? error.code : null);

/** 503 for a database that is away or over its time. */
export const unavailable = (): Problem =>
  new Problem(503, 'unavailable', 'This is not possible right now. Try again.', {}, { 'Retry-After': '2' });

/** Whether an error says that the same may go well a moment later. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof PasswordsBusyError || isDatabaseUnavailable(error);

const isClientGone = (error: Error): boolean =>
  ('type' in error && error.type === 'request.aborted') || GONE.has(codeOf(error) ?? '');

const ofHttpError = (error: Error): Problem | null => {
  if (!('status' in error) || typeof error.status !== 'number') return null;
  if (error.status === 413) return new Problem(413, 'too_large', 'The body is larger than 256 KiB.');
  return error.status >= 400 && error.status < 500
    ? new Problem(error.status, 'bad_request', 'The request can not be read.')
    : null;
};

/**
 * The one place where an error becomes an answer. A ZodError is not among them: endpoints turn
 * their own into 400, so a stray one is a mistake of ours and says no more than 500.
 */
export const toProblem = (error: unknown): Problem | 'client-gone' => {
  if (error instanceof Problem) return error;
  if (error instanceof UniqueIntegrityConstraintViolationError) {
    const [code, detail] = TAKEN[error.constraint ?? ''] ?? ['conflict', 'There is one like this already.'];
    return new Problem(409, code, detail);
  }
  if (error instanceof ForeignKeyIntegrityConstraintViolationError) {
    return invalidRequest([{ path: '', problem: 'refers to something that does not exist' }]);
  }
  if (error instanceof CheckIntegrityConstraintViolationError) {
    return invalidRequest([{ path: '', problem: 'a value is not among those allowed' }]);
  }
  if (isUnavailable(error)) return unavailable();
  if (error instanceof ProviderAwayError) {
    return new Problem(
      503,
      'provider_unavailable',
      'Your institution’s sign-in gives no answer. Try again.',
      {},
      { 'Retry-After': '5' },
    );
  }
  if (error instanceof Error) {
    if (isClientGone(error)) return 'client-gone';
    if (error instanceof InvalidInputError || hasCode(error, (code) => UNSTORABLE_STATES.has(code))) {
      return invalidRequest([{ path: '', problem: 'a value can not be stored' }]);
    }
    const problem = ofHttpError(error);
    if (problem !== null) return problem;
  }
  return new Problem(500, 'internal', 'Something went wrong on our side.');
};
