import { z } from 'zod';
import type { Pool } from '../../db/pool.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { readCsv } from '../../domain/csv/read.ts';
import { readImportColumns, type ImportColumns } from '../../domain/leads/import-columns.ts';
import { readImportRows, type ReadRow } from '../../domain/leads/import-row.ts';
import { phoneKey } from '../../domain/numbers/phone.ts';
import { importLeads, type RowResult } from '../commands/import-leads.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { readTextBody } from '../middleware/text-body.ts';
import { invalidRequest, Problem } from '../problem.ts';

const CSV = { type: 'text/csv', limit: 5 * 1024 * 1024 } as const;
const MOST_ROWS = 10_000;
/** Imports under way in this process: each holds its file in memory and a database connection. */
const MOST_AT_ONCE = 2;

const actions = ['create', 'update', 'skip', 'error'] as const;

const importSchema = z
  .object({
    dryRun: z.boolean(),
    columns: z.record(z.string(), z.string()).meta({ description: 'The heading each field was read from.' }),
    ignoredColumns: z.array(z.string()),
    counts: z.object(
      Object.fromEntries(actions.map((action) => [action, z.int()])) as Record<(typeof actions)[number], z.ZodInt>,
    ),
    rows: z.array(
      z.object({
        line: z.int().meta({ description: 'Where the row begins in the file; the header is in line 1.' }),
        action: z.enum(actions),
        leadId: z.uuid().nullable(),
        changes: z.array(z.string()),
        reasons: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'LeadImport' });

const importQuery = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .default('true')
    .meta({ description: '`true`: says what would happen, and writes nothing.' }),
});

interface ImportFile {
  readonly columns: ImportColumns;
  readonly header: readonly string[];
  readonly rows: readonly ReadRow[];
}

/** Throws the 400 of a file that can't be taken as a whole. */
const readFile = (text: string, country: string): ImportFile => {
  const { rows, problem } = readCsv(text);
  if (rows === null) throw invalidRequest([{ path: `line ${problem.line}`, problem: problem.text }]);
  const [header, ...data] = rows;
  if (header === undefined) throw invalidRequest([{ path: '', problem: 'empty' }]);
  const { columns, problems } = readImportColumns(header.cells);
  if (columns === null) throw invalidRequest(problems.map((one) => ({ path: 'header', problem: one })));
  if (data.length > MOST_ROWS) throw invalidRequest([{ path: '', problem: `more than ${MOST_ROWS} rows` }]);
  return { columns, header: header.cells, rows: readImportRows(data, columns, (number) => phoneKey(number, country)) };
};

/** Leads from a file. */
export const leadImportRoutes = ({
  db,
  now,
}: {
  readonly db: Pool;
  readonly now: () => EpochMs;
}): readonly Endpoint[] => {
  let underWay = 0;
  const oneOfFew = async <T>(work: () => Promise<T>): Promise<T> => {
    if (underWay >= MOST_AT_ONCE) {
      throw new Problem(
        429,
        'too_many_imports',
        'Other files are being imported. Try again.',
        {},
        { 'Retry-After': '5' },
      );
    }
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
    }
  };
  return [
    endpoint(
      {
        method: 'post',
        path: '/v1/leads/import',
        summary: `Takes leads from a CSV file of at most 5 MiB and ${MOST_ROWS} rows, with the columns name, email, phone, alternate, owner e-mail and stage. A lead is recognised by its number.`,
        access: 'signed-in',
        query: importQuery,
        consumes: CSV.type,
        responses: { 200: importSchema },
      },
      async ({ query, viewer, ctx }) =>
        await oneOfFew(async () => {
          const { columns, header, rows } = readFile(await readTextBody(ctx, CSV), viewer.country);
          const dryRun = query.dryRun === 'true';
          const results = await importLeads(db, viewer, { rows, dryRun, now: now() });
          const body = {
            dryRun,
            columns: Object.fromEntries([...columns.at].map(([field, index]) => [field, header[index]?.trim() ?? ''])),
            ignoredColumns: columns.ignored,
            counts: countsOf(results),
            rows: results,
          };
          return { status: 200, body };
        }),
    ),
  ];
};

const countsOf = (results: readonly RowResult[]): Record<string, number> =>
  Object.fromEntries(actions.map((action) => [action, results.filter((result) => result.action === action).length]));
