import type { Advanced, CallInput } from '../domain/call/messages.ts';

/** What call workflows ask of the database. Each is idempotent. */
export interface CallActivities {
  /** @returns what stands, or null when the call is gone (merged into another) */
  advance(input: CallInput): Promise<Advanced | null>;
}

/** What call workflows ask of the worker that dials by one vendor. */
export interface DialActivities {
  /** Places a clicked call once, when it is still to be placed; whatever comes of it becomes a fact of the call. */
  dial(input: CallInput): Promise<void>;
}

/** What call workflows ask of one vendor's worker. */
export interface VendorActivities {
  /** Asks live calls, then records; whatever comes of it becomes a fact of the call. */
  pullRecord(input: CallInput): Promise<void>;
}
