import { v7 } from 'uuid';
import { addIfUnchanged, beginUnlessKnown, lookFor, type Look, type SeenCall } from '../db/plain-intake.ts';
import type { Db } from '../db/pool.ts';
import type { VendorRequest } from '../db/requests.ts';
import type { Fact } from '../domain/call/facts.ts';
import type { CallId, CounsellorId, EpochMs } from '../domain/ids.ts';
import { turnOf, type Placeable } from './placing.ts';

/**
 * Most events and questions are plain: their references name one call, or it is the first that is heard of a call with an
 * id of its own. They are placed by one look without a lock, and written by one statement that writes nothing when
 * the call is not as it was seen. All others, and those that something came between, go the long way (calls/placing).
 */
export interface PlainPlace {
  readonly event: Placeable;
  /** Null: nobody has heard of it. */
  readonly call: SeenCall | null;
  /** Also of a call that is to be made. */
  readonly callId: CallId;
  readonly around: Pick<Look, 'counsellors' | 'did' | 'blocked'>;
  readonly since: EpochMs;
}

/**
 * Looks where a plain event belongs; null when it is not plain.
 *
 * @param since when a call that no id names may have been heard of to be meant
 */
export async function placePlainly(
  db: Db,
  event: Placeable,
  { agentKeys, since }: { readonly agentKeys: readonly string[]; readonly since: EpochMs },
): Promise<PlainPlace | null> {
  const { instituteId, vendor, refs: own, reference, numberKey, didKey } = event;
  const refs = reference == null ? own : [...own, { kind: 'our_ref', ref: reference } as const];
  if (refs.length === 0) return null;
  const { call, calls, named, hasUnnamed, ...around } = await lookFor(db, {
    instituteId,
    vendor,
    refs,
    numberKey,
    didKey,
    agentKeys,
    since,
  });
  if (call !== null) {
    const plain = calls === 1 && named === refs.length && call.mergedInto === null && !call.sealed;
    return plain ? { event, call, callId: call.id, around, since } : null;
  }
  const plain = own.length === 1 && own[0]?.kind === 'vendor_call' && numberKey !== null && !hasUnnamed;
  // A UUIDv7, of which this is the kind.
  return plain ? { event, call, callId: v7() as CallId, around, since } : null;
}

/** What is written of a placed event. */
export interface PlainWriting {
  /** Numbered after the call's last. */
  readonly facts: readonly Fact[];
  readonly request: VendorRequest;
  /** A new call is a question that no event has claimed. */
  readonly unclaimed?: boolean;
  readonly routed?: readonly CounsellorId[];
}

/** Writes it; false when something came between, and nothing was written. */
export async function writePlainly(
  db: Db,
  { event, call, callId, around, since }: PlainPlace,
  { facts, request, unclaimed = false, routed = [] }: PlainWriting,
): Promise<boolean> {
  const { instituteId, vendor, refs, numberKey, didKey, receivedAt, direction } = event;
  const [ref] = refs;
  const heard = { instituteId, callId, receivedAt, facts, request, routed };
  const said = {
    numberKey,
    didKey,
    vendorCallId: refs.find(({ kind }) => kind === 'vendor_call')?.ref ?? null,
    blocked: around.blocked,
  };
  if (call !== null) return await addIfUnchanged(db, { ...heard, ...said, lastSeq: call.lastSeq });
  if (ref === undefined) return false;
  const made = { ...said, instituteId, vendor, direction: direction ?? 'inbound', unclaimed, now: receivedAt, ref };
  return await beginUnlessKnown(db, { ...heard, call: made, turn: turnOf(event), since });
}
