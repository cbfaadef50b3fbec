import type { Direction, LegStatus } from '../domain/call/facts.ts';
import type { Ring } from '../domain/call/policy.ts';
import type { EpochMs } from '../domain/ids.ts';
import type { Fields } from './classic/fields.ts';
import type { Json } from './json.ts';
import type { Line } from './line.ts';

/**
 * What a vendor's own requests say (contract 2): each native endpoint of an adapter reads a request into facts about one
 * call or a routing question, and says how the vendor is answered. Reading never throws and never refuses an event for a
 * bad field: what was ignored or repaired is a flag. `native-reading.ts` has what readers share.
 */

export type NativeFlag =
  | 'no_call_id'
  | 'call_id_shortened'
  | 'number_unreadable'
  | 'time_implausible'
  | 'duration_unreadable'
  | 'status_unrecognised'
  | 'recording_unreadable'
  /** A template the vendor left unfilled (`$campaign_name`), or a residue of one (`_number`), in a field we read. */
  | 'template_unfilled'
  /** A word of the vendor's we do not know where one of a few is expected. */
  | 'word_unrecognised'
  /** The vendor says answered, and it was its menu that did: nobody of ours was reached. */
  | 'answered_by_menu'
  /** In the account's zone a call had ended hours before it was reported; in the vendor's other one, just now. */
  | 'zone_repaired';

/** A native request, its body decoded whatever it was sent as. */
export interface NativeRequest {
  readonly method: 'GET' | 'POST';
  /** Body over query, keyed as sent; empty where nothing was sent. */
  readonly fields: Fields;
}

export interface NativeContext {
  /** The institute's, ISO 3166 alpha-2. */
  readonly country: string;
  /** The institute's, an IANA name; most vendors' stamps are in their own zone. */
  readonly zone: string;
  readonly receivedAt: EpochMs;
  /** `vendorSettings` of the account, without secrets. */
  readonly vendorSettings: unknown;
}

/** Which call a request is about. */
export interface NativeSaid {
  /** The vendor's id of the call (contract 3, `vendorCallId`); absent-like values are null. */
  readonly callId: string | null;
  /** What we gave with a click to call, given back. */
  readonly reference: string | null;
  /** The vendor's own second id of a call it was asked for. */
  readonly vendorRef: string | null;
  /** The student's E.164 key; null when withheld, unreadable or not sent. */
  readonly number: string | null;
  readonly did: Line | null;
  /** As said; null: the call's own, else inbound. */
  readonly direction: Direction | null;
  readonly flags: readonly NativeFlag[];
}

/** One thing a request says happened; a request may say several, told in the order they happened. */
export type NativeHappening =
  /** The call is there and nobody is rung yet: received, greeted, in a menu or a queue. */
  | { readonly kind: 'noticed' }
  /** This counsellor is being rung. */
  | {
      readonly kind: 'offered';
      /** Null when nobody we could read is named. */
      readonly agent: Line | null;
      /** The vendor's stamp of the ring, where it has one: one older than the ring time shows no card. */
      readonly at: EpochMs | null;
      /** Whether this vendor also tells when the counsellor answers. */
      readonly reportsAnswer: boolean;
    }
  /** This counsellor's phone rings no more; the call goes on. */
  | { readonly kind: 'offer_ended'; readonly agent: Line }
  /** Of a call dialled out: the counsellor's phone was picked up, and the student's rings. */
  | { readonly kind: 'student_rung'; readonly agent: Line | null }
  /** This counsellor talks with the student. One of whose ring we were not told is shown the card now. */
  | { readonly kind: 'answered'; readonly agent: Line | null }
  | {
      /** How the call (agent null), or this agent's leg of it, ended. */
      readonly kind: 'ended';
      readonly agent: Line | null;
      readonly status: LegStatus;
      readonly talkSeconds: number | null;
      readonly startedAt: EpochMs | null;
      readonly endedAt: EpochMs | null;
      readonly recordingUrl: string | null;
    }
  | { readonly kind: 'recording'; readonly url: string };

export type NativeHeard =
  | { readonly kind: 'routing_question'; readonly said: NativeSaid }
  /** At least one happening. */
  | { readonly kind: 'event'; readonly said: NativeSaid; readonly happenings: readonly NativeHappening[] }
  /** Of no call we keep (another account's, a test ping); kept in the log with this reason, one word with underscores. */
  | { readonly kind: 'ignored'; readonly reason: string };

/** An answer as the vendor documents it. */
export interface NativeAnswer {
  readonly httpStatus: number;
  /** A string is sent as `text/plain`, anything else as JSON. */
  readonly body: Json;
}

/** Whom to ring, and how. */
export interface NativeRouting {
  /** Agent numbers as entered, in ringing order; none: nobody, the vendor goes its own way. */
  readonly numbers: readonly string[];
  readonly ring: Ring;
  readonly ringSeconds: number;
  readonly talkSeconds: number;
  /** `vendorSettings` of the account, without secrets. */
  readonly vendorSettings: unknown;
}

/** Nobody is rung: nothing else is said then. */
export const NOBODY: NativeRouting = {
  numbers: [],
  ring: 'sequential',
  ringSeconds: 45,
  talkSeconds: 7200,
  vendorSettings: {},
};

/** One thing to set up in the vendor's portal so that it sends an endpoint's requests. */
export interface NativeHook {
  /** Where in the portal, and what is chosen there. */
  readonly where: string;
  /** Put behind the URL, with its question mark; absent: nothing. */
  readonly query?: string;
  /** The keys to type and the vendor's variable behind each; absent: the vendor's own set. */
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface NativeEndpoint {
  /** Last segment of `/vendors/{vendor}/{token}/{endpoint}`. */
  readonly name: string;
  /** When the vendor calls it, for the API's description and the sheet. */
  readonly summary: string;
  readonly methods: readonly ('GET' | 'POST')[];
  readonly read: (request: NativeRequest, context: NativeContext) => NativeHeard;
  /** The answer to a routing question. Only where `read` gives questions. */
  readonly answerRouting?: (routing: NativeRouting) => NativeAnswer;
  /** The answer to an event that was taken, or repeats one. */
  readonly answerEvent: () => NativeAnswer;
  /** How its portal is set up, in the order of a call; absent: we know no more than the URL. */
  readonly hooks?: readonly NativeHook[];
}
