import {
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  CheckExclusionConstraintViolationError,
  CheckIntegrityConstraintViolationError,
  ForeignKeyIntegrityConstraintViolationError,
  IdleTransactionTimeoutError,
  InvalidInputError,
  NotNullIntegrityConstraintViolationError,
  StatementCancelledError,
  StatementTimeoutError,
  UniqueIntegrityConstraintViolationError,
} from 'slonik';

type Kind = new (error: Error) => Error;

/** slonik's classes by SQLSTATE. */
const BY_STATE: Readonly<Record<string, Kind>> = {
  '23502': NotNullIntegrityConstraintViolationError,
  '23503': ForeignKeyIntegrityConstraintViolationError,
  '23505': UniqueIntegrityConstraintViolationError,
  '23514': CheckIntegrityConstraintViolationError,
  '23P01': CheckExclusionConstraintViolationError,
  '25P03': IdleTransactionTimeoutError,
  '57P01': BackendTerminatedError,
};

/** By pg's own words: they carry no code. */
const BY_MESSAGE: readonly (readonly [RegExp, Kind])[] = [
  [/connection terminated unexpectedly|query read timeout/i, BackendTerminatedUnexpectedlyError],
  [/connection terminated|connection error|not queryable|was closed/i, BackendTerminatedError],
];

/** An error of pg's as the class that slonik has for it, with its cause; one it has none for is given back as it is. */
export function toDatabaseError(error: Error): Error {
  const state = 'code' in error && typeof error.code === 'string' ? error.code : null;
  // The text says what was wrong with the value; the cause is pg's.
  if (state === '22P02') return new InvalidInputError(error.message);
  if (state === '57014')
    return /user request/.test(error.message) ? new StatementCancelledError(error) : new StatementTimeoutError(error);
  const kind =
    (state === null ? undefined : BY_STATE[state]) ?? BY_MESSAGE.find(([words]) => words.test(error.message))?.[1];
  return kind === undefined ? error : new kind(error);
}
