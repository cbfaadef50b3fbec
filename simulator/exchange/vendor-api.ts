import type { Counsellor, PlannedCall, Vendor } from '../day/planned.ts';
import type { Script } from '../day/script.ts';
import type { Fields } from '../telling/message.ts';

/** A call as the exchange knows it. */
export interface ExchangeCall {
  readonly call: PlannedCall;
  readonly callId: string;
  /** By the real clock, in ms; the call's own time runs on from there. */
  readonly beganAt: number;
  readonly script: Script;
  readonly counsellor: (ref: string) => Counsellor;
}

/** A click to call as it reached the vendor. Numbers as they were sent. */
export interface Placed {
  /** What we gave with it. */
  readonly reference: string | null;
  /** The vendor's id of the call. */
  readonly callId: string;
}

/** How an API misbehaves, and when. */
export interface ApiTrouble {
  /** Decided for each request anew; null: it behaves. */
  readonly next: (path: string) => 'out' | 'too_many' | 'token_expired' | 'refused_with_200' | null;
  /** A click to call is answered without any id. */
  readonly withholdsIds: () => boolean;
}

/** One vendor's API on this machine: what it is asked for, and what is true there. */
export interface VendorApi {
  readonly vendor: Vendor;
  /** What the institute's settings for the vendor need to reach it: `authenticationKey` and `vendorSettings`. */
  readonly account: Fields;
  /** Where its recordings lie. */
  readonly recordingUrl: (callId: string) => string;
  /** The call is on from now. */
  readonly began: (call: ExchangeCall) => void;
  /** The call is over; its record can be asked for. */
  readonly ended: (call: ExchangeCall) => void;
  /** Called for each click to call it takes, before it answers. */
  onPlaced: (placed: Placed) => void;
  /** Sends an event over the stream of a vendor that has one; false: nobody reads it. */
  readonly push?: (fields: Fields) => boolean;
  readonly stop: () => Promise<void>;
}

export interface ApiOptions {
  readonly trouble: ApiTrouble;
  readonly ignoresFilters: boolean;
}
