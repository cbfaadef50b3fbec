import type { Context } from 'koa';
import { z } from 'zod';
import type { ReportQuestion } from '../db/report-sight.ts';
import { scopeOf, type Viewer } from '../domain/access/viewer.ts';
import type { Reply } from './endpoint.ts';
import { bodyId, filter } from './field-schemas.ts';
import { Problem } from './problem.ts';

/** What reports can be narrowed by. */
export const reportQuery = z.object({
  from: filter(z.iso.date()).meta({
    description: "Inclusive date of `startedAt` in the institute's zone; without it since the beginning.",
  }),
  to: filter(z.iso.date()),
  counsellor: filter(bodyId),
  team: filter(bodyId).meta({ description: 'The counsellors who are of this team now.' }),
});

/** What the viewer asks a report: never beyond the counsellors whose reports they may see. */
export const reportQuestion = (viewer: Viewer, query: z.infer<typeof reportQuery>): ReportQuestion => {
  const scope = scopeOf(viewer, 'call_reports');
  const { instituteId, counsellorId, teamId } = viewer;
  return { ...query, instituteId, counsellorId, teamId, scope: scope === 'all' || scope === 'team' ? scope : 'own' };
};

/** The question without dates that is narrowed by nothing but what the viewer may see. */
export const widestQuestion = (viewer: Viewer): ReportQuestion =>
  reportQuestion(viewer, { from: null, to: null, counsellor: null, team: null });

/** Whose part in calls the reports of the viewer count; null: everybody's, as for whoever sees none. */
export const reportsOf = (viewer: Viewer): ReportQuestion | null => {
  const scope = scopeOf(viewer, 'call_reports');
  return scope === null || scope === 'all' ? null : widestQuestion(viewer);
};

/** A report as JSON, or as CSV where `Accept` asks for it. Throws 406 for anything else. */
export const reportReply = (ctx: Context, name: string, report: unknown, csv: () => string): Reply => {
  const wanted = ctx.accepts('application/json', 'text/csv');
  if (wanted === false) throw new Problem(406, 'not_acceptable', 'This is answered as application/json or text/csv.');
  if (wanted !== 'text/csv') return { status: 200, body: report, headers: { Vary: 'Accept' } };
  const headers = {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
    Vary: 'Accept',
  };
  return { status: 200, body: csv(), headers };
};
