import { Readable } from 'node:stream';
import { z } from 'zod';
import { recordAudit } from '../../db/audit.ts';
import type { LeadFilter } from '../../db/lead-filter.ts';
import { emailsOf } from '../../db/lead-import-read.ts';
import { listLeads, type ListedLead } from '../../db/lead-list.ts';
import type { Pool } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CounsellorId } from '../../domain/ids.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { leadFilterOf, leadFilters } from '../lead-query.ts';
import { pageSchema } from '../paging.ts';
import { leadCsvHeader, leadCsvRow } from '../presenters/lead-csv.ts';
import { leadSchema, presentLead } from '../presenters/lead.ts';
import { Problem } from '../problem.ts';

/** Leads read at a time; between two pages no connection is held, however slowly somebody reads. */
const PAGE = 1000;

interface Exporting {
  readonly db: Pool;
  readonly viewer: Viewer;
  readonly filter: LeadFilter;
}

type LeadPages = AsyncGenerator<readonly ListedLead[], void, undefined>;

/** All leads the filter lets through, by id: an order that nothing changes meanwhile. */
async function* pagesOf({ db, viewer, filter }: Exporting): LeadPages {
  for (let last: ListedLead | undefined; ;) {
    const after = last === undefined ? null : { sortKey: last.sortKey, id: last.id };
    const page = await listLeads(db, viewer.instituteId, filter, { sort: 'id', after, limit: PAGE });
    if (page.length > 0) yield page;
    last = page.at(-1);
    if (page.length < PAGE) return;
  }
}

async function* asCsv(pages: AsyncIterable<readonly ListedLead[]>, { db, viewer }: Exporting): AsyncGenerator<string> {
  const emails = new Map<CounsellorId, string>();
  yield leadCsvHeader;
  for await (const page of pages) {
    const owners = page.flatMap(({ owners: [owner] }) =>
      owner === undefined || emails.has(owner.id) ? [] : [owner.id],
    );
    for (const { id, email } of await emailsOf(db, viewer.instituteId, [...new Set(owners)])) emails.set(id, email);
    const emailOf = ({ owners: [owner] }: ListedLead) => (owner === undefined ? null : (emails.get(owner.id) ?? null));
    yield page.map((lead) => leadCsvRow(presentLead(lead, viewer), emailOf(lead))).join('');
  }
}

async function* asJson(pages: AsyncIterable<readonly ListedLead[]>, { viewer }: Exporting): AsyncGenerator<string> {
  yield '{"items":[';
  let isFirst = true;
  for await (const page of pages) {
    yield `${isFirst ? '' : ','}${page.map((lead) => JSON.stringify(presentLead(lead, viewer))).join(',')}`;
    isFirst = false;
  }
  yield '],"nextCursor":null}';
}

/** The same pages with the first one read already, so that what fails at once is answered as a failure. */
async function begun(pages: LeadPages): Promise<AsyncIterable<readonly ListedLead[]>> {
  const first = await pages.next();
  return (async function* again() {
    if (first.done === true) return;
    yield first.value;
    yield* pages;
  })();
}

/** Leads as a file. */
export const leadExportRoutes = ({ db }: { readonly db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/leads/export',
      summary: 'All leads the filters let through, as they are sent: JSON, or CSV with `Accept: text/csv`.',
      access: 'signed-in',
      query: z.object(leadFilters),
      responses: { 200: pageSchema(leadSchema) },
      alsoProduces: ['text/csv'],
    },
    async ({ query, viewer, ctx }) => {
      const wanted = ctx.accepts('application/json', 'text/csv');
      if (wanted === false)
        throw new Problem(406, 'not_acceptable', 'This is answered as application/json or text/csv.');
      const exporting = { db, viewer, filter: leadFilterOf(query, viewer) };
      const pages = await begun(pagesOf(exporting));
      const { instituteId, counsellorId: byId } = viewer;
      await db.transaction(async (tx) => {
        await recordAudit(tx, {
          instituteId,
          byId,
          action: 'leads.export',
          target: 'leads',
          changes: { before: null, after: { as: wanted } },
        });
      });
      const isCsv = wanted === 'text/csv';
      const body = Readable.from(isCsv ? asCsv(pages, exporting) : asJson(pages, exporting), { objectMode: false });
      const headers = {
        'Content-Type': isCsv ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
        'Content-Disposition': `attachment; filename="leads.${isCsv ? 'csv' : 'json'}"`,
        Vary: 'Accept',
      };
      return { status: 200, body, headers };
    },
  ),
];
