import type { Direction, Outcome } from '../call/facts.ts';
import type { CreateOn } from '../call/policy.ts';
import type { CallId, EpochMs } from '../ids.ts';
import type { Mode } from './checks.ts';

/** Something that was heard of a call, and the vendor's request that brought it; null: it came otherwise. */
export interface Heard {
  readonly at: EpochMs;
  readonly requestId: string | null;
}

/** A test call: how it stands, what was heard of it, and what would follow from it if it were no test. Names, no numbers of students. */
export interface TestCall {
  readonly id: CallId;
  readonly direction: Direction;
  readonly ended: boolean;
  readonly outcome: Outcome | null;
  readonly startedAt: EpochMs;
  /** Settled from the vendor's record, since the call back never came. */
  readonly reconciled: boolean;
  readonly counsellor: string | null;
  readonly vendorCallId: string | null;
  /** The number dialled, and what our list of DIDs says of it. */
  readonly did: { readonly number: string; readonly campaign: string | null; readonly known: boolean } | null;
  readonly startTold: boolean;
  readonly endTold: boolean;
  /** Null: answered, and nobody said how long. */
  readonly talkSeconds: number | null;
  readonly hasRecording: boolean;
  readonly question: (Heard & { readonly named: readonly string[] }) | null;
  /** The first ring of somebody we know, else of an agent number that is nobody's. */
  readonly ring: (Heard & { readonly counsellor: string | null; readonly stale: boolean }) | null;
  readonly report: Heard | null;
  readonly click: Heard | null;
  /** The vendor took the click. */
  readonly taken: Heard | null;
  /** Why the click was not placed. */
  readonly failure: string | null;
  readonly cards: readonly {
    readonly counsellor: string;
    readonly at: EpochMs;
    /** From the request to the card. */
    readonly afterMs: number;
    /** Opened, or dismissed by hand. */
    readonly used: boolean;
  }[];
  readonly wouldCount: readonly {
    /** Null: the row `unattributed`. */
    readonly counsellor: string | null;
    readonly success: boolean;
    readonly missed: boolean;
    readonly talkSeconds: number;
  }[];
  /** In whose missed calls it would be, nobody's name for the shared queue; null: in none. */
  readonly wouldMiss: readonly string[] | null;
  readonly wouldHaveLead: 'theirs' | 'made' | 'not_yet' | 'never' | 'own_number' | 'blocked';
  /** Its entry on the student's timeline. */
  readonly entry: string;
  /** How it is found again: whether the call log has it, and how many requests the telephony log. */
  readonly log: { readonly shown: boolean; readonly requests: number };
}

/** What was set up when the check was looked at. */
export interface SetUp {
  readonly vendor: string;
  readonly enabled: boolean;
  readonly inbound: boolean;
  readonly createOn: CreateOn;
  /** off: calling out is not switched on, which is nobody's mistake; never: the vendor takes calls and can not place any. */
  readonly dials: 'yes' | 'off' | 'never';
  /** Why no call could be placed now; null: one could. */
  readonly outboundProblem: string | null;
  /** Whether the test number is a lead's. */
  readonly numberHasLead: boolean;
  readonly counsellor: {
    readonly name: string;
    /** Why no card would be shown to them; null: one would. */
    readonly popupProblem: string | null;
    /** What they would find on their pages, and why not. */
    readonly pages: readonly { readonly name: string; readonly problem: string | null }[];
  };
}

/** Everything that the checks look at. */
export interface Evidence {
  readonly mode: Mode;
  readonly setUp: SetUp;
  /** The newest first. */
  readonly calls: readonly TestCall[];
  /** How long the logs took to load, in ms. */
  readonly logMs: number;
}
