import type { DeliverableFact } from '../../calls/delivery.ts';
import type { LockedCall } from '../../db/calls.ts';
import { findLead, type LeadRow } from '../../db/lead-list.ts';
import { insertLead, writePhones } from '../../db/lead-edits.ts';
import { writeOwners } from '../../db/leads.ts';
import { noteEvents } from '../../db/outbox.ts';
import type { Pool } from '../../db/pool.ts';
import { addTimeline } from '../../db/timeline.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { EpochMs } from '../../domain/ids.ts';
import type { WantedPhone } from '../../domain/leads/phones.ts';
import { invalidRequest, notFound } from '../problem.ts';
import { callForChange } from './call-for-change.ts';
import { ownersAmong, phonesOf, type NewLead } from './lead-input.ts';
import { linkLocked } from './link-call.ts';

export interface CreatedLead {
  readonly lead: LeadRow;
  /** To deliver now that it is committed. */
  readonly facts: readonly DeliverableFact[];
}

/**
 * Makes a lead by hand. Its numbers may be other leads' too: families share them. One that is made for a call is linked
 * with it, and has its number where no other is named: whoever may not see it can make the lead all the same.
 * Throws 400, and 404 `not_found` for the call.
 */
export const createLead = async (db: Pool, viewer: Viewer, wanted: NewLead, now: EpochMs): Promise<CreatedLead> =>
  await db.transaction(async (tx) => {
    const { instituteId, counsellorId } = viewer;
    const call = wanted.callId === undefined ? null : await callForChange(tx, viewer, wanted.callId);
    const phones = wanted.phones === undefined ? numberOf(call) : phonesOf(wanted.phones, [], viewer);
    const owners = await ownersAmong(tx, wanted.owners ?? [], viewer);
    const { name, email = null, stage = 'New' } = wanted;
    const leadId = await insertLead(tx, { instituteId, name, email, stage, now });
    await writePhones(tx, { instituteId, leadId, phones });
    await noteEvents(tx, { instituteId, events: [{ type: 'lead.created', leadId }], now });
    if (owners.length > 0) {
      await writeOwners(tx, { instituteId, leadId, owners });
      const data = { owners, previous: [], reason: 'manual' } as const;
      await addTimeline(tx, { instituteId, leadId, at: now, byId: counsellorId, type: 'assignment', data });
      await noteEvents(tx, { instituteId, events: [{ type: 'lead.assigned', leadId, data }], now });
    }
    const facts = call === null ? [] : await linkLocked(tx, viewer, { call, leadId, now });
    const lead = await findLead(tx, { instituteId, leadId });
    if (lead === null) throw notFound();
    return { lead, facts };
  });

const numberOf = (call: LockedCall | null): readonly WantedPhone[] => {
  if (call?.numberKey == null)
    throw invalidRequest([{ path: 'phones', problem: 'the call has no number: at least one' }]);
  return [{ numberKey: call.numberKey, kind: 'primary' }];
};
