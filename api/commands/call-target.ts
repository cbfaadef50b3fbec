import { findApplication } from '../../db/applications.ts';
import { isMissedCallOf } from '../../db/click-to-call.ts';
import { visibleCall } from '../../db/calls-read.ts';
import { findLead, type LeadRow } from '../../db/lead-list.ts';
import { findLeadsByNumber, primaryOf } from '../../db/leads.ts';
import type { Db } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CallId, LeadId } from '../../domain/ids.ts';
import { sightOf } from '../call-sight.ts';
import { Problem } from '../problem.ts';

/** What is clicked on. */
export type ClickedOn =
  | { readonly leadId: LeadId; readonly phoneId?: string | undefined; readonly applicationId?: string | undefined }
  | { readonly callId: CallId };

/** Whom a click calls. */
export interface CallTarget {
  /** Null: the number has no lead. */
  readonly lead: Pick<LeadRow, 'id' | 'doNotCall'> | null;
  /** The number's key; null: there is none to call. */
  readonly number: string | null;
  /** The phone that was named is not the lead's. */
  readonly phoneIsGone: boolean;
  readonly formId: string | null;
}

/**
 * Whom a click calls: a lead by the phone that is named, else its first, or the number of a call. A merged lead stands for
 * its primary. Throws 404 `lead_not_found`, `application_not_found` or `call_not_found`.
 *
 * @param includeAlternates whether a lead is found by its alternate numbers
 */
export const findTarget = async (
  db: Db,
  viewer: Viewer,
  on: ClickedOn,
  includeAlternates: boolean,
): Promise<CallTarget> =>
  'callId' in on ? await ofCall(db, viewer, on.callId, includeAlternates) : await ofLead(db, viewer, on);

async function ofLead(
  db: Db,
  { instituteId }: Viewer,
  on: Extract<ClickedOn, { leadId: LeadId }>,
): Promise<CallTarget> {
  const asked = await findLead(db, { instituteId, leadId: on.leadId });
  const lead = asked?.mergedInto ? await findLead(db, { instituteId, leadId: asked.mergedInto }) : asked;
  if (asked === null || lead === null) throw new Problem(404, 'lead_not_found', 'There is no lead with this id.');
  const formId =
    on.applicationId === undefined ? null : await formOf(db, lead.id, { instituteId, id: on.applicationId });
  const phones = lead === asked ? lead.phones : [...lead.phones, ...asked.phones];
  const first = lead.phones.find(({ kind }) => kind === 'primary') ?? lead.phones[0];
  const named = on.phoneId === undefined ? first : phones.find(({ id }) => id === on.phoneId);
  return {
    lead,
    number: named?.numberKey ?? null,
    phoneIsGone: on.phoneId !== undefined && named === undefined,
    formId,
  };
}

async function formOf(
  db: Db,
  leadId: LeadId,
  { instituteId, id }: { instituteId: number; id: string },
): Promise<string> {
  const application = await findApplication(db, instituteId, id);
  const theirs = application && (await primaryOf(db, { instituteId, leadId: application.leadId }));
  if (application === null || theirs !== leadId)
    throw new Problem(404, 'application_not_found', 'The lead has no application with this id.');
  return application.formId;
}

/** One's missed calls can be called back by whoever sees no log. */
async function ofCall(db: Db, viewer: Viewer, callId: CallId, includeAlternates: boolean): Promise<CallTarget> {
  const { instituteId, counsellorId } = viewer;
  const missed = await isMissedCallOf(db, { instituteId, counsellorId, callId });
  const sight = sightOf(viewer);
  const call = await visibleCall(db, missed ? { ...sight, scope: 'all' } : sight, callId);
  if (call === null) throw new Problem(404, 'call_not_found', 'There is no call with this id.');
  const target = { number: call.number, phoneIsGone: false, formId: null };
  if (call.lead) return { ...target, lead: await findLead(db, { instituteId, leadId: call.lead.id }) };
  const numberKey = call.number;
  const [lead = null] =
    numberKey === null ? [] : await findLeadsByNumber(db, { instituteId, numberKey, includeAlternates });
  return { ...target, lead };
}
