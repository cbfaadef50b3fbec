import type { Context } from 'koa';
import { z } from 'zod';
import { endRuns, findRun, listRuns, rejectedDuring } from '../../db/go-live.ts';
import { findInstitute } from '../../db/institutes.ts';
import type { Pool } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { checkAll } from '../../domain/go-live/checks.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { goLiveInput, startGoLive } from '../commands/start-go-live.ts';
import { rehearsalInput, rehearse } from '../commands/rehearse.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyId } from '../field-schemas.ts';
import { readEvidence } from '../go-live/read-evidence.ts';
import { reportText } from '../go-live/report-text.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import {
  goLiveResultSchema,
  goLiveSchema,
  presentResult,
  presentRun,
  type GoLiveResult,
} from '../presenters/go-live.ts';
import { notFound } from '../problem.ts';

interface Deps {
  readonly db: Pool;
  readonly now: () => EpochMs;
}

const access = 'configure_calling';
const params = z.object({ id: bodyId });
const position = z.tuple([z.uuid()]);
const MOST_REJECTED = 20;

/** Where this request reached this process: a rehearsal speaks with itself, whatever stands before it. */
const ownAddress = ({ req: { socket } }: Context): string => {
  const host = socket.localAddress ?? '127.0.0.1';
  return `http://${host.includes(':') ? `[${host}]` : host}:${socket.localPort}`;
};

/** The check before a vendor goes live: rehearsed, then with real calls; its calls count nowhere. */
export const goLiveRoutes = (deps: Deps): readonly Endpoint[] => {
  const { db, now } = deps;

  const resultOf = async (viewer: Viewer, id: string): Promise<GoLiveResult> => {
    const run = await findRun(db, viewer.instituteId, id);
    if (run === null) throw notFound();
    const evidence = await readEvidence(db, viewer, run, now());
    const rejected = await rejectedDuring(db, viewer.instituteId, run, MOST_REJECTED);
    return presentResult({ run, evidence, checks: checkAll(evidence), rejected }, viewer, now());
  };

  return [
    endpoint(
      {
        method: 'get',
        path: '/v1/go-live',
        summary: 'Go-live checks of the institute, the newest first.',
        access,
        query: pageQuery,
        responses: { 200: pageSchema(goLiveSchema) },
      },
      async ({ viewer, query: { limit, cursor } }) => {
        const after = readCursor(cursor, position);
        const found = await listRuns(db, viewer.instituteId, { after: after?.[0] ?? null, limit: limit + 1 });
        const { rows, nextCursor } = cutPage(found, limit, ({ id }) => [id]);
        const items = rows.map((run) => presentRun(run, viewer, now()));
        return { status: 200, body: page(items, nextCursor) };
      },
    ),
    endpoint(
      {
        method: 'post',
        path: '/v1/go-live',
        summary:
          'Begins a go-live check: for a while the vendor’s calls from one number are test calls. It ends the one of its kind that is on.',
        access,
        body: goLiveInput,
        responses: { 201: goLiveResultSchema },
      },
      async ({ viewer, body }) => {
        const id = await db.transaction(async (tx) => await startGoLive(tx, viewer, body, now()));
        return { status: 201, body: await resultOf(viewer, id) };
      },
    ),
    endpoint(
      {
        method: 'get',
        path: '/v1/go-live/{id}',
        summary: 'The twelve checks with their evidence, as they stand now.',
        access,
        params,
        responses: { 200: goLiveResultSchema },
      },
      async ({ viewer, params: { id } }) => ({ status: 200, body: await resultOf(viewer, id) }),
    ),
    endpoint(
      {
        method: 'post',
        path: '/v1/go-live/{id}/rehearse',
        summary: 'Plays the vendor, over HTTP, at our own vendor endpoints. Takes up to 15 seconds.',
        access,
        params,
        body: rehearsalInput,
        responses: { 200: goLiveResultSchema },
      },
      async ({ viewer, params: { id }, body, ctx }) => {
        await rehearse(deps, viewer, { id, input: body, base: ownAddress(ctx) });
        return { status: 200, body: await resultOf(viewer, id) };
      },
    ),
    endpoint(
      {
        method: 'post',
        path: '/v1/go-live/{id}/finish',
        summary: 'Ends a check: later calls from its number are no test calls. Repeated: nothing changes.',
        access,
        params,
        responses: { 200: goLiveResultSchema },
      },
      async ({ viewer, params: { id } }) => {
        await db.transaction(async (tx) => await endRuns(tx, viewer.instituteId, { id }, now()));
        return { status: 200, body: await resultOf(viewer, id) };
      },
    ),
    endpoint(
      {
        method: 'get',
        path: '/v1/go-live/{id}/report',
        summary: 'The check as a text to send to the vendor. It has no number of a student.',
        access,
        params,
        responses: { 200: z.string() },
        produces: 'text/plain',
      },
      async ({ viewer, params: { id } }) => {
        const result = await resultOf(viewer, id);
        const institute = await findInstitute(db, viewer.instituteId);
        const headers = {
          'Content-Type': 'text/plain; charset=utf-8',
          'Content-Disposition': `attachment; filename="go-live-${result.vendor}.txt"`,
        };
        return { status: 200, body: reportText(result, institute?.name ?? '', viewer.timeZone), headers };
      },
    ),
  ];
};
