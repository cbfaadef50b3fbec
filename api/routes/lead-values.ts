import { z } from 'zod';
import { valuesOfLeads } from '../../db/lead-values.ts';
import type { Pool } from '../../db/pool.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';

/** More than anybody chooses from. */
const MOST = 200;

const values = z.array(z.string());
export const leadValuesSchema = z
  .object({ stages: values, origins: values, campaigns: values })
  .meta({ id: 'LeadValues' });

/** What the list of leads can be narrowed to. */
export const leadValueRoutes = ({ db }: { readonly db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/leads/values',
      summary: 'The stages, origins and campaigns that leads have, each in alphabetical order.',
      access: 'signed-in',
      responses: { 200: leadValuesSchema },
    },
    async ({ viewer: { instituteId } }) => {
      const [stages, origins, campaigns] = await Promise.all(
        (['stage', 'origin', 'campaign'] as const).map(
          async (column) => await valuesOfLeads(db, instituteId, { column, most: MOST }),
        ),
      );
      return { status: 200, body: { stages, origins, campaigns } };
    },
  ),
];
