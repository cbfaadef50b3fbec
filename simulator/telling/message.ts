/** What a request of a vendor tells, apart from how it is written. Counsellors by their `ref`; null: nobody is named. */
export type Says =
  | { readonly kind: 'rings'; readonly agent: string }
  | { readonly kind: 'stops_ringing'; readonly agent: string }
  /** Of a call dialled out: the counsellor's own phone was picked up, and the student's rings. */
  | { readonly kind: 'student_rings'; readonly agent: string | null }
  | { readonly kind: 'answers'; readonly agent: string | null }
  | {
      readonly kind: 'reports';
      readonly agent: string | null;
      readonly result: 'answered' | 'failed';
      readonly cause: 'voicemail' | 'no_answer' | 'busy' | 'cancelled' | null;
      /** Talk, where it is told. */
      readonly talkSeconds: number | null;
      readonly recording: boolean;
      /** When it says the leg ended, in seconds from the call's beginning; null: it has no stamps that can be believed. */
      readonly endsAt: number | null;
      /** Whether it says when the call began, so that it can be believed. */
      readonly startTold: boolean;
    }
  | { readonly kind: 'recording' };

export type Report = Extract<Says, { kind: 'reports' }>;

/** JSON as a vendor writes it. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Fields = Readonly<Record<string, Value>>;

/** The endpoint of what goes over a vendor's event stream instead of to an address. */
export const STREAM = 'stream';

/** One request a vendor means to send. */
export interface Message {
  /** When what it tells happens, in seconds from the call's beginning. */
  readonly at: number;
  /** Last segment of the address: `ivrCallNotification`, `events`. */
  readonly endpoint: string;
  readonly encoding: 'json' | 'form' | 'query';
  readonly fields: Fields;
  readonly says: readonly Says[];
  /** Whether it names the call by the vendor's id. */
  readonly named: boolean;
}

/** A request with the moment it leaves, in seconds from the call's beginning. */
export interface Sending extends Message {
  readonly due: number;
}
