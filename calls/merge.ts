import { markMerged, moveIntoCall } from '../db/merging.ts';
import { lockCall, type LockedCall } from '../db/calls.ts';
import { insertFact } from '../db/facts.ts';
import type { FeedEntry } from '../db/feed.ts';
import { lockLeads } from '../db/lead-totals.ts';
import type { Tx } from '../db/pool.ts';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import { retract } from './retract.ts';

/**
 * Makes one call of several that turned out to be the same (design 4): facts and references move to the oldest
 * with new sequence numbers, the others keep nothing and name it as their survivor. Rows are locked in id order,
 * then all leads, and feed heads last. Runs of the others end when the relay wakes them.
 *
 * @param callIds at least one
 * @param feed gets what the feed must tell of it; the caller publishes it, once and last in its transaction
 * @returns the surviving call, or one that leads to it when somebody else merged all of them; the caller advances it
 */
export async function mergeCalls(
  tx: Tx,
  {
    instituteId,
    callIds,
    feed,
    now = Date.now(),
  }: { instituteId: InstituteId; callIds: readonly CallId[]; feed: FeedEntry[]; now?: EpochMs },
): Promise<CallId> {
  const calls: LockedCall[] = [];
  for (const id of callIds.toSorted()) {
    const call = await lockCall(tx, instituteId, id);
    if (call && call.mergedInto === null && call.sealedAt === null) calls.push(call);
  }
  const [survivor, ...others] = calls.toSorted((a, b) => a.firstHeardAt - b.firstHeardAt || (a.id < b.id ? -1 : 1));
  const [one] = callIds;
  if (one === undefined) throw new Error('There are no calls to merge');
  if (survivor === undefined) return one;

  await lockLeads(
    tx,
    instituteId,
    others.flatMap(({ leadId }) => leadId ?? []),
  );
  for (const other of others) {
    await markMerged(tx, { instituteId, from: other.id, into: survivor.id, now });
    feed.push(...(await retract(tx, { instituteId, call: other, now })));
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
