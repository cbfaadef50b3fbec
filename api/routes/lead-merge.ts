import { z } from 'zod';
import type { Pool } from '../../db/pool.ts';
import type { EpochMs, LeadId } from '../../domain/ids.ts';
import { mergeLeads } from '../commands/merge-leads.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyId, idParams, pathLeadId } from '../field-schemas.ts';
import { leadSchema, presentLead } from '../presenters/lead.ts';

// Branded because the text has an id's form; whether it is a lead's the query decides.
const mergeBody = z.strictObject({ into: bodyId.transform((id) => id as LeadId) });

/** Two leads that are one student. */
export const leadMergeRoutes = ({
  db,
  now,
}: {
  readonly db: Pool;
  readonly now: () => EpochMs;
}): readonly Endpoint[] => [
  endpoint(
    {
      method: 'post',
      path: '/v1/leads/{id}/merge',
      summary:
        'Makes this lead part of another, which is the answer; it can only be read from then on. Repeated: the same answer. 409: `lead_merged` with `mergedInto`, `merge_cycle`.',
      access: 'signed-in',
      params: idParams,
      body: mergeBody,
      responses: { 200: leadSchema },
    },
    async ({ params, body, viewer }) => {
      const primary = await mergeLeads(db, viewer, { leadId: pathLeadId(params.id), into: body.into, now: now() });
      return { status: 200, body: presentLead(primary, viewer) };
    },
  ),
];
