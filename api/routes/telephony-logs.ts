import { z } from 'zod';
import { findRequest, listRequests } from '../../db/requests-read.ts';
import type { Pool } from '../../db/pool.ts';
import { replayRequest } from '../commands/replay-request.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { explainRequest } from '../explanation/read-request.ts';
import { bodyId, filter, typedText } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor, writeCursor } from '../paging.ts';
import { presentRequest } from '../presenters/request.ts';
import { iso } from '../presenters/time.ts';
import { notFound } from '../problem.ts';
import { readRequestSearch } from '../request-search.ts';
import type { Intake } from './vendor/intake.ts';

interface Deps {
  readonly db: Pool;
  readonly intake: Intake;
}

export const logItemSchema = z
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

export const logEntrySchema = logItemSchema
  .extend({
    method: z.string(),
    contentType: z.string().nullable(),
    repeatOf: z.uuid().nullable().meta({ description: 'The request that it said again.' }),
    facts: z
      .array(z.object({ at: z.iso.datetime(), text: z.string() }))
      .meta({ description: 'What it told of its call, in words.' }),
  })
  .meta({ id: 'TelephonyLogEntry' });

export const replayedSchema = z
  .object({
    status: z.int().meta({ description: 'HTTP status the vendor gets, or got.' }),
    answer: z.json(),
    outcome: z.string(),
    taken: z.boolean().meta({ description: 'False: it had been taken before, and nothing changed.' }),
  })
  .meta({ id: 'ReplayedRequest' });

const logQuery = pageQuery.extend({
  from: filter(z.iso.date()).meta({ description: "Inclusive date of arrival in the institute's zone." }),
  to: filter(z.iso.date()),
  vendor: filter(typedText(100)),
  endpoint: filter(typedText(100)),
  outcome: filter(typedText(100)),
  search: typedText(200).default('').meta({
    description:
      "A call's id or its vendor's, a number in any spelling, or any text in the request. Texts are looked for in so many requests at a time: a page may be short, or empty, and have a `nextCursor`.",
  }),
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
      responses: { 200: pageSchema(logItemSchema) },
    },
    async ({ query, viewer }) => {
      const { limit, cursor, search, ...filters } = query;
      const after = readCursor(cursor, position);
      const { rows: found, goOn } = await listRequests(db, {
        ...filters,
        instituteId: viewer.instituteId,
        timeZone: viewer.timeZone,
        search: search === '' ? null : await readRequestSearch(db, search, viewer),
        after: after === null ? null : { at: after[0], id: after[1] },
        limit: limit + 1,
      });
      const { rows, nextCursor } = cutPage(found, limit, ({ position: at, id }) => [at, id]);
      return {
        status: 200,
        body: page(
          rows.map((row) => presentRequest(row, viewer)),
          goOn === null ? nextCursor : writeCursor([goOn.at, goOn.id]),
        ),
      };
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/telephony-logs/{id}',
      summary: 'One request as it is kept, secrets redacted, and what became of it.',
      access: 'raw_requests',
      params: z.object({ id: bodyId }),
      responses: { 200: logEntrySchema },
    },
    async ({ params, viewer }) => {
      const row = await findRequest(db, viewer.instituteId, params.id);
      if (row === null) throw notFound();
      const { method, contentType, repeatOf } = row;
      const facts = (await explainRequest(db, viewer.instituteId, row)).map(({ at, text }) => ({ at: iso(at), text }));
      return { status: 200, body: { ...presentRequest(row, viewer), method, contentType, repeatOf, facts } };
    },
  ),
  endpoint(
    {
      method: 'post',
      path: '/v1/telephony-logs/{id}/replay',
      summary: 'Takes a kept request again under its own id; one that was taken before answers as then.',
      access: 'raw_requests',
      params: z.object({ id: bodyId }),
      responses: { 200: replayedSchema },
    },
    async ({ params, viewer }) => {
      const row = await findRequest(db, viewer.instituteId, params.id);
      if (row === null) throw notFound();
      return { status: 200, body: await replayRequest({ db, intake }, viewer.instituteId, row) };
    },
  ),
];
