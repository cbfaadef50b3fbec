import { z } from 'zod';
import { listMissed } from '../../db/missed-read.ts';
import type { Pool } from '../../db/pool.ts';
import { may } from '../../domain/access/viewer.ts';
import { openMissed } from '../commands/open-missed.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyId } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { missedSchema, presentMissed } from '../presenters/missed.ts';
import { forbidden, notFound } from '../problem.ts';

const missedQuery = pageQuery.extend({
  scope: z
    .enum(['mine', 'all'])
    .default('mine')
    .meta({ description: '`mine`: my own and the shared queue; `all` needs "manage missed calls".' }),
});

const position = z.tuple([z.number(), z.uuid()]);

/** Missed calls as work. */
export const missedCallRoutes = ({ db }: { db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/missed-calls',
      summary: 'Students to call back, one row each, the latest missed call first.',
      access: 'signed-in',
      query: missedQuery,
      responses: { 200: pageSchema(missedSchema) },
    },
    async ({ query, viewer }) => {
      const { scope, limit, cursor } = query;
      if (scope === 'all' && !may(viewer, 'manage_missed_calls')) throw forbidden();
      const after = readCursor(cursor, position);
      const found = await listMissed(db, {
        instituteId: viewer.instituteId,
        counsellorId: scope === 'all' ? null : viewer.counsellorId,
        after: after === null ? null : { sortAt: after[0], id: after[1] },
        limit: limit + 1,
      });
      const { rows, nextCursor } = cutPage(found, limit, ({ sortAt, id }) => [sortAt, id]);
      return {
        status: 200,
        body: page(
          rows.map((row) => presentMissed(row, viewer)),
          nextCursor,
        ),
      };
    },
  ),
  endpoint(
    {
      method: 'post',
      path: '/v1/missed-calls/{id}/open',
      summary:
        "I take care of this student: all the student's missed calls leave everybody's list. Repeated: the same answer.",
      access: 'signed-in',
      params: z.object({ id: bodyId }),
      responses: { 200: z.object({ leadId: z.string().nullable() }) },
    },
    async ({ params, viewer }) => {
      const opened = await openMissed(db, viewer, params.id);
      if (opened === null) throw notFound();
      return { status: 200, body: opened };
    },
  ),
];
