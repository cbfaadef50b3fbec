import { z } from 'zod';
import { csvRow } from '../../domain/csv/write.ts';
import type { VendorReport } from '../../domain/reports/vendors.ts';

const counts = z.record(z.string(), z.int());

const rowSchema = z
  .object({
    vendor: z.string(),
    calls: z.int(),
    lostCallBacks: z.int().meta({ description: 'Calls whose call back never came.' }),
    lostPopups: z.int().meta({ description: 'Calls whose report names somebody for whom no pop-up request came.' }),
    late: z.int().meta({ description: 'Calls with a ring or a report that came too late.' }),
    outOfOrder: z.int().meta({ description: 'Calls with a ring told of after the report about it.' }),
    repeated: z.int().meta({ description: 'Requests that said nothing new, as far as raw requests are kept.' }),
    repaired: z.int().meta({ description: 'Calls settled from the record the vendor was asked for.' }),
    clickErrors: z
      .int()
      .meta({ description: 'Clicks to call that were not placed, or not for certain; `reasons` says why.' }),
    flags: counts.meta({ description: 'Calls by flag.' }),
    reasons: counts.meta({ description: 'Failed clicks by reason.' }),
  })
  .meta({ id: 'VendorReport' });

export const vendorsSchema = z.object({ rows: z.array(rowSchema) });

const COLUMNS = [
  'calls',
  'lostCallBacks',
  'lostPopups',
  'late',
  'outOfOrder',
  'repeated',
  'repaired',
  'clickErrors',
] as const;
const written = (by: Readonly<Record<string, number>>): string =>
  Object.entries(by)
    .map(([name, count]) => `${name} ${count}`)
    .join('; ');

/** The rows as a file; flags and reasons as one text each. */
export const vendorsCsv = (rows: readonly VendorReport[]): string =>
  [
    csvRow(['vendor', ...COLUMNS, 'flags', 'reasons']),
    ...rows.map((row) =>
      csvRow([row.vendor, ...COLUMNS.map((column) => row[column]), written(row.flags), written(row.reasons)]),
    ),
  ].join('');
