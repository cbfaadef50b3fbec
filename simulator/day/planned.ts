/** The five systems, by their slugs. */
export const VENDORS = ['tatatel', 'myoperator', 'mcubes', 'exotel', 'knowlarity'] as const;
export type Vendor = (typeof VENDORS)[number];

/** Somebody of the institute whose telephone rings. */
export interface Counsellor {
  /** "c01": names them in the plan and the ledger; the product's own id is learned when they are set up. */
  readonly ref: string;
  readonly name: string;
  /** E.164; the same at every vendor. */
  readonly phone: string;
  /** As MyOperator names its users. */
  readonly userId: string;
}

/** Somebody who calls, or is called. */
export interface Student {
  readonly ref: string;
  /** E.164. */
  readonly number: string;
  /** Known before the day begins; null: nobody has heard of them. */
  readonly lead: { readonly name: string; readonly owners: readonly string[] } | null;
}

/** A virtual number. */
export interface Did {
  /** E.164. */
  readonly number: string;
  readonly vendor: Vendor;
  readonly campaign: string;
}

/** What a student who is dialled does. */
export type OutboundCourse = 'answered' | 'no_answer' | 'busy' | 'cancelled';

/** What people do on a call that came in; whom it rings is known only once somebody was asked. */
export type InboundCourse =
  /** The student hangs up before anybody is rung. */
  | { readonly kind: 'hangs_up_in_greeting' }
  | {
      readonly kind: 'answered';
      /** Which ring is picked up, from 0; the last one there is when so many never ring. */
      readonly atRing: number;
      /** Whoever picked up hands the call over. */
      readonly transfer: { readonly to: string; readonly talkSeconds: number } | null;
    }
  | { readonly kind: 'unanswered'; readonly rings: number; readonly leavesVoicemail: boolean };

interface Planned {
  /** From 1, in the order the day plays them. */
  readonly number: number;
  readonly vendor: Vendor;
  readonly student: Student;
  readonly did: Did;
  /** How long each ring lasts; after the last one they are used again. */
  readonly ringSeconds: readonly [number, ...number[]];
  readonly talkSeconds: number;
}

export interface InboundCall extends Planned {
  readonly kind: 'inbound';
  readonly course: InboundCourse;
  /** Whom the vendor rings by its own logic, after those it was told to. */
  readonly fallback: readonly string[];
}

/** Dialled in the vendor's own app, or by its dialler for a campaign. */
export interface DialledCall extends Planned {
  readonly kind: 'dialled' | 'campaign';
  readonly counsellor: string;
  readonly course: OutboundCourse;
}

/** Clicked in Callthread. */
export interface ClickedCall extends Planned {
  readonly kind: 'clicked';
  readonly counsellor: string;
  readonly course: OutboundCourse | 'agent_no_answer';
}

export type PlannedCall = InboundCall | DialledCall | ClickedCall;
