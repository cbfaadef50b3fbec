import type { DeliverableFact } from '../../calls/delivery.ts';
import { recordAudit } from '../../db/audit.ts';
import type { LockedCall } from '../../db/calls.ts';
import { primaryOf } from '../../db/leads.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CallId, EpochMs, LeadId } from '../../domain/ids.ts';
import { Problem } from '../problem.ts';
import { callForChange, tell } from './call-for-change.ts';

/**
 * Links a call with the lead somebody says it belongs to, whatever its number, and lets everything that follows from
 * a call's lead follow (product 1.6). A merged lead stands for its primary. A call that is that lead's already stays
 * as it is. Throws 404 `not_found` for the call, 404 `lead_not_found`, 409 `test_call`.
 *
 * @returns what to deliver after the commit
 */
export const linkCall = async (
  db: Pool,
  viewer: Viewer,
  { callId: id, leadId: wanted, now }: { callId: CallId; leadId: LeadId; now: EpochMs },
): Promise<readonly DeliverableFact[]> =>
  await db.transaction(async (tx) => {
    const call = await callForChange(tx, viewer, id);
    if (call.isTest)
      throw new Problem(409, 'test_call', 'This is a test call of a go-live check: it belongs to no lead.');
    const leadId = await primaryOf(tx, { instituteId: viewer.instituteId, leadId: wanted });
    if (leadId === null) throw new Problem(404, 'lead_not_found', 'There is no lead with this id.');
    return await linkLocked(tx, viewer, { call, leadId, now });
  });

/** The same for a call that is locked and a lead that was not merged, in the caller's transaction; a test call stays nobody's. */
export const linkLocked = async (
  tx: Tx,
  viewer: Viewer,
  { call, leadId, now }: { readonly call: LockedCall; readonly leadId: LeadId; readonly now: EpochMs },
): Promise<readonly DeliverableFact[]> => {
  const { instituteId, counsellorId: byId } = viewer;
  const before = call.leadId === null ? null : await primaryOf(tx, { instituteId, leadId: call.leadId });
  if (before === leadId || call.isTest) return [];
  const facts = await tell(tx, viewer, { callId: call.id, facts: [{ kind: 'linked', leadId, byId }], now });
  const changes = { before: { leadId: before }, after: { leadId } };
  await recordAudit(tx, { instituteId, byId, action: 'call.link', target: call.id, changes });
  return facts;
};
