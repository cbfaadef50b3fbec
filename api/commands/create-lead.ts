import { findLead, type LeadRow } from '../../db/lead-list.ts';
import { insertLead, writePhones } from '../../db/lead-edits.ts';
import { writeOwners } from '../../db/leads.ts';
import type { Pool } from '../../db/pool.ts';
import { addTimeline } from '../../db/timeline.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { notFound } from '../problem.ts';
import { ownersAmong, phonesOf, type NewLead } from './lead-input.ts';

/** Makes a lead by hand. Its numbers may be other leads' too: families share them. Throws 400. */
export const createLead = async (db: Pool, viewer: Viewer, wanted: NewLead, now: EpochMs): Promise<LeadRow> => {
  const { instituteId, counsellorId } = viewer;
  const phones = phonesOf(wanted.phones, [], viewer);
  return await db.transaction(async (tx) => {
    const owners = await ownersAmong(tx, wanted.owners ?? [], viewer);
    const { name, email = null, stage = 'New' } = wanted;
    const leadId = await insertLead(tx, { instituteId, name, email, stage, now });
    await writePhones(tx, { instituteId, leadId, phones });
    if (owners.length > 0) {
      await writeOwners(tx, { instituteId, leadId, owners });
      const data = { owners, previous: [], reason: 'manual' } as const;
      await addTimeline(tx, { instituteId, leadId, at: now, byId: counsellorId, type: 'assignment', data });
    }
    const lead = await findLead(tx, { instituteId, leadId });
    if (lead === null) throw notFound();
    return lead;
  });
};
