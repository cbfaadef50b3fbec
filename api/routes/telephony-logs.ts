import { z } from 'zod';
import { findRequest, listRequests } from '../../db/requests-read.ts';
import type { Pool } from '../../db/pool.ts';
import { replayRequest } from '../commands/replay-request.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyId, filter, typedText } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { presentRequest } from '../presenters/request.ts';
import { notFound } from '../problem.ts';
import type { Intake } from './vendor/intake.ts';

interface Deps {
  readonly db: Pool;
  readonly intake: Intake;
}

const logItem = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    vendor: z.string(),
    endpoint: z.string(),
    status: z.int(),
    outcome: z.string(),
    callId: z.uuid().nullable(),
    request: z.json(),
    answer: z.json(),
  })
  .meta({ id: 'TelephonyLogItem' });

const replayed = z.object({
  status: z.int().meta({ description: 'HTTP status the vendor gets, or got.' }),
  answer: z.json(),
  outcome: z.string(),
  taken: z.boolean().meta({ description: 'False: it had been taken before, and nothing changed.' }),
});

const logQuery = pageQuery.extend({
  from: filter(z.iso.date()).meta({ description: "Inclusive date of arrival in the institute's zone." }),
  to: filter(z.iso.date()),
  endpoint: filter(typedText(100)),
  outcome: filter(typedText(100)),
  search: typedText(200).default('').meta({ description: "A call's id, or any text in the request." }),
});

const position = z.tuple([z.number(), z.uuid()]);

/** What vendors sent, what they were answered, what became of it. */
export const telephonyLogRoutes = ({ db, intake }: Deps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/telephony-logs',
      summary: 'Raw requests of vendors with their answers, secrets redacted, newest first.',
      access: 'raw_requests',
      query: logQuery,
      responses: { 200: pageSchema(logItem) },
    },
    async ({ query, viewer }) => {
      const { limit, cursor, search, ...filters } = query;
      const after = readCursor(cursor, position);
      const found = await listRequests(db, {
        ...filters,
        instituteId: viewer.instituteId,
        timeZone: viewer.timeZone,
        search: search === '' ? null : search,
        after: after === null ? null : { at: after[0], id: after[1] },
        limit: limit + 1,
      });
      const { rows, nextCursor } = cutPage(found, limit, ({ position: at, id }) => [at, id]);
      return {
        status: 200,
        body: page(
          rows.map((row) => presentRequest(row, viewer)),
          nextCursor,
        ),
      };
    },
  ),
  endpoint(
    {
      method: 'post',
      path: '/v1/telephony-logs/{id}/replay',
      summary: 'Takes a kept request again under its own id; one that was taken before answers as then.',
      access: 'raw_requests',
      params: z.object({ id: bodyId }),
      responses: { 200: replayed },
    },
    async ({ params, viewer }) => {
      const row = await findRequest(db, viewer.instituteId, params.id);
      if (row === null) throw notFound();
      return { status: 200, body: await replayRequest({ db, intake }, viewer.instituteId, row) };
    },
  ),
];
