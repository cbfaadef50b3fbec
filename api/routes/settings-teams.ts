import { z } from 'zod';
import { findTeam, listTeams } from '../../db/teams.ts';
import type { Pool } from '../../db/pool.ts';
import { teamSettings } from '../../domain/settings/team.ts';
import { changeTeam, createTeam, removeTeam } from '../commands/change-team.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyId } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { patchBody } from '../patch-body.ts';
import { teamSchema } from '../presenters/team.ts';
import { notFound } from '../problem.ts';

const access = 'configure_calling';
const path = '/v1/settings/teams';
const one = `${path}/{id}`;
const params = z.object({ id: bodyId });
const position = z.tuple([z.string(), z.uuid()]);

/** Teams: whose calls "team" means in a permission. */
export const teamRoutes = ({ db }: { db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path,
      summary: 'Teams by name.',
      access,
      query: pageQuery,
      responses: { 200: pageSchema(teamSchema) },
    },
    async ({ viewer, query: { limit, cursor } }) => {
      const key = readCursor(cursor, position);
      const after = key === null ? null : { name: key[0], id: key[1] };
      const cut = cutPage(
        await listTeams(db, viewer.instituteId, { after, limit: limit + 1 }),
        limit,
        ({ name, id }) => [name, id],
      );
      return { status: 200, body: page(cut.rows, cut.nextCursor) };
    },
  ),
  endpoint(
    {
      method: 'post',
      path,
      access,
      body: teamSettings,
      responses: { 201: teamSchema },
      summary: 'Add a team. A name there is already: 409 `team_exists`.',
    },
    async ({ viewer, body }) => ({
      status: 201,
      body: await db.transaction(async (tx) => await createTeam(tx, viewer, body)),
    }),
  ),
  endpoint(
    { method: 'get', path: one, summary: 'One team.', access, params, responses: { 200: teamSchema } },
    async ({ viewer, params: { id } }) => {
      const team = await findTeam(db, viewer.instituteId, id);
      if (team === null) throw notFound();
      return { status: 200, body: team };
    },
  ),
  endpoint(
    {
      method: 'put',
      path: one,
      access,
      params,
      body: patchBody(teamSchema),
      responses: { 200: teamSchema },
      summary: 'Rename a team, or say who leads it.',
    },
    async ({ viewer, params: { id }, body }) => ({
      status: 200,
      body: await db.transaction(async (tx) => await changeTeam(tx, viewer, id, body)),
    }),
  ),
  endpoint(
    {
      method: 'delete',
      path: one,
      access,
      params,
      responses: { 204: null },
      summary: 'Remove a team nobody is of any more; else 409 `team_not_empty`.',
    },
    async ({ viewer, params: { id } }) => {
      await db.transaction(async (tx) => await removeTeam(tx, viewer, id));
      return { status: 204 };
    },
  ),
];
