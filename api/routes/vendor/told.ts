import type { Happening } from '../../../calls/event-facts.ts';
import type { SaidOfCall } from '../../../calls/native-event.ts';
import type { TakenIn } from '../../../calls/take-in.ts';
import type { Account, InstituteForVendor } from '../../../db/accounts.ts';
import type { Ring } from '../../../domain/call/policy.ts';
import type { EpochMs } from '../../../domain/ids.ts';
import type { Fields } from '../../../vendors/classic/fields.ts';
import type { VendorAnswer } from './answers.ts';

/** Whom to ring: agent numbers as entered, in ringing order. */
export interface Routing {
  readonly numbers: readonly string[];
  readonly ring: Ring;
}

/** What a request asks or tells, with the answers of its dialect. */
export type Told =
  | {
      readonly kind: 'routing_question';
      readonly call: SaidOfCall;
      readonly answer: (routing: Routing) => VendorAnswer;
      readonly nobody: (outcome: string) => VendorAnswer;
    }
  | { readonly kind: 'opportunity_question'; readonly numberKey: string | null }
  | {
      readonly kind: 'event';
      readonly call: SaidOfCall;
      readonly happenings: readonly [Happening, ...Happening[]];
      readonly answer: (took: TakenIn) => VendorAnswer;
    }
  /** Of no call: nothing is made of it. */
  | { readonly kind: 'ignored'; readonly answer: VendorAnswer };

/** An authenticated request. */
export interface Sent {
  readonly method: string;
  readonly fields: Fields;
  readonly institute: InstituteForVendor['institute'];
  readonly account: Account;
  readonly receivedAt: EpochMs;
}

/** Reads one endpoint's requests, or says what is answered to one that can't be read. */
export type Reader = (
  sent: Sent,
) => { readonly ok: true; readonly told: Told } | { readonly ok: false; readonly answer: VendorAnswer };
