import { z } from 'zod';
import { csvRow } from '../../domain/csv/write.ts';
import { DIAL_FAILURES } from '../../domain/call/dial-failures.ts';
import type { VendorReport } from '../../domain/reports/vendors.ts';
import { adapterFor } from '../../vendors/registry.ts';
import { flagWords } from '../explanation/flag-words.ts';

const counts = z.record(z.string(), z.int());

const rowSchema = z
  .object({
    vendor: z.string(),
    name: z.string(),
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
    meanings: z.record(z.string(), z.string()).meta({ description: 'What these flags and reasons mean.' }),
  })
  .meta({ id: 'VendorReport' });

export const vendorsSchema = z.object({ rows: z.array(rowSchema) });

const reasonWords: Readonly<Record<string, string>> = DIAL_FAILURES;

const meaningsOf = ({ flags, reasons }: VendorReport): Record<string, string> =>
  Object.fromEntries([
    ...Object.keys(flags).map((flag) => [flag, flagWords(flag).text] as const),
    ...Object.keys(reasons).map((reason) => [reason, reasonWords[reason] ?? reason] as const),
  ]);

/** The rows, with what stands in them in words. */
export const presentVendors = (rows: readonly VendorReport[]): z.infer<typeof vendorsSchema> => ({
  rows: rows.map((row) => ({
    ...row,
    name: adapterFor(row.vendor)?.name ?? row.vendor,
    meanings: meaningsOf(row),
  })),
});

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
