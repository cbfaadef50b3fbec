import {
  candidateCalls,
  completeCall,
  deleteUnbornCall,
  insertCall,
  insertRefs,
  lockCallsByRefs,
  lockPlacing,
  type CallRef,
  type CandidateRow,
} from '../db/placing.ts';
import { lockCall, survivorOf, type LockedCall } from '../db/calls.ts';
import { factOf } from '../db/facts.ts';
import type { FeedEntry } from '../db/feed.ts';
import type { Tx } from '../db/pool.ts';
import type { Direction } from '../domain/call/facts.ts';
import type { Candidate } from '../domain/call/joining.ts';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import { mergeCalls } from './merge.ts';

/** What an event says about which call it belongs to. */
export interface Placeable {
  readonly instituteId: InstituteId;
  readonly vendor: string;
  readonly receivedAt: EpochMs;
  /** Never holds absent-like values. */
  readonly refs: readonly CallRef[];
  /** What we gave the vendor with a click to call, given back: it names a call of ours, or means nothing. */
  readonly reference?: string | null;
  readonly numberKey: string | null;
  readonly didKey: string | null;
  /** As said; null when it was not. */
  readonly direction: Direction | null;
}

/** How an event that no reference places looks at calls it might belong to: higher fits better, null is no fit. */
export interface Joining {
  readonly since: EpochMs;
  readonly fits: (candidate: Candidate) => number | null;
}

export interface Placed {
  readonly call: LockedCall;
  /** The call was made for this event. */
  readonly isNew: boolean;
}

/**
 * The call that the event's references name, locked and known by all of them from now on; two that turn out to be one
 * are merged. Null: none known.
 *
 * @param feed gets what the feed must tell of a merge; publish it last in the transaction
 */
export async function findByRefs(
  tx: Tx,
  event: Pick<Placeable, 'instituteId' | 'vendor' | 'refs' | 'reference'>,
  feed: FeedEntry[],
): Promise<LockedCall | null> {
  const { instituteId, vendor, refs, reference } = event;
  const names: readonly CallRef[] = reference == null ? refs : [...refs, { kind: 'our_ref', ref: reference }];
  const call = await theOne(tx, instituteId, await lockCallsByRefs(tx, instituteId, vendor, names), feed);
  if (call === null || names.length === 1) return call;
  await insertRefs(tx, { instituteId, vendor, callId: call.id, refs });
  // Whatever another event's commit named meanwhile is this call too.
  return await theOne(tx, instituteId, await lockCallsByRefs(tx, instituteId, vendor, names), feed);
}

async function theOne(
  tx: Tx,
  instituteId: InstituteId,
  calls: readonly LockedCall[],
  feed: FeedEntry[],
): Promise<LockedCall | null> {
  const [call, ...others] = calls;
  if (call === undefined) return null;
  if (others.length === 0 && call.mergedInto === null) return call;
  const survivor = await mergeCalls(tx, { instituteId, callIds: [call, ...others].map(({ id }) => id), feed });
  return await lockSurvivor(tx, instituteId, survivor);
}

/** Locks the call that stands for this one now; null when the institute has no such call. */
export async function lockSurvivor(tx: Tx, instituteId: InstituteId, id: CallId): Promise<LockedCall | null> {
  const call = await lockCall(tx, instituteId, id);
  if (call?.mergedInto == null) return call;
  const survivor = await survivorOf(tx, instituteId, id);
  return survivor === null ? null : await lockSurvivor(tx, instituteId, survivor);
}

/**
 * Finds or makes the call of an event that no known reference places, and locks it (design 4b, d, e). Everybody
 * who might make a call for the same student takes turns; a reference written meanwhile wins.
 */
export async function join(
  tx: Tx,
  event: Placeable,
  joining: Joining,
  blocked: boolean,
  feed: FeedEntry[],
  makes: 'a_call' | 'an_unclaimed_question' | 'nothing' = 'a_call',
): Promise<Placed | null> {
  const { instituteId, vendor, refs, numberKey, didKey } = event;
  const hasId = refs.some((ref) => ref.kind === 'vendor_call');
  await lockPlacing(tx, turnOf(event), hasId ? 'shared' : 'exclusive');

  const candidates = await candidateCalls(tx, {
    instituteId,
    vendor,
    numberKey,
    didKey,
    since: joining.since,
    withoutId: hasId,
  });
  const joined = await adopt(tx, event, bestFit(candidates, joining, numberKey === null ? SAME_COUNSELLOR : 0), feed);
  if (joined) return { call: joined, isNew: false };
  return makes === 'nothing'
    ? null
    : await make(tx, event, { blocked, unclaimed: makes === 'an_unclaimed_question', feed });
}

/** With whom an event takes turns. Who withholds the number does with all who do: nothing else tells them apart. */
export function turnOf({
  instituteId,
  vendor,
  numberKey,
}: Pick<Placeable, 'instituteId' | 'vendor' | 'numberKey'>): string {
  return `${instituteId} ${vendor} ${numberKey ?? 'withheld'}`;
}

/** The fit of a call that concerns the event's counsellor: what it takes when no number says whose call it is. */
const SAME_COUNSELLOR = 2;

function bestFit(rows: readonly CandidateRow[], joining: Joining, least: number): CallId | null {
  let best: { id: CallId; fit: number } | null = null;
  for (const { id, direction, facts } of rows) {
    const fit = joining.fits({ direction, facts: facts.map(factOf) });
    if (fit !== null && fit >= least && (best === null || fit > best.fit)) best = { id, fit };
  }
  return best?.id ?? null;
}

/** Takes the event into a call that was found by number; null when another event got there first with its own id. */
async function adopt(tx: Tx, event: Placeable, id: CallId | null, feed: FeedEntry[]): Promise<LockedCall | null> {
  if (id === null) return null;
  const call = await lockSurvivor(tx, event.instituteId, id);
  if (!call) return null;
  const hasId = event.refs.some((ref) => ref.kind === 'vendor_call');
  if (hasId && call.vendorCallId !== null) return null;
  const { instituteId, vendor, refs } = event;
  const written = await insertRefs(tx, { instituteId, vendor, callId: call.id, refs });
  return written === refs.length ? call : await findByRefs(tx, event, feed);
}

async function make(
  tx: Tx,
  event: Placeable,
  { blocked, unclaimed, feed }: { blocked: boolean; unclaimed: boolean; feed: FeedEntry[] },
): Promise<Placed | null> {
  const { instituteId, vendor, refs, numberKey, didKey, direction, receivedAt } = event;
  const vendorCallId = refs.find((ref) => ref.kind === 'vendor_call')?.ref ?? null;
  const { named, ...call } = await insertCall(tx, {
    instituteId,
    vendor,
    direction: direction ?? 'inbound',
    numberKey,
    didKey,
    vendorCallId,
    blocked,
    refs,
    unclaimed,
    now: receivedAt,
  });
  if (named === refs.length) return { call, isNew: true };
  // Somebody's commit made the same call between our look and our write: theirs it is.
  await deleteUnbornCall(tx, instituteId, call.id);
  const theirs = await findByRefs(tx, event, feed);
  return theirs && { call: theirs, isNew: false };
}

/** Fills in what an event says of a call that nobody said before. */
export async function complete(tx: Tx, call: LockedCall, event: Placeable, blocked: boolean): Promise<void> {
  const vendorCallId = event.refs.find((ref) => ref.kind === 'vendor_call')?.ref ?? null;
  const news =
    (call.numberKey === null && event.numberKey !== null) ||
    (call.didKey === null && event.didKey !== null) ||
    (call.vendorCallId === null && vendorCallId !== null);
  if (!news) return;
  const { instituteId, numberKey, didKey } = event;
  await completeCall(tx, { instituteId, callId: call.id, numberKey, didKey, vendorCallId, blocked });
}
