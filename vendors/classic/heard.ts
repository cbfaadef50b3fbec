import type { Direction, LegStatus } from '../../domain/call/facts.ts';
import type { EpochMs } from '../../domain/ids.ts';
import type { Line } from '../line.ts';

/** Their names are the endpoints' last path segments. */
export type ClassicEndpoint = 'getCounsellor' | 'getOpportunity' | 'ivrCallNotification' | 'ivrCallBackDetails';

export type ClassicFlag =
  | 'no_call_id'
  | 'call_id_shortened'
  | 'number_unreadable'
  | 'time_implausible'
  | 'duration_unreadable'
  | 'status_unrecognised'
  | 'recording_unreadable';

/** What every request says. */
export interface Said {
  /** The vendor's id of the call; one longer than 200 characters by its hash. Null when absent. */
  readonly callId: string | null;
  /** The id as sent, trimmed: what an answer echoes. */
  readonly callIdSent: string | null;
  /** The reference we gave with a click to call, given back (`custom_identifier`). */
  readonly reference: string | null;
  /** The vendor's own second id of a call it was asked for (`ref_id`). */
  readonly vendorRef: string | null;
  /** The student's E.164 key; null when withheld or unreadable. */
  readonly number: string | null;
  readonly did: Line | null;
  /** What was ignored or repaired in reading. */
  readonly flags: readonly ClassicFlag[];
}

export interface RoutingQuestion extends Said {
  readonly kind: 'routing_question';
}
export interface OpportunityQuestion extends Said {
  readonly kind: 'opportunity_question';
}
export interface PopupRequest extends Said {
  readonly kind: 'popup_request';
  /** Null when the vendor names nobody: as good as a number mapped to nobody. */
  readonly agent: Line | null;
  readonly direction: Direction | null;
  /** `start_time`, should it be sent: no field of a pop-up request, so it never raises a flag. */
  readonly startedAt: EpochMs | null;
}
export interface CallBack extends Said {
  readonly kind: 'call_back';
  readonly agent: Line | null;
  readonly direction: Direction | null;
  readonly status: LegStatus;
  readonly talkSeconds: number | null;
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  readonly recordingUrl: string | null;
}
export type ClassicHeard = RoutingQuestion | OpportunityQuestion | PopupRequest | CallBack;
/** What one kind says beyond what all of them do. */
export type Own<Heard extends ClassicHeard> = Omit<Heard, keyof Said>;
