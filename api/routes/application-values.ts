import { z } from 'zod';
import { statusesOfApplications } from '../../db/applications.ts';
import { listForms } from '../../db/forms.ts';
import type { Pool } from '../../db/pool.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { personSchema } from '../presenters/person.ts';

/** More than anybody chooses from. */
const MOST_FORMS = 200;

export const applicationValuesSchema = z
  .object({
    forms: z.array(personSchema.extend({ active: z.boolean().meta({ description: 'Whether it takes new ones.' }) })),
    statuses: z.array(z.string()),
  })
  .meta({ id: 'ApplicationValues' });

/** What applications can be made with, and narrowed to. Forms are configured by few and used by all. */
export const applicationValueRoutes = ({ db }: { readonly db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/applications/values',
      summary: 'The forms of the institute by name, and the statuses of its newer applications in alphabetical order.',
      access: 'signed-in',
      responses: { 200: applicationValuesSchema },
    },
    async ({ viewer: { instituteId } }) => {
      const [forms, statuses] = await Promise.all([
        listForms(db, instituteId, { after: null, limit: MOST_FORMS }),
        statusesOfApplications(db, instituteId),
      ]);
      return { status: 200, body: { forms, statuses } };
    },
  ),
];
