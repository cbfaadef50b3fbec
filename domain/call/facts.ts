import type { CounsellorId, EpochMs, LeadId } from '../ids.ts';
import type { RoutingSnapshot } from '../routing/route.ts';
import type { CallPolicy } from './policy.ts';

export type Direction = 'inbound' | 'outbound' | 'campaign';

export type CallState = 'routing' | 'dialling' | 'agent_ringing' | 'ringing' | 'talking' | 'ended';

export type Outcome =
  | 'answered'
  | 'missed'
  | 'abandoned'
  | 'voicemail'
  | 'busy'
  | 'no_answer'
  | 'cancelled'
  | 'failed'
  | 'agent_no_answer'
  | 'unknown';

/** Outcomes that tell us nobody talked. */
export type Failure = Exclude<Outcome, 'answered' | 'unknown'>;

/**
 * How a report says a leg went. `failure` is a bare "did not connect" (classic `status` 0);
 * `unrecognised` is a word we do not know with no talk time beside it.
 */
export type LegStatus =
  | { readonly result: 'success' }
  | { readonly result: 'failure'; readonly cause: 'busy' | 'no_answer' | 'cancelled' | 'failed' | 'voicemail' | null }
  | { readonly result: 'unrecognised' };

/**
 * Who a report or event names. `counsellorId` is null for a number that is mapped to nobody;
 * `number` then keeps unknown agents apart. A report that names nobody has no `Agent` at all.
 */
export interface Agent {
  readonly counsellorId: CounsellorId | null;
  /** The agent number's key (domain/numbers). */
  readonly number: string;
}

/** A call back or a pulled record, reduced to what it says. Absent fields are null and never erase. */
export interface Report {
  readonly agent: Agent | null;
  readonly status: LegStatus;
  readonly talkSeconds: number | null;
  /** Vendor's stamps: good for display and for comparing reports of one vendor, never subtracted from ours. */
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  readonly recordingUrl: string | null;
}

interface Heard {
  /** Dense per call, from 1, in the order we committed them. */
  readonly seq: number;
  /** When we heard it, by our clock. All waiting counts from here. */
  readonly receivedAt: EpochMs;
  /** What was ignored or repaired when it was read, e.g. `time_implausible`. */
  readonly flags: readonly string[];
}

/** Who places a call that was clicked: the vendor, or the counsellor's own phone by a `tel:` link. */
export type Via = 'cloud' | 'app';

/** How a counsellor may say that a call from their own phone went. */
export const SELF_REPORTED = [
  'answered',
  'no_answer',
  'busy',
  'cancelled',
  'failed',
] as const satisfies readonly Outcome[];

/** What became of a click to call; what it comes to in domain/call/dialling. */
type DialFact =
  | {
      readonly kind: 'dial_requested';
      /** Who clicked. */
      readonly counsellorId: CounsellorId;
      readonly via: Via;
      /** The lead it was clicked on; null for a call back to a number that has none. */
      readonly leadId: LeadId | null;
      /** The counsellor's number at the vendor exactly as entered. */
      readonly agentNumber: string;
      /** What the student is to see; null leaves it to the vendor. */
      readonly callerId: string | null;
    }
  /** Written before the vendor is asked: from here on it may have the call. */
  | { readonly kind: 'dial_sent' }
  /** The vendor took it, or a phone page did. */
  | { readonly kind: 'dial_accepted'; readonly by: 'vendor' | 'phone' }
  /** Certainly not taken, and asking again would not help. */
  | { readonly kind: 'dial_refused'; readonly reason: 'credentials_refused' | 'address_refused' | 'request_refused' }
  /** Certainly not taken; it may be asked again from `retryAt`, or in a moment where that is null. */
  | { readonly kind: 'dial_not_taken'; readonly reason: string; readonly retryAt: EpochMs | null }
  /** The vendor may have taken it or not: never asked again. */
  | { readonly kind: 'dial_unclear'; readonly reason: string }
  /** Whoever clicked wants no more of it. */
  | { readonly kind: 'hung_up'; readonly counsellorId: CounsellorId }
  /** How the counsellor says that a call from their own phone went. The newest one stands. */
  | {
      readonly kind: 'self_reported';
      readonly counsellorId: CounsellorId;
      readonly outcome: (typeof SELF_REPORTED)[number];
      readonly talkSeconds: number | null;
    };

/** What was heard of a call, from whatever source. */
export type HeardFact = Heard &
  (
    | DialFact
    /** The vendor asked whom to ring; the answer is `route(snapshot)`. */
    | { readonly kind: 'routing_asked'; readonly snapshot: RoutingSnapshot }
    | {
        readonly kind: 'offered';
        readonly agent: Agent;
        /** The offer's own stamp was older than the ring time on arrival: recorded, no card. */
        readonly stale: boolean;
        /** Whether this source also tells us when the counsellor answers (classic requests do not). */
        readonly reportsAnswer: boolean;
        /** Nobody told of it: whoever picked up was rung. Told of later, it is this one. */
        readonly implied?: true;
      }
    /** The vendor told of the call before anybody was rung: received, greeted, in a menu. */
    | { readonly kind: 'noticed' }
    | { readonly kind: 'offer_ended'; readonly agent: Agent }
    /** Of a call dialled out: the counsellor's own phone was picked up, and the student's rings. */
    | { readonly kind: 'student_rung'; readonly agent: Agent | null }
    | { readonly kind: 'answered'; readonly agent: Agent | null }
    | ({ readonly kind: 'ended' } & Report)
    | { readonly kind: 'recording'; readonly url: string }
    /** The vendor was asked for a recording that had not come, and gave none: it has none, or could not be asked. */
    | { readonly kind: 'recording_absent'; readonly result: 'none' | 'unreachable' }
    | {
        readonly kind: 'record_pulled';
        /**
         * live: the vendor says the call is on · found: its record is in `report` · none: it knows no such
         * call · unreachable: it could not be asked, or answered with an error.
         */
        readonly result: 'live' | 'found' | 'none' | 'unreachable';
        /** Why it could not be asked, one of the adapter's words. */
        readonly reason?: string;
        readonly report: Report | null;
        /** Counsellors the record names as rung without talking, beside the one in `report`. */
        readonly alsoRung: readonly Agent[];
      }
    /** A counsellor saved the lead (`edit`) or wrote a note (`note`) naming this call. */
    | {
        readonly kind: 'saved';
        readonly counsellorId: CounsellorId;
        readonly what: 'edit' | 'note';
        /** The call's lead when it was saved; null for a note kept on a call without lead. */
        readonly leadId: LeadId | null;
      }
    | { readonly kind: 'linked'; readonly leadId: LeadId; readonly byId: CounsellorId }
    /** How a counsellor says the call went: one of the institute's codes. The newest one stands. */
    | { readonly kind: 'disposition'; readonly code: string; readonly counsellorId: CounsellorId }
    /** Whoever answers for the team ended a wrap-up that nobody finished. */
    | { readonly kind: 'wrap_up_closed'; readonly byId: CounsellorId }
  );

/** What was decided, written in the transaction of its effect; a rebuild reads it instead of deciding again. */
export type DecidedFact = Heard &
  (
    | { readonly kind: 'lead_created'; readonly leadId: LeadId }
    | { readonly kind: 'lead_matched'; readonly leadId: LeadId }
    /** The call settled, or settled anew, or settled for another lead. */
    | {
        readonly kind: 'settled';
        readonly outcome: Outcome;
        readonly leadId: LeadId | null;
        /** The lead's owners as this call found them. */
        readonly ownersBefore: readonly CounsellorId[];
        /** The policy of the call by then; the first settlement's counts for good. */
        readonly rules: CallPolicy;
      }
    | {
        readonly kind: 'assigned';
        readonly leadId: LeadId;
        readonly owners: readonly CounsellorId[];
        readonly previous: readonly CounsellorId[];
        readonly reason: AssignmentReason;
      }
    | { readonly kind: 'merged'; readonly fromCallId: string }
  );

export type AssignmentReason = 'answered' | 'missed' | 'talked_and_saved' | 'corrected';

export type Fact = HeardFact | DecidedFact;
export type FactKind = Fact['kind'];
export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>;

/** What a vendor's events say happened. */
export type EventKind = 'noticed' | 'offered' | 'offer_ended' | 'student_rung' | 'answered' | 'ended' | 'recording';

/** A vendor's event by which the call is known to exist. Where its recording lies says that of no call. */
export type ShowingFact = FactOf<Exclude<EventKind, 'recording'>>;

/** Whether a fact is a vendor's event that shows the call: more than a question, and nothing our own users did. */
export function showsTheCall(fact: Fact): fact is ShowingFact {
  switch (fact.kind) {
    case 'noticed':
    case 'offered':
    case 'offer_ended':
    case 'student_rung':
    case 'answered':
    case 'ended':
      return true;
    default:
      return false;
  }
}
