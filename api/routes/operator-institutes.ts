import { z } from 'zod';
import type { Pool } from '../../db/pool.ts';
import { createInstitute, newInstitute } from '../commands/create-institute.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';

const created = z
  .object({
    id: z.int(),
    name: z.string(),
    admin: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      password: z
        .string()
        .nullable()
        .meta({ description: 'The one that was made, shown this once; null when one was given.' }),
    }),
  })
  .meta({ id: 'NewInstitute' });

/** What whoever runs the machines does, by the operator's key. */
export const operatorRoutes = ({ db }: { db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'post',
      path: '/v1/operator/institutes',
      access: 'operator',
      body: newInstitute,
      responses: { 201: created },
      summary: 'Add an institute and its first admin. 409 `institute_exists`, `email_taken`.',
    },
    async ({ body }) => {
      const { id, adminId, password } = await createInstitute(db, body);
      const { name, email } = body.admin;
      return { status: 201, body: { id, name: body.name, admin: { id: adminId, name, email, password } } };
    },
  ),
];
