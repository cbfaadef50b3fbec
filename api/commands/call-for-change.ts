import { advance } from '../../calls/advance.ts';
import type { DeliverableFact } from '../../calls/delivery.ts';
import { addFact } from '../../calls/facts.ts';
import { lockSavedCall } from '../../calls/saving.ts';
import type { LockedCall } from '../../db/calls.ts';
import type { NewFact } from '../../db/facts.ts';
import type { Tx } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CallId, EpochMs } from '../../domain/ids.ts';
import { notFound, Problem } from '../problem.ts';

/** Locks a call the viewer may see: the call it lives on in, where it was merged. Throws 404 `not_found`, 409 `call_sealed`. */
export const callForChange = async (tx: Tx, viewer: Viewer, id: CallId): Promise<LockedCall> => {
  const call = await lockSavedCall(tx, viewer, id);
  if (call === null) throw notFound();
  if (call.sealedAt !== null)
    throw new Problem(409, 'call_sealed', 'This call is kept as it is: it was erased, or is too old.');
  return call;
};

type WithoutHeard<F> = F extends unknown ? Omit<F, 'receivedAt' | 'flags'> : never;

/**
 * Adds what somebody at the desk says of a locked call and applies it, in the caller's transaction.
 *
 * @returns what to deliver after the commit
 */
export const tell = async (
  tx: Tx,
  { instituteId }: Viewer,
  {
    callId,
    facts,
    now,
  }: { readonly callId: CallId; readonly facts: readonly WithoutHeard<NewFact>[]; readonly now: EpochMs },
): Promise<readonly DeliverableFact[]> => {
  const told: DeliverableFact[] = [];
  for (const fact of facts) {
    const added = await addFact(tx, { instituteId, callId, fact: { ...fact, receivedAt: now, flags: [] } });
    if (added !== null) told.push({ instituteId, ...added, kind: fact.kind });
  }
  await advance(tx, { instituteId, callId, now, by: 'other' });
  return told;
};
