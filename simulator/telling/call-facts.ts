import type { FaultName } from '../faults/catalogue.ts';
import type { Counsellor, PlannedCall } from '../day/planned.ts';
import type { Script } from '../day/script.ts';
import type { Random } from '../random.ts';

/** Everything a dialect writes a call's requests from. */
export interface CallFacts {
  readonly call: PlannedCall;
  readonly script: Script;
  /** The vendor's id of the call. */
  readonly callId: string;
  /** When it began, by the real clock, in ms; its own clock goes on from there (play/clock). */
  readonly beganAt: number;
  /** What was given with a click to call, to be given back; null for any other call. */
  readonly reference: string | null;
  readonly counsellor: (ref: string) => Counsellor;
  /** Where its recording lies. */
  readonly recordingUrl: string;
  /** Which of the faults that change what is written befall this call. */
  readonly has: (fault: FaultName) => boolean;
  /** For what is left to chance in the writing. */
  readonly random: Random;
}
