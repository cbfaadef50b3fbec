import type { DeliverableFact } from '../../calls/delivery.ts';
import { hasClicked } from '../../db/click-to-call.ts';
import type { LockedCall } from '../../db/calls.ts';
import { factsOf } from '../../db/facts.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CallId, EpochMs } from '../../domain/ids.ts';
import { Problem } from '../problem.ts';
import { callForChange, tell } from './call-for-change.ts';

/** Locks a call of the viewer's own: one they clicked, took or are on. Throws 404 `not_found`, 403 `not_your_call`. */
export const ownCallForChange = async (tx: Tx, viewer: Viewer, id: CallId): Promise<LockedCall> => {
  const call = await callForChange(tx, viewer, id);
  const own = call.counsellorId === viewer.counsellorId || (await hasClicked(tx, { ...viewer, callId: call.id }));
  if (!own) throw new Problem(403, 'not_your_call', 'This is a colleague’s call.');
  return call;
};

export interface HungUp {
  /** As it stood before. */
  readonly call: LockedCall;
  /** It was on until then, as far as we know. */
  readonly wasLive: boolean;
  /** To deliver after the commit. */
  readonly facts: readonly DeliverableFact[];
}

/** Ends the viewer's own call as far as we are concerned: it holds them no more. Repeated, or ended before: nothing changes. */
export const hangUp = async (
  db: Pool,
  viewer: Viewer,
  { callId: id, now }: { callId: CallId; now: EpochMs },
): Promise<HungUp> =>
  await db.transaction(async (tx) => {
    const call = await ownCallForChange(tx, viewer, id);
    const wasLive = call.state !== 'ended';
    const facts = await factsOf(tx, viewer.instituteId, call.id);
    if (!wasLive || facts.some((fact) => fact.kind === 'hung_up')) return { call, wasLive, facts: [] };
    const hungUp = { kind: 'hung_up', counsellorId: viewer.counsellorId } as const;
    return { call, wasLive, facts: await tell(tx, viewer, { callId: call.id, facts: [hungUp], now }) };
  });
