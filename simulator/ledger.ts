import type { PlannedCall } from './day/planned.ts';
import type { Script } from './day/script.ts';
import type { Says } from './telling/message.ts';

/** A request that the product took. */
export interface Told {
  readonly says: readonly Says[];
  readonly named: boolean;
  /** When it left, and when the product answered, by the real clock, in ms: it was heard in between. An event leaves as it goes into the stream. */
  readonly sentAt: number;
  readonly at: number;
  /** Over a stream nobody answers: when it is read is the reader's affair. */
  readonly by: 'request' | 'stream';
  /** False: the product put it off (503), for the vendor to send again, who did so in vain; it may have kept it all the same. */
  readonly certain: boolean;
  /** The product was slow just then. */
  slow: boolean;
}

/** A request that the product refused, or that was answered otherwise than contract 1.2 says. */
export interface Refused {
  readonly endpoint: string;
  /** HTTP status, 0 when there was no answer; what the body said. */
  readonly status: number;
  readonly message: string;
}

/** What became of a click. */
export interface Click {
  readonly status: number;
  /** The product's id of the call; null when it refused. */
  readonly callId: string | null;
  /** Whether the vendor placed it. */
  placed: boolean;
}

/** One call of the day: what really happened, and what the product was told of it. */
export interface LedgerEntry {
  readonly call: PlannedCall;
  /** The vendor's id; of a click the vendor gives it when it places the call. */
  readonly callId: string;
  /** By the real clock, in ms. */
  readonly beganAt: number;
  /** When the call was really over; 0 as long as it is on. */
  endedAt: number;
  readonly script: Script;
  /** Whom the product said to ring; null: it was not asked. */
  readonly asked: { readonly at: number; readonly tookMs: number; readonly agents: readonly string[] } | null;
  /** In the order in which the product took them. */
  readonly told: Told[];
  readonly refused: Refused[];
  readonly click: Click | null;
  /** How often the product put something of it off (503): it may have kept that, or kept it later than it said. */
  putOffs: number;
  /** Counsellors who saved the lead for this call, with the moment, by the real clock. */
  readonly saved: { readonly agent: string; readonly at: number }[];
  /** Faults in its requests, by name. */
  readonly faults: string[];
}
