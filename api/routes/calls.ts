import { z } from 'zod';
import { CALL_PROBLEMS } from '../../db/call-problems.ts';
import { callRow } from '../../db/call-rows.ts';
import { COUNTED, UNATTRIBUTED } from '../../db/calls-counted.ts';
import { listCalls, visibleCall } from '../../db/calls-read.ts';
import type { Pool } from '../../db/pool.ts';
import { may } from '../../domain/access/viewer.ts';
import type { CallId, EpochMs } from '../../domain/ids.ts';
import { phoneKey } from '../../domain/numbers/phone.ts';
import { readCallSearch } from '../call-search.ts';
import { sightOf } from '../call-sight.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { STEP_KINDS } from '../explanation/fact-words.ts';
import { flagWords } from '../explanation/flag-words.ts';
import { explainCall } from '../explanation/read-story.ts';
import { bodyCallId, bodyId, filter, typedText } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { callSchema, presentCall } from '../presenters/call.ts';
import { iso, isoOrNull } from '../presenters/time.ts';
import { notFound } from '../problem.ts';
import { reportsOf } from '../report-query.ts';

export interface CallRouteDeps {
  readonly db: Pool;
  readonly now: () => EpochMs;
  /** Where Temporal's UI shows the workflows of our namespace; null: nobody is given links. */
  readonly workflows: { readonly uiUrl: string; readonly namespace: string } | null;
}

const outcomes = callRow.shape.outcome.unwrap();
const results = callRow.shape.offers.element.shape.result;

const flag = filter(z.enum(['true', 'false']));

const callsQuery = pageQuery.extend({
  from: filter(z.iso.date()).meta({ description: "Inclusive date of `startedAt` in the institute's zone." }),
  to: filter(z.iso.date()),
  direction: filter(callRow.shape.direction),
  outcome: filter(outcomes),
  state: filter(callRow.shape.state).meta({
    description: '`routing` also shows routing questions that no call claimed.',
  }),
  problem: filter(z.enum(CALL_PROBLEMS)).meta({
    description:
      '`unknown`: nobody could say how it came out; `stuck`: its workflow could not be told of it; `repaired`: settled from the vendor’s record.',
  }),
  counsellor: filter(z.union([bodyId, z.literal(UNATTRIBUTED)])).meta({
    description: 'Who took the call or was rung for it; `unattributed`: calls that count for nobody.',
  }),
  team: filter(bodyId).meta({ description: 'The same for the counsellors of a team.' }),
  counted: filter(z.enum(COUNTED)).meta({
    description:
      'What my reports count it as, for `counsellor`, for the `team`, or for anybody they are about: see `GET /v1/reports/productivity`.',
  }),
  mark: filter(typedText(100)).meta({
    description:
      'What the report of its vendor counts it with, for the same: a flag, `late`, `out_of_order`, `repaired`, `click_error`, or `reason:` and a code.',
  }),
  vendor: filter(typedText(100)),
  campaign: filter(typedText(200)),
  noCampaign: flag.meta({ description: '`true`: calls without a campaign.' }),
  did: filter(typedText(40)).meta({ description: 'The number dialled, in any spelling.' }),
  noDid: flag.meta({ description: '`true`: calls of which we know no number dialled.' }),
  weekday: filter(z.string().regex(/^[1-7]$/)).meta({
    description: "Of `startedAt` in the institute's zone: 1 Monday to 7 Sunday.",
  }),
  hour: filter(z.string().regex(/^(1?\d|2[0-3])$/)).meta({ description: 'The same: 0 to 23.' }),
  offerResult: filter(results).meta({ description: 'What the ringing came to for `counsellor`, or for anybody.' }),
  search: typedText(200).default('').meta({ description: "A number in any spelling, or a vendor's call id." }),
});

const callParams = z.object({ id: bodyCallId });
const position = z.tuple([z.number(), z.uuid()]);

export const explanationSchema = z
  .object({
    steps: z.array(
      z.object({
        at: z.iso.datetime(),
        kind: z.enum(STEP_KINDS),
        text: z.string(),
        requestId: z
          .uuid()
          .optional()
          .meta({ description: 'The request it tells of, for those who may see raw requests.' }),
      }),
    ),
    flags: z
      .array(z.object({ flag: z.string(), text: z.string() }))
      .meta({ description: 'Those of the call, in words.' }),
    waiting: z.object({ askAt: z.iso.datetime().nullable(), giveUpAt: z.iso.datetime().nullable() }).optional().meta({
      description:
        'Of a call that goes on: when its vendor is asked next (null: it can not be), and when it is closed without an end, if nothing more is heard.',
    }),
    temporalUrl: z.string().optional(),
  })
  .meta({ id: 'CallExplanation' });

/** The call log. */
export const callRoutes = ({ db, now, workflows }: CallRouteDeps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/calls',
      summary: 'Calls I may see, newest heard first.',
      access: 'call_logs',
      query: callsQuery,
      responses: { 200: pageSchema(callSchema) },
    },
    async ({ query, viewer }) => {
      const { limit, cursor, search, did, noCampaign, noDid, weekday, hour, ...filters } = query;
      const after = readCursor(cursor, position);
      const found = await listCalls(db, sightOf(viewer), {
        ...filters,
        didKey: did === null ? null : (phoneKey(did, viewer.country) ?? did),
        weekday: weekday === null ? null : Number(weekday),
        hour: hour === null ? null : Number(hour),
        noCampaign: noCampaign === 'true',
        noDid: noDid === 'true',
        reports: filters.counted === null && filters.mark === null ? null : reportsOf(viewer),
        timeZone: viewer.timeZone,
        search: search === '' ? null : readCallSearch(search, viewer),
        after: after === null ? null : { heardAt: after[0], id: after[1] },
        limit: limit + 1,
      });
      const { rows, nextCursor } = cutPage(found, limit, ({ heardAt, id }) => [heardAt, id]);
      return {
        status: 200,
        body: page(
          rows.map((row) => presentCall(row, viewer, now())),
          nextCursor,
        ),
      };
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/calls/{id}',
      summary: 'One call; of a merged one the call it became part of.',
      access: 'call_logs',
      params: callParams,
      responses: { 200: callSchema },
    },
    async ({ params, viewer }) => {
      const call = await visibleCall(db, sightOf(viewer), params.id);
      if (call === null) throw notFound();
      return { status: 200, body: presentCall(call, viewer, now()) };
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/calls/{id}/explanation',
      summary: 'What came of a call, what was decided and why, shown to whom, repaired how.',
      access: 'call_logs',
      params: callParams,
      responses: { 200: explanationSchema },
    },
    async ({ params, viewer }) => {
      const call = await visibleCall(db, sightOf(viewer), params.id);
      if (call === null) throw notFound();
      const seesRequests = may(viewer, 'raw_requests');
      const { steps: told, waiting } = await explainCall(db, call, now());
      const steps = told.map(({ at, kind, text, requestId }) => ({
        at: iso(at),
        kind,
        text,
        ...(seesRequests && requestId !== undefined && { requestId }),
      }));
      const linked = workflows !== null && may(viewer, 'open_workflows');
      const temporalUrl = linked ? { temporalUrl: workflowUrl(workflows, call.id) } : {};
      const until = waiting && { askAt: isoOrNull(waiting.askAt), giveUpAt: isoOrNull(waiting.giveUpAt) };
      return {
        status: 200,
        body: { steps, flags: call.flags.map(flagWords), ...(until && { waiting: until }), ...temporalUrl },
      };
    },
  ),
];

const workflowUrl = ({ uiUrl, namespace }: NonNullable<CallRouteDeps['workflows']>, id: CallId): string =>
  `${uiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows/call-${id}`;
