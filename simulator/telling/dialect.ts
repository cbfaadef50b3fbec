import type { PlannedCall, Vendor } from '../day/planned.ts';
import type { CallFacts } from './call-facts.ts';
import type { Message } from './message.ts';

/** Where the product answers a vendor, and by which secret. */
export interface Where {
  readonly url: string;
  readonly institute: number;
  readonly vendor: Vendor;
  readonly secretKey: string;
  readonly token: string;
}

/** A routing question before anybody rings. */
export type Question = Pick<CallFacts, 'callId' | 'beganAt' | 'has' | 'random'> & { readonly call: PlannedCall };

/** A language in which a vendor asks and tells. */
export interface Dialect {
  /** Null: it asks nobody whom to ring. */
  readonly question: (question: Question) => Omit<Message, 'says' | 'at'> | null;
  /** The numbers an answer names, in ringing order; null: it is no answer. */
  readonly readAnswer: (status: number, body: unknown) => readonly string[] | null;
  readonly messages: (facts: CallFacts) => readonly Message[];
  /** The whole address of an endpoint, and what has to be sent beside the fields. */
  readonly address: (
    where: Where,
    endpoint: string,
  ) => { readonly url: string; readonly fields: Readonly<Record<string, string>> };
  /** Whether an answer says that the request was taken. */
  readonly isTaken: (status: number, body: unknown) => boolean;
}
