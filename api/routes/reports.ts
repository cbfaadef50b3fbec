import { DateTime } from 'luxon';
import { z } from 'zod';
import { callsByHour } from '../../db/report-hours.ts';
import { campaignRows } from '../../db/report-campaigns.ts';
import { reportedCounsellors } from '../../db/report-counsellors.ts';
import { presences, waitingCalls } from '../../db/report-live.ts';
import { distinctCalls, productivityTallies } from '../../db/report-productivity.ts';
import { callsByVendor, marksByVendor, repeatsByVendor } from '../../db/report-vendors.ts';
import type { Pool } from '../../db/pool.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { vendorReports } from '../../domain/reports/vendors.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { personSchema } from '../presenters/person.ts';
import { campaignsCsv, campaignsSchema, presentCampaigns } from '../presenters/report-campaigns.ts';
import { hoursCsv, hoursSchema, presentHours } from '../presenters/report-hours.ts';
import { liveSchema, presentLive } from '../presenters/report-live.ts';
import { presentProductivity, productivityCsv, productivitySchema } from '../presenters/report-productivity.ts';
import { presentVendors, vendorsCsv, vendorsSchema } from '../presenters/report-vendors.ts';
import { reportQuery, reportQuestion, reportReply, widestQuestion } from '../report-query.ts';

interface Deps {
  readonly db: Pool;
  readonly now: () => EpochMs;
}

const csv = ['text/csv'] as const;
const boardQuery = reportQuery.pick({ counsellor: true, team: true });
/** The name of the last one seen, and the id for those of one name. */
const position = z.tuple([z.string(), z.uuid()]);

export const reportedSchema = personSchema
  .extend({ active: z.boolean(), team: personSchema.nullable().meta({ description: 'Of which they are now.' }) })
  .meta({ id: 'ReportedCounsellor' });

/** What reports count: of the counsellors whose reports the viewer may see, and no further. */
export const reportRoutes = ({ db, now }: Deps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/reports/counsellors',
      summary: 'Whose reports I may see, by name: what reports can be narrowed to.',
      access: 'call_reports',
      query: pageQuery,
      responses: { 200: pageSchema(reportedSchema) },
    },
    async ({ query: { limit, cursor }, viewer }) => {
      const key = readCursor(cursor, position);
      const after = key === null ? null : { name: key[0], id: key[1] };
      const found = await reportedCounsellors(db, widestQuestion(viewer), { after, limit: limit + 1 });
      const cut = cutPage(found, limit, ({ name, id }) => [name, id]);
      return { status: 200, body: page(cut.rows, cut.nextCursor) };
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/reports/productivity',
      summary: 'Calls, talk and rings of each counsellor. Every cell is a list of `GET /v1/calls` of the same dates.',
      access: 'call_reports',
      query: reportQuery,
      responses: { 200: productivitySchema },
      alsoProduces: csv,
    },
    async ({ query, viewer, ctx }) => {
      const question = reportQuestion(viewer, query);
      const tallies = await productivityTallies(db, question);
      const report = presentProductivity(tallies, await distinctCalls(db, question, tallies));
      return reportReply(ctx, 'productivity', report, () => productivityCsv(report));
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/reports/hours',
      summary: 'Calls by day, and by weekday and hour: answered and missed, each call once.',
      access: 'call_reports',
      query: reportQuery,
      responses: { 200: hoursSchema },
      alsoProduces: csv,
    },
    async ({ query, viewer, ctx }) => {
      const hours = await callsByHour(db, reportQuestion(viewer, query));
      return reportReply(ctx, 'hours', presentHours(hours), () => hoursCsv(hours));
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/reports/campaigns',
      summary: 'Calls, callers, new leads and applications by campaign and DID.',
      access: 'call_reports',
      query: reportQuery,
      responses: { 200: campaignsSchema },
      alsoProduces: csv,
    },
    async ({ query, viewer, ctx }) => {
      const report = presentCampaigns(await campaignRows(db, reportQuestion(viewer, query), viewer.timeZone));
      return reportReply(ctx, 'campaigns', report, () => campaignsCsv(report));
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/reports/vendors',
      summary: 'What vendors lost, repeated, told late or out of order, and what had to be repaired.',
      access: 'call_reports',
      query: reportQuery,
      responses: { 200: vendorsSchema },
      alsoProduces: csv,
    },
    async ({ query, viewer, ctx }) => {
      const question = reportQuestion(viewer, query);
      const [calls, marks, repeats] = await Promise.all([
        callsByVendor(db, question),
        marksByVendor(db, question),
        repeatsByVendor(db, question, viewer.timeZone),
      ]);
      const rows = vendorReports({ calls, marks, repeats });
      return reportReply(ctx, 'vendors', presentVendors(rows), () => vendorsCsv(rows));
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/reports/live',
      summary:
        'Who is talking, rung, wrapping up, available or away right now, which calls wait, and the totals of today.',
      access: 'call_reports',
      query: boardQuery,
      responses: { 200: liveSchema },
    },
    async ({ query, viewer }) => {
      const at = now();
      const day = DateTime.fromMillis(at, { zone: viewer.timeZone }).toFormat('yyyy-MM-dd');
      const question = reportQuestion(viewer, { ...query, from: day, to: day });
      const [counsellors, waiting, hours] = await Promise.all([
        presences(db, question, at),
        waitingCalls(db, question, at),
        callsByHour(db, question),
      ]);
      return { status: 200, body: presentLive({ now: at, counsellors, waiting, day, hours }) };
    },
  ),
];
