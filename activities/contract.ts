import type { Advanced, CallInput } from '../domain/call/messages.ts';
import type { SweepInput, SweptPart } from '../domain/call/sweep-messages.ts';
import type { AccountInput, StreamEnd } from '../domain/call/stream-messages.ts';
import type { EpochMs } from '../domain/ids.ts';
import type { OutgoingInput } from '../domain/call/outgoing.ts';

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
  /** Asks for the recording of an ended call; whatever comes of it becomes a fact of the call. */
  fetchRecording(input: CallInput): Promise<void>;
  /** Compares the next part of a day with the vendor's list; what was missing becomes facts of calls. */
  sweepPart(input: SweepInput): Promise<SweptPart>;
}

/** What webhooks' workflows ask for. */
export interface OutgoingActivities {
  /** Sends what is due. @returns when something falls due next; null: nothing is on its way */
  deliverDue(input: OutgoingInput): Promise<EpochMs | null>;
}

/** What workflows of live events ask of the worker that reads one vendor's. */
export interface StreamActivities {
  /** Reads an account's live events until they end, or are not wanted any more; what is read becomes facts of calls. */
  readStream(input: AccountInput): Promise<StreamEnd>;
}
