import { z } from 'zod';
import { counsellorId } from '../../db/columns.ts';
import type { Pool } from '../../db/pool.ts';
import { listLedMembers } from '../../db/teams.ts';
import { setTakingCalls } from '../commands/set-away.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { personSchema } from '../presenters/person.ts';

const takingCalls = z.boolean().meta({ description: 'False: away, no call is routed to them.' });
export const memberSchema = personSchema.extend({ takingCalls, team: personSchema }).meta({ id: 'TeamMember' });
const params = z.object({ id: z.string().toLowerCase().pipe(counsellorId) });
const position = z.tuple([z.string(), z.uuid()]);

/** What the lead of a team does for its counsellors. */
export const teamLeadRoutes = ({ db }: { readonly db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/team/counsellors',
      access: 'signed-in',
      query: pageQuery,
      responses: { 200: pageSchema(memberSchema) },
      summary: 'The active counsellors of the teams I lead, by name.',
    },
    async ({ viewer: { instituteId, counsellorId: leadId }, query: { limit, cursor } }) => {
      const key = readCursor(cursor, position);
      const after = key === null ? null : { name: key[0], id: key[1] };
      const found = await listLedMembers(db, { instituteId, leadId }, { after, limit: limit + 1 });
      const cut = cutPage(found, limit, ({ name, id }) => [name, id]);
      return { status: 200, body: page(cut.rows, cut.nextCursor) };
    },
  ),
  endpoint(
    {
      method: 'put',
      path: '/v1/team/counsellors/{id}',
      access: 'signed-in',
      params,
      body: z.strictObject({ takingCalls }),
      responses: { 200: personSchema.extend({ takingCalls }) },
      summary: 'Set a counsellor of a team I lead away, or back. Whoever may configure calling sets anybody.',
    },
    async ({ viewer, params: { id }, body }) => {
      const { name, takingCalls: now } = await setTakingCalls(db, viewer, id, body.takingCalls);
      return { status: 200, body: { id, name, takingCalls: now } };
    },
  ),
];
