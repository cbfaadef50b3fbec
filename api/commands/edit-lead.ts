import { countAsSaved } from '../../calls/saving.ts';
import type { DeliverableFact } from '../../calls/delivery.ts';
import { updateLead, writePhones } from '../../db/lead-edits.ts';
import { findLead, type LeadRow } from '../../db/lead-list.ts';
import { writeOwners } from '../../db/leads.ts';
import { noteEvents } from '../../db/outbox.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import { addTimeline } from '../../db/timeline.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CallId, CounsellorId, EpochMs, LeadId } from '../../domain/ids.ts';
import { changesOf, type LeadChanges } from '../../domain/leads/changes.ts';
import { presentLead } from '../presenters/lead.ts';
import { notFound } from '../problem.ts';
import { leadForChange } from './lead-for-change.ts';
import { ownersAmong, phonesOf, type LeadEditBody } from './lead-input.ts';

export interface LeadEditing {
  readonly leadId: LeadId;
  readonly body: LeadEditBody;
  readonly now: EpochMs;
}

export interface EditedLead {
  readonly lead: LeadRow;
  /** To deliver now that it is committed. */
  readonly facts: readonly DeliverableFact[];
}

/**
 * Edits a lead and, when a call is named, counts that as saving it for the call, in one transaction. The lead's
 * version rises with each edit, also with one that repeats what stands: of two edits of one version one wins.
 * Throws what `leadForChange` throws, and 400.
 */
export const editLead = async (db: Pool, viewer: Viewer, { leadId, body, now }: LeadEditing): Promise<EditedLead> =>
  await db.transaction(async (tx) => {
    const { instituteId } = viewer;
    const { lead, call } = await leadForChange(tx, viewer, { leadId, callId: body.callId, version: body.version });

    const owners = body.owners === undefined ? undefined : await ownersAmong(tx, body.owners, viewer);
    const phones = body.phones === undefined ? undefined : phonesOf(body.phones, lead.phones, viewer);
    const name = nameIn(body, lead, viewer);
    const changes = changesOf(lead, { ...body, name, owners, phones });
    const { email = lead.email, stage = lead.stage, junk = lead.junk, doNotCall = lead.doNotCall } = body;
    await updateLead(tx, { instituteId, leadId, details: { name, email, stage, junk, doNotCall }, now });
    if (phones !== undefined) await writePhones(tx, { instituteId, leadId, phones });
    if (owners !== undefined) await writeOwners(tx, { instituteId, leadId, owners });
    const previous = lead.owners.map(({ id }) => id);
    await tell(tx, viewer, { leadId, callId: call?.id ?? null, changes, owners: owners ?? [], previous, now });

    const facts = call === null ? [] : await countAsSaved(tx, viewer, { call, lead, what: 'edit', now });
    const edited = await findLead(tx, { instituteId, leadId });
    if (edited === null) throw notFound();
    return { lead: edited, facts };
  });

/** A name that comes back as it was shown, with a number in it masked, is no new name. */
const nameIn = ({ name }: LeadEditBody, lead: LeadRow, viewer: Viewer): string =>
  name === undefined || name === presentLead(lead, viewer).name ? lead.name : name;

interface Told {
  readonly leadId: LeadId;
  readonly callId: CallId | null;
  readonly changes: LeadChanges;
  readonly owners: readonly CounsellorId[];
  readonly previous: readonly CounsellorId[];
  readonly now: EpochMs;
}

const tell = async (
  tx: Tx,
  viewer: Viewer,
  { leadId, callId, changes, owners, previous, now }: Told,
): Promise<void> => {
  const entry = { instituteId: viewer.instituteId, leadId, callId, at: now, byId: viewer.counsellorId };
  if (changes.fields.length > 0) await addTimeline(tx, { ...entry, type: 'edit', data: { fields: changes.fields } });
  if (changes.stage !== null) await addTimeline(tx, { ...entry, type: 'stage', data: changes.stage });
  if (!changes.owners) return;
  const data = { owners, previous, reason: 'manual' } as const;
  await addTimeline(tx, { ...entry, type: 'assignment', data });
  await noteEvents(tx, {
    instituteId: viewer.instituteId,
    events: [{ type: 'lead.assigned', leadId, callId, data }],
    now,
  });
};
