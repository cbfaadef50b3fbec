import { z } from 'zod';
import { readStoredSettings } from '../../calls/policy.ts';
import { findStoredAccount } from '../../db/accounts.ts';
import { visibleCall } from '../../db/calls-read.ts';
import { findLeadsByNumber } from '../../db/leads.ts';
import type { Pool } from '../../db/pool.ts';
import { sightOf } from '../call-sight.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyCallId } from '../field-schemas.ts';
import { page, pageSchema } from '../paging.ts';
import { shownName } from '../../domain/access/free-text.ts';
import { personSchema } from '../presenters/person.ts';
import { notFound } from '../problem.ts';

export const candidateSchema = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ description: 'Empty until known.' }),
    stage: z.string(),
    owner: personSchema.nullable(),
    junk: z.boolean(),
    linked: z.boolean().meta({ description: 'The lead the call belongs to now.' }),
  })
  .meta({ id: 'Candidate' });

/** The leads a call may belong to. */
export const callCandidateRoutes = ({ db }: { readonly db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/calls/{id}/candidates',
      summary:
        "The leads that have the call's number, likeliest first: primary before alternate, then most recently active.",
      access: 'signed-in',
      params: z.object({ id: bodyCallId }),
      responses: { 200: pageSchema(candidateSchema) },
    },
    async ({ params, viewer }) => {
      const call = await visibleCall(db, sightOf(viewer), params.id);
      if (call === null) throw notFound();
      const { number } = call;
      if (number === null) return { status: 200, body: page([], null) };
      const { instituteId } = viewer;
      const account = await findStoredAccount(db, instituteId, call.vendor);
      const { matchAlternateMobile: includeAlternates } = readStoredSettings(account?.settings ?? null).inbound;
      const leads = await findLeadsByNumber(db, { instituteId, numberKey: number, includeAlternates });
      const items = leads.map(({ id, name, stage, junk, owners: [owner] }) => ({
        id,
        name: shownName(name, number, viewer),
        stage,
        owner: owner === undefined ? null : { id: owner.id, name: owner.name },
        junk,
        linked: id === call.lead?.id,
      }));
      return { status: 200, body: page(items, null) };
    },
  ),
];
