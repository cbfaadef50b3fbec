import {
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  ConnectionError,
  IdleTransactionTimeoutError,
  StatementCancelledError,
  StatementTimeoutError,
} from 'slonik';
import { PoolBusyError } from './bound-waiting.ts';

const UNAVAILABLE_ERRORS = [
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  ConnectionError,
  IdleTransactionTimeoutError,
  PoolBusyError,
  StatementCancelledError,
  StatementTimeoutError,
];

/**
 * SQLSTATEs that say "not now": connection exceptions (class 08), too many connections (53300),
 * shutting down or starting (57P0x), lock not available, and what a repeat would cure (40001, 40P01).
 */
const UNAVAILABLE_STATES = /^(08...|53300|57P0.|55P03|40001|40P01)$/;
const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Whether an error says that Postgres can't be reached, is over its time, or would take the same again. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (UNAVAILABLE_ERRORS.some((kind) => error instanceof kind)) return true;
  return hasCode(error, (code) => UNAVAILABLE_STATES.test(code) || UNREACHABLE.has(code));
}

/** Whether an error, or what caused it, carries such a code: a SQLSTATE, or one of the system's. */
export function hasCode(error: unknown, matches: (code: string) => boolean): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && matches(at.code)) return true;
  }
  return false;
}
