import { z } from 'zod';
import { findApplication, listApplications } from '../../db/applications.ts';
import type { Pool } from '../../db/pool.ts';
import { may } from '../../domain/access/viewer.ts';
import type { EpochMs, LeadId } from '../../domain/ids.ts';
import { readLeadSearch } from '../../domain/leads/search.ts';
import { createApplication, editApplication } from '../commands/change-application.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyId, filter, typedText } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { applicationSchema, presentApplication } from '../presenters/application.ts';
import { notFound } from '../problem.ts';

const access = 'signed-in';
const path = '/v1/applications';
const one = `${path}/{id}`;
const params = z.object({ id: bodyId });
const position = z.tuple([z.uuid()]);

const status = typedText(60).min(1);
// A lead's by its form; whether the institute has it the query decides.
const bodyLeadId = bodyId.transform((id) => id as LeadId);

const newApplication = z.strictObject({ leadId: bodyLeadId, formId: bodyId, status: status.optional() });
const editedApplication = z.strictObject({ formId: bodyId.optional(), status: status.optional() });

const applicationsQuery = pageQuery.extend({
  form: filter(bodyId),
  lead: filter(bodyId),
  status: filter(typedText(60)),
  owner: filter(bodyId).meta({ description: 'One of the owners of its lead.' }),
  search: typedText(200).default('').meta({ description: "Its lead's name, e-mail, id, or a number in any spelling." }),
});

/** The Application Manager: leads' applications by the institute's forms. Every signed-in user sees and edits them, as leads. */
export const applicationRoutes = ({
  db,
  now,
}: {
  readonly db: Pool;
  readonly now: () => EpochMs;
}): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path,
      access,
      query: applicationsQuery,
      responses: { 200: pageSchema(applicationSchema) },
      summary: 'Applications, the newest first; by form, status, or their lead.',
    },
    async ({ viewer, query: { limit, cursor, search: typed, ...filters } }) => {
      const [after = null] = readCursor(cursor, position) ?? [];
      const search = readLeadSearch(typed, viewer.country, may(viewer, 'full_numbers'));
      const found = await listApplications(db, viewer.instituteId, { ...filters, search }, { after, limit: limit + 1 });
      const { rows, nextCursor } = cutPage(found, limit, ({ id }) => [id]);
      return {
        status: 200,
        body: page(
          rows.map((row) => presentApplication(row, viewer)),
          nextCursor,
        ),
      };
    },
  ),
  endpoint(
    {
      method: 'post',
      path,
      access,
      body: newApplication,
      responses: { 201: applicationSchema },
      summary: 'Make an application of a lead. 409 `form_inactive`: the form takes none any more.',
    },
    async ({ viewer, body }) => {
      const made = await createApplication(db, viewer, body, now());
      return { status: 201, body: presentApplication(made, viewer), headers: { Location: `${path}/${made.id}` } };
    },
  ),
  endpoint(
    { method: 'get', path: one, access, params, responses: { 200: applicationSchema }, summary: 'One application.' },
    async ({ viewer, params: { id } }) => {
      const found = await findApplication(db, viewer.instituteId, id);
      if (found === null) throw notFound();
      return { status: 200, body: presentApplication(found, viewer) };
    },
  ),
  endpoint(
    {
      method: 'patch',
      path: one,
      access,
      params,
      body: editedApplication,
      responses: { 200: applicationSchema },
      summary: 'Change how an application stands, or by which form it is.',
    },
    async ({ viewer, params: { id }, body }) => ({
      status: 200,
      body: presentApplication(await editApplication(db, viewer, id, { ...body, now: now() }), viewer),
    }),
  ),
];
