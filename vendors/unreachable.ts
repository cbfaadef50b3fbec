import type { EpochMs } from '../domain/ids.ts';
import type { HttpProblem } from './http.ts';

/** Why a vendor could not be asked. Never its own words: those may hold anything. */
export type UnreachableReason =
  | HttpProblem
  /** No or wrong log-in, key or token. */
  | 'credentials_refused'
  | 'rate_limited'
  /** 5xx. */
  | 'vendor_error'
  /** The vendor understood and declined, with whatever status. */
  | 'request_refused'
  | 'answer_unreadable'
  /** More records in the window than we read; the call may be among the rest. */
  | 'too_many_records';

/** A vendor that could not be asked. */
export interface Unreachable {
  readonly reason: UnreachableReason;
  /** The vendor said not to come back before; null when it did not. */
  readonly retryAt: EpochMs | null;
}
