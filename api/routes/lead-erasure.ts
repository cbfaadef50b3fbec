import { z } from 'zod';
import type { Pool } from '../../db/pool.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { eraseLead } from '../commands/erase-lead.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { idParams, pathLeadId } from '../field-schemas.ts';

const erased = z
  .object({
    calls: z.int().meta({ description: 'Calls that name nobody any more; they are counted as before.' }),
    notes: z.int(),
    requests: z.int().meta({ description: 'Vendors’ requests whose content is gone.' }),
  })
  .meta({ id: 'Erased' });

/** Erasing one student for good. */
export const leadErasureRoutes = ({
  db,
  now,
}: {
  readonly db: Pool;
  readonly now: () => EpochMs;
}): readonly Endpoint[] => [
  endpoint(
    {
      method: 'post',
      path: '/v1/leads/{id}/erase',
      summary:
        'Erase everything that names the student, for good; counts and reports stay. While one of their calls is on: 409 `call_live`. The lead is 404 from then on.',
      access: 'configure_calling',
      params: idParams,
      responses: { 200: erased },
    },
    async ({ viewer, params: { id } }) => ({
      status: 200,
      body: await eraseLead(db, viewer, { leadId: pathLeadId(id), now: now() }),
    }),
  ),
];
