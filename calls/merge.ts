import { markMerged, moveIntoCall } from '../db/merging.ts';
import { lockCall, type LockedCall } from '../db/calls.ts';
import { insertFact } from '../db/facts.ts';
import type { Tx } from '../db/pool.ts';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import { retract } from './retract.ts';

/**
 * Makes one call of several that turned out to be the same (design 4): facts and references move to the oldest
 * with new sequence numbers, the others keep nothing and name it as their survivor. Rows are locked in id order.
 *
 * @returns the surviving call; the caller advances it
 */
export async function mergeCalls(
  tx: Tx,
  { instituteId, callIds, now = Date.now() }: { instituteId: InstituteId; callIds: readonly CallId[]; now?: EpochMs },
): Promise<CallId> {
  const calls: LockedCall[] = [];
  for (const id of callIds.toSorted()) {
    const call = await lockCall(tx, instituteId, id);
    if (call && call.mergedInto === null) calls.push(call);
  }
  const [survivor, ...others] = calls.toSorted((a, b) => a.firstHeardAt - b.firstHeardAt || (a.id < b.id ? -1 : 1));
  if (!survivor) throw new Error('None of the calls to merge is there');
  for (const other of others) {
    await markMerged(tx, { instituteId, from: other.id, into: survivor.id, now });
    await retract(tx, { instituteId, call: other, now });
    await moveIntoCall(tx, { instituteId, from: other.id, into: survivor.id });
    await insertFact(tx, {
      instituteId,
      callId: survivor.id,
      fact: { kind: 'merged', fromCallId: other.id, receivedAt: now, flags: [] },
      requestId: null,
      heard: false,
    });
  }
  return survivor.id;
}
