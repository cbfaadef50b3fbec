import { z } from 'zod';
import { listPending } from '../../db/pending-read.ts';
import type { Pool } from '../../db/pool.ts';
import { scopeOf } from '../../domain/access/viewer.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { callSchema, presentCall } from '../presenters/call.ts';
import { forbidden } from '../problem.ts';

const pendingQuery = pageQuery.extend({
  scope: z
    .enum(['mine', 'team', 'all'])
    .default('mine')
    .meta({ description: '`team` needs `call_logs` of the team or all, `all` needs `call_logs` of all.' }),
});

const position = z.tuple([z.number(), z.uuid()]);

/** Answered calls that wait for a note or a disposition. */
export const pendingCallRoutes = ({
  db,
  now,
}: {
  readonly db: Pool;
  readonly now: () => EpochMs;
}): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/pending-calls',
      summary: 'Answered calls of the last 7 days whose wrap-up is not done, the newest first.',
      access: 'signed-in',
      query: pendingQuery,
      responses: { 200: pageSchema(callSchema) },
    },
    async ({ query: { scope, limit, cursor }, viewer }) => {
      const reach = scopeOf(viewer, 'call_logs');
      if (scope === 'all' && reach !== 'all') throw forbidden();
      if (scope === 'team' && reach !== 'all' && reach !== 'team') throw forbidden();
      const { instituteId, counsellorId, teamId } = viewer;
      const after = readCursor(cursor, position);
      const found = await listPending(
        db,
        { instituteId, counsellorId, teamId, scope: scope === 'mine' ? 'own' : scope },
        { after: after === null ? null : { settledKey: after[0], id: after[1] }, limit: limit + 1 },
      );
      const { rows, nextCursor } = cutPage(found, limit, ({ settledKey, id }) => [settledKey, id]);
      return {
        status: 200,
        body: page(
          rows.map((row) => presentCall(row, viewer, now())),
          nextCursor,
        ),
      };
    },
  ),
];
