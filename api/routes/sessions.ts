import { z } from 'zod';
import { counsellorId } from '../../db/columns.ts';
import { findCounsellor } from '../../db/counsellors.ts';
import type { Pool } from '../../db/pool.ts';
import { endSessionById, listSessions } from '../../db/sessions.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CounsellorId, EpochMs } from '../../domain/ids.ts';
import { endAllSessions, endOneSession } from '../commands/end-sessions.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyId } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { ownSessionSchema, presentOwnSession } from '../presenters/own-session.ts';
import { peopleOnly } from '../people-only.ts';
import { notFound } from '../problem.ts';

const position = z.tuple([z.uuid()]);
const ofUser = '/v1/settings/counsellors/{id}/sessions';
const userParams = z.object({ id: z.string().toLowerCase().pipe(counsellorId) });

/** Who is signed in where: one's own sessions, and for administrators those of every user. Streams end with their session. */
export const sessionListRoutes = ({ db, now }: { db: Pool; now: () => EpochMs }): readonly Endpoint[] => {
  const listed = async (viewer: Viewer, whose: CounsellorId, { limit, cursor }: z.infer<typeof pageQuery>) => {
    const [after = null] = readCursor(cursor, position) ?? [];
    const user = { instituteId: viewer.instituteId, counsellorId: whose };
    const found = await listSessions(db, user, { now: now(), after, limit: limit + 1 });
    const { rows, nextCursor } = cutPage(found, limit, ({ id }) => [id]);
    return page(
      rows.map((row) => presentOwnSession(row, viewer.sessionId)),
      nextCursor,
    );
  };
  return [
    endpoint(
      {
        method: 'get',
        path: '/v1/sessions',
        access: 'signed-in',
        query: pageQuery,
        responses: { 200: pageSchema(ownSessionSchema) },
        summary: 'Where I am signed in, the newest first.',
      },
      async ({ viewer, query }) => {
        peopleOnly(viewer);
        return { status: 200, body: await listed(viewer, viewer.counsellorId, query) };
      },
    ),
    endpoint(
      {
        method: 'delete',
        path: '/v1/sessions/{id}',
        access: 'signed-in',
        params: z.object({ id: bodyId }),
        responses: { 204: null },
        summary: 'End one of my sessions; its streams end.',
      },
      async ({ viewer: { instituteId, counsellorId: me }, params: { id } }) => {
        if (!(await endSessionById(db, { instituteId, counsellorId: me, sessionId: id }))) throw notFound();
        return { status: 204 };
      },
    ),
    endpoint(
      {
        method: 'get',
        path: ofUser,
        access: 'configure_calling',
        params: userParams,
        query: pageQuery,
        responses: { 200: pageSchema(ownSessionSchema) },
        summary: 'Where a user is signed in.',
      },
      async ({ viewer, params: { id }, query }) => {
        if ((await findCounsellor(db, viewer.instituteId, id)) === null) throw notFound();
        return { status: 200, body: await listed(viewer, id, query) };
      },
    ),
    endpoint(
      {
        method: 'delete',
        path: ofUser,
        access: 'configure_calling',
        params: userParams,
        responses: { 204: null },
        summary: 'Sign a user out everywhere.',
      },
      async ({ viewer, params: { id } }) => {
        await endAllSessions(db, viewer, id);
        return { status: 204 };
      },
    ),
    endpoint(
      {
        method: 'delete',
        path: `${ofUser}/{session}`,
        access: 'configure_calling',
        params: userParams.extend({ session: bodyId }),
        responses: { 204: null },
        summary: 'End one session of a user.',
      },
      async ({ viewer, params: { id, session } }) => {
        await endOneSession(db, viewer, id, session);
        return { status: 204 };
      },
    ),
  ];
};
