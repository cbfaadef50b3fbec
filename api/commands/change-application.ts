import {
  addApplication,
  findApplication,
  lockApplication,
  saveApplication,
  type Application,
} from '../../db/applications.ts';
import { findForm, type Form } from '../../db/forms.ts';
import { lockLead } from '../../db/lead-edits.ts';
import { primaryOf, touchLead } from '../../db/leads.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import { addTimeline } from '../../db/timeline.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { EpochMs, LeadId } from '../../domain/ids.ts';
import { invalidRequest, notFound, Problem } from '../problem.ts';

/** How an application begins when nobody says otherwise. */
const FIRST_STATUS = 'Started';

/** A form that can be applied with. Throws 400, and 409 `form_inactive`. */
const usableForm = async (tx: Tx, { instituteId }: Viewer, id: string): Promise<Form> => {
  const form = await findForm(tx, instituteId, id);
  if (form === null) throw invalidRequest([{ path: 'formId', problem: 'not a form of this institute' }]);
  if (!form.active) throw new Problem(409, 'form_inactive', 'This form is not in use any more.');
  return form;
};

/** Locks the lead that stands for this one; a merged lead stands for its primary. Throws 404 `lead_not_found`. */
const standingLead = async (tx: Tx, viewer: Viewer, asked: LeadId): Promise<LeadId> => {
  const { instituteId } = viewer;
  const primary = await primaryOf(tx, { instituteId, leadId: asked });
  const lead = primary === null ? null : await lockLead(tx, { instituteId, leadId: primary });
  if (lead === null) throw new Problem(404, 'lead_not_found', 'There is no lead with this id.');
  // Merged while we waited for its lock.
  return lead.mergedInto === null ? lead.id : await standingLead(tx, viewer, lead.id);
};

interface Told {
  readonly leadId: LeadId;
  readonly form: string;
  readonly status: string;
  readonly now: EpochMs;
}

const tell = async (
  tx: Tx,
  { instituteId, counsellorId: byId }: Viewer,
  { leadId, form, status, now }: Told,
): Promise<void> => {
  await addTimeline(tx, { instituteId, leadId, at: now, byId, type: 'edit', data: { application: form, status } });
  await touchLead(tx, { instituteId, leadId, at: now });
};

const read = async (tx: Tx, { instituteId }: Viewer, id: string): Promise<Application> => {
  const application = await findApplication(tx, instituteId, id);
  if (application === null) throw notFound();
  return application;
};

export interface NewApplication {
  readonly leadId: LeadId;
  readonly formId: string;
  readonly status?: string | undefined;
}

/** Makes an application of a lead. Throws 404 `lead_not_found`, 400, 409 `form_inactive`. */
export const createApplication = async (
  db: Pool,
  viewer: Viewer,
  { leadId: asked, formId, status = FIRST_STATUS }: NewApplication,
  now: EpochMs,
): Promise<Application> =>
  await db.transaction(async (tx) => {
    const leadId = await standingLead(tx, viewer, asked);
    const form = await usableForm(tx, viewer, formId);
    const id = await addApplication(tx, { instituteId: viewer.instituteId, leadId, formId, status, now });
    await tell(tx, viewer, { leadId, form: form.name, status, now });
    return await read(tx, viewer, id);
  });

export interface ApplicationEdit {
  readonly formId?: string | undefined;
  readonly status?: string | undefined;
}

/** Edits an application; what it repeats is no change. Throws 404, 400, 409 `form_inactive`. */
export const editApplication = async (
  db: Pool,
  viewer: Viewer,
  id: string,
  { formId, status, now }: ApplicationEdit & { readonly now: EpochMs },
): Promise<Application> =>
  await db.transaction(async (tx) => {
    const { instituteId } = viewer;
    const known = await findApplication(tx, instituteId, id);
    if (known === null) throw notFound();
    // The lead before what hangs on it, as everywhere.
    const leadId = await standingLead(tx, viewer, known.leadId);
    const current = await lockApplication(tx, instituteId, id);
    if (current === null) throw notFound();
    const form =
      formId === undefined || formId === current.formId ? current.form : await usableForm(tx, viewer, formId);
    const wanted = { formId: form.id, status: status ?? current.status };
    if (wanted.formId === current.formId && wanted.status === current.status) return current;
    await saveApplication(tx, { instituteId, id, ...wanted, now });
    await tell(tx, viewer, { leadId, form: form.name, status: wanted.status, now });
    return await read(tx, viewer, id);
  });
