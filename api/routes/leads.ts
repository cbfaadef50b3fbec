import { z } from 'zod';
import type { Delivery } from '../../calls/delivery.ts';
import { findLead, listLeads } from '../../db/lead-list.ts';
import type { Pool } from '../../db/pool.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { createLead } from '../commands/create-lead.ts';
import { editLead } from '../commands/edit-lead.ts';
import { leadEditBody, newLeadBody } from '../commands/lead-input.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { idParams, pathLeadId } from '../field-schemas.ts';
import { leadFilterOf, leadFilters } from '../lead-query.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { leadSchema, presentLead } from '../presenters/lead.ts';
import { notFound } from '../problem.ts';

export interface LeadRouteDeps {
  readonly db: Pool;
  readonly delivery: Delivery;
  readonly now: () => EpochMs;
}

const sorts = ['active', 'created', 'lastCall', 'name'] as const;

const leadsQuery = pageQuery.extend({
  ...leadFilters,
  sort: z.enum(sorts).default('active').meta({
    description: 'Most recently active, newest, or latest last call first; or by name, the nameless at the end.',
  }),
});

/** A place in a list holds for the order the list had. */
const positionIn = (sort: (typeof sorts)[number]) =>
  z.tuple([z.literal(sort), sort === 'name' ? z.string() : z.number(), z.uuid()]);

/** The institute's leads: every signed-in user sees and edits them, permissions concern calls and numbers. */
export const leadRoutes = ({ db, delivery, now }: LeadRouteDeps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/leads',
      summary: 'Leads, without those that were merged into others.',
      access: 'signed-in',
      query: leadsQuery,
      responses: { 200: pageSchema(leadSchema) },
    },
    async ({ query, viewer }) => {
      const { sort, limit, cursor } = query;
      const after = readCursor(cursor, positionIn(sort));
      const found = await listLeads(db, viewer.instituteId, leadFilterOf(query, viewer), {
        sort,
        after: after === null ? null : { sortKey: after[1], id: after[2] },
        limit: limit + 1,
      });
      const { rows, nextCursor } = cutPage(found, limit, ({ sortKey, id }) => [sort, sortKey, id]);
      return {
        status: 200,
        body: page(
          rows.map((lead) => presentLead(lead, viewer)),
          nextCursor,
        ),
      };
    },
  ),
  endpoint(
    {
      method: 'post',
      path: '/v1/leads',
      summary: 'Makes a lead by hand; with a call also the lead of that call.',
      access: 'signed-in',
      body: newLeadBody,
      responses: { 201: leadSchema },
    },
    async ({ body, viewer }) => {
      const { lead, facts } = await createLead(db, viewer, body, now());
      for (const fact of facts) delivery.deliver(fact);
      return { status: 201, body: presentLead(lead, viewer), headers: { Location: `/v1/leads/${lead.id}` } };
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/leads/{id}',
      summary: 'One lead; a merged one says into which.',
      access: 'signed-in',
      params: idParams,
      responses: { 200: leadSchema },
    },
    async ({ params, viewer }) => {
      const lead = await findLead(db, { instituteId: viewer.instituteId, leadId: pathLeadId(params.id) });
      if (lead === null) throw notFound();
      return { status: 200, body: presentLead(lead, viewer) };
    },
  ),
  endpoint(
    {
      method: 'patch',
      path: '/v1/leads/{id}',
      summary:
        'Edits a lead; with a call it counts as saving the lead for it. 409: `stale_version` with `current`, `lead_merged`, `call_of_another_lead`.',
      access: 'signed-in',
      params: idParams,
      body: leadEditBody,
      responses: { 200: leadSchema },
    },
    async ({ params, body, viewer }) => {
      const { lead, facts } = await editLead(db, viewer, { leadId: pathLeadId(params.id), body, now: now() });
      for (const fact of facts) delivery.deliver(fact);
      return { status: 200, body: presentLead(lead, viewer) };
    },
  ),
];
