import type { CallId, EpochMs, InstituteId } from '../ids.ts';
import type { RoutingSnapshot } from '../routing/route.ts';
import type { FactKind } from './facts.ts';
import type { Ask } from './plan.ts';

/** Names and shapes by which clients speak to call workflows. Everything in them is an id, an enum or a number. */

/** An activity that says every few seconds that it works is taken for dead after so long a silence. */
export const HEARTBEAT_TIMEOUT = '10 seconds';
/** Task queue of call workflows and of what they ask the database for. */
export const CALLS_QUEUE = 'calls';

/** Task queue of everything that asks one vendor: its own worker, its own rate. */
export function vendorQueue(vendor: string): string {
  return `vendor-${vendor}`;
}

/** Task queue of dialling by one vendor: a click does not wait behind records that are pulled. */
export function dialQueue(vendor: string): string {
  return `dial-${vendor}`;
}

export const CALL_WORKFLOW = 'call';

export function callWorkflowId(callId: CallId): string {
  return `call-${callId}`;
}

export interface CallInput {
  readonly institute: InstituteId;
  readonly callId: CallId;
}

export const FACT_SIGNAL = 'fact';
/** A fact was committed. */
export interface FactSignal {
  readonly seq: number;
  readonly kind: FactKind;
}

/** Look at the call again: it is overdue. */
export const WAKE_SIGNAL = 'wake';

export const ROUTE_UPDATE = 'route';
/** A routing question was committed as fact `seq`; the update's result is `route(snapshot)`. */
export interface RouteUpdate {
  readonly seq: number;
  readonly snapshot: RoutingSnapshot;
}

/** Names of the search attributes operators find calls by. */
export const SEARCH_ATTRIBUTES = {
  institute: 'Institute',
  vendor: 'Vendor',
  direction: 'Direction',
  outcome: 'Outcome',
  flag: 'Flag',
} as const;

/** What stands after an advance, in ids, enums and times only: it goes into workflow histories. */
export interface Advanced {
  /** The highest sequence number that was applied. */
  readonly appliedSeq: number;
  /** When time alone changes something next; null when nothing is waited for. */
  readonly wakeAt: EpochMs | null;
  /** The same while the vendor is asked, however long that takes. Histories from before there was this have none. */
  readonly besideAt?: EpochMs | null;
  readonly ask: Ask | null;
  /** Nothing is left to do unless another fact comes. */
  readonly closed: boolean;
  readonly state: string;
  readonly outcome: string | null;
  readonly direction: string;
  readonly vendor: string;
  readonly flags: readonly string[];
  readonly offers: number;
}
