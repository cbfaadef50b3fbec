import { survivorOf } from '../db/calls.ts';
import type { FeedEntry } from '../db/feed.ts';
import { completeCall, insertRefs } from '../db/placing.ts';
import type { Tx } from '../db/pool.ts';
import { callNamed, type Pullable } from '../db/pulling.ts';
import { isPartOf } from '../domain/call/named-by-record.ts';
import type { InstituteId } from '../domain/ids.ts';
import type { FoundCall } from '../vendors/adapter.ts';
import { mergeCalls } from './merge.ts';

type Found = Extract<FoundCall, { result: 'found' }>;

/**
 * A record found by number alone names the call from now on, and whatever was heard under that name is part of it: two
 * calls found to be one (design 4). One that names a call which can't be this one is that call's, and nothing was found
 * of this one. Locks nothing before the merge does.
 *
 * @param feed gets what the feed must tell of a merge; publish it last in the transaction
 */
export async function claimRecord(
  tx: Tx,
  instituteId: InstituteId,
  call: Pullable,
  { found, feed }: { found: Found; feed: FeedEntry[] },
): Promise<FoundCall> {
  const ref = found.report.callId;
  const callId = await survivorOf(tx, instituteId, call.id);
  if (call.vendorCallId !== null || ref === null || callId === null) return found;
  const { vendor } = call;
  // Whoever writes the same name first has it; the other reads whose it is.
  const written = await insertRefs(tx, { instituteId, vendor, callId, refs: [{ kind: 'vendor_call', ref }] });
  if (written > 0) {
    const unsaid = { numberKey: null, didKey: null, blocked: false };
    await completeCall(tx, { instituteId, callId, vendorCallId: ref, ...unsaid });
    return found;
  }
  const named = await callNamed(tx, { instituteId, vendor, vendorCallId: ref });
  if (named === null || named.id === callId) return found;
  if (!isPartOf(call, named, found.report)) return { result: 'none' };
  await mergeCalls(tx, { instituteId, callIds: [callId, named.id], feed });
  return found;
}
