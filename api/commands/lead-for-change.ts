import { lockSavedCall, standsTo } from '../../calls/saving.ts';
import type { LockedCall } from '../../db/calls.ts';
import { lockLead } from '../../db/lead-edits.ts';
import type { LeadRow } from '../../db/lead-list.ts';
import type { Tx } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CallId, LeadId } from '../../domain/ids.ts';
import { presentLead } from '../presenters/lead.ts';
import { notFound, Problem } from '../problem.ts';

export interface LeadForChange {
  readonly lead: LeadRow;
  /** The call it is changed for. */
  readonly call: LockedCall | null;
}

/**
 * Locks the call, if one is named, then the lead, and sees to it that the one may be changed for the other.
 * Throws 404 `not_found` or `call_not_found`, 409 `lead_merged`, `stale_version` or `call_of_another_lead`.
 *
 * @param version the version somebody edited; undefined when they take the lead as it is
 */
export const leadForChange = async (
  tx: Tx,
  viewer: Viewer,
  { leadId, callId, version }: { leadId: LeadId; callId: CallId | undefined; version?: number | undefined },
): Promise<LeadForChange> => {
  const call = callId === undefined ? null : await lockSavedCall(tx, viewer, callId);
  const lead = await lockLead(tx, { instituteId: viewer.instituteId, leadId });
  if (lead === null) throw notFound();
  if (lead.mergedInto !== null) {
    throw new Problem(409, 'lead_merged', 'This lead is part of another by now.', { mergedInto: lead.mergedInto });
  }
  if (version !== undefined && version !== lead.version) {
    throw new Problem(409, 'stale_version', 'Somebody changed this lead since.', {
      current: presentLead(lead, viewer),
    });
  }
  if (callId === undefined) return { lead, call };
  if (call === null) throw new Problem(404, 'call_not_found', 'There is no call with this id.');
  if ((await standsTo(tx, viewer, call, lead)) === 'other') {
    throw new Problem(
      409,
      'call_of_another_lead',
      'The call belongs to another lead. Link it first, or save without it.',
    );
  }
  return { lead, call };
};
