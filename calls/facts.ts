import { insertFact, type NewFact } from '../db/facts.ts';
import { survivorOf } from '../db/calls.ts';
import type { Tx } from '../db/pool.ts';
import type { CallId, InstituteId, RequestId } from '../domain/ids.ts';

export interface AddedFact {
  /** The call that took it: the survivor, where the one named was merged. */
  readonly callId: CallId;
  readonly seq: number;
}

/**
 * Adds one heard fact to a call and locks the call's row (first in the lock order: call → lead → day rows →
 * feed heads). After the commit the caller hands `{callId, seq, kind}` to `Delivery.deliver`.
 *
 * @returns null when the institute has no such call
 */
export async function addFact(
  tx: Tx,
  {
    instituteId,
    callId,
    fact,
    requestId = null,
  }: {
    instituteId: InstituteId;
    callId: CallId;
    fact: NewFact;
    requestId?: RequestId | null;
  },
): Promise<AddedFact | null> {
  const seq = await insertFact(tx, { instituteId, callId, fact, requestId, heard: true });
  if (seq !== null) return { callId, seq };
  const survivor = await survivorOf(tx, instituteId, callId);
  if (survivor === null || survivor === callId) return null;
  return await addFact(tx, { instituteId, callId: survivor, fact, requestId });
}
