import { z } from 'zod';
import { listColleagues } from '../../db/colleagues.ts';
import type { Pool } from '../../db/pool.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { personSchema } from '../presenters/person.ts';

/** The name of the last one seen, and the id for those of one name. */
const position = z.tuple([z.string(), z.uuid()]);

export const colleagueSchema = personSchema
  .extend({
    active: z.boolean().meta({ description: 'False: can not sign in any more; still named where they worked.' }),
  })
  .meta({ id: 'Colleague' });

/** Whom a lead can be given to, and whose calls and leads lists can be narrowed to. */
export const colleagueRoutes = ({ db }: { readonly db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/counsellors',
      summary: 'The institute’s users by name: id, name and whether they still work here.',
      access: 'signed-in',
      query: pageQuery,
      responses: { 200: pageSchema(colleagueSchema) },
    },
    async ({ viewer, query: { limit, cursor } }) => {
      const key = readCursor(cursor, position);
      const after = key === null ? null : { name: key[0], id: key[1] };
      const cut = cutPage(
        await listColleagues(db, viewer.instituteId, { after, limit: limit + 1 }),
        limit,
        ({ name, id }) => [name, id],
      );
      return { status: 200, body: page(cut.rows, cut.nextCursor) };
    },
  ),
];
