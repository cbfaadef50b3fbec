import { DateTime } from 'luxon';
import { callsByHour } from '../../db/report-hours.ts';
import { campaignRows } from '../../db/report-campaigns.ts';
import { presences, waitingCalls } from '../../db/report-live.ts';
import { distinctCalls, productivityTallies } from '../../db/report-productivity.ts';
import { callsByVendor, marksByVendor, repeatsByVendor } from '../../db/report-vendors.ts';
import type { Pool } from '../../db/pool.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { vendorReports } from '../../domain/reports/vendors.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { campaignsCsv, campaignsSchema, presentCampaigns } from '../presenters/report-campaigns.ts';
import { hoursCsv, hoursSchema, presentHours } from '../presenters/report-hours.ts';
import { liveSchema, presentLive } from '../presenters/report-live.ts';
import { presentProductivity, productivityCsv, productivitySchema } from '../presenters/report-productivity.ts';
import { vendorsCsv, vendorsSchema } from '../presenters/report-vendors.ts';
import { reportQuery, reportQuestion, reportReply } from '../report-query.ts';

interface Deps {
  readonly db: Pool;
  readonly now: () => EpochMs;
}

const csv = ['text/csv'] as const;
const boardQuery = reportQuery.pick({ counsellor: true, team: true });

/** What reports count: of the counsellors whose reports the viewer may see, and no further. */
export const reportRoutes = ({ db, now }: Deps): readonly Endpoint[] => [
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
      const rows = [...vendorReports({ calls, marks, repeats })];
      return reportReply(ctx, 'vendors', { rows }, () => vendorsCsv(rows));
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
