import { z } from 'zod';
import { csvRow } from '../../domain/csv/write.ts';
import { NOTHING, productivityOf, sumOf, type Productivity } from '../../domain/reports/productivity.ts';
import type { CounsellorTally } from '../../db/report-productivity.ts';
import { personSchema } from './person.ts';

const cell = (description: string) => z.int().meta({ description });
const listed = (direction: string, counted: string) =>
  cell(`The calls of \`GET /v1/calls?counsellor=…&direction=${direction}&counted=${counted}\` of the same dates.`);

/** A Row of contract section 3; the descriptions say which list makes each cell. */
const rowSchema = z
  .object({
    counsellor: personSchema
      .nullable()
      .meta({ description: 'Null for calls with nobody (`counsellor=unattributed`) and for the total.' }),
    inboundSuccess: listed('inbound', 'success'),
    inboundMissed: listed('inbound', 'missed'),
    outboundSuccess: listed('outbound', 'success'),
    outboundMissed: listed('outbound', 'missed'),
    campaignSuccess: listed('campaign', 'success'),
    campaignMissed: listed('campaign', 'missed'),
    totalSuccess: cell('`counted=success`'),
    totalMissed: cell('`counted=missed`'),
    totalCallDuration: cell('Seconds the counsellor talked on the calls of `counted=success`.'),
    averageCallDuration: z
      .number()
      .nullable()
      .meta({ description: 'Over the calls of `counted=timed`; null where there is none.' }),
    offers: cell('Their offers on the calls of `counted=offered`.'),
    offersAnswered: cell('Those with the result `answered`.'),
    meanRingSeconds: z
      .number()
      .nullable()
      .meta({ description: 'Of rings whose length is known; null where there is none.' }),
    leadsEngaged: cell('Different leads among the calls of `counted=success`.'),
  })
  .meta({ id: 'ProductivityRow' });

export const productivitySchema = z.object({
  rows: z.array(rowSchema),
  unattributed: rowSchema,
  total: rowSchema.meta({
    description: 'Sum of `rows` and `unattributed`: a call that rang two counsellors is in two rows.',
  }),
  distinctCalls: z.int().meta({ description: 'The calls of `counted=any`, each once.' }),
});
export type ProductivityReport = z.infer<typeof productivitySchema>;

/** The report that tallies make. */
export const presentProductivity = (tallies: readonly CounsellorTally[], distinctCalls: number): ProductivityReport => {
  const nobody = tallies.find(({ counsellor }) => counsellor === null) ?? NOTHING;
  return {
    rows: tallies.flatMap((tally) =>
      tally.counsellor === null ? [] : [{ counsellor: tally.counsellor, ...productivityOf(tally) }],
    ),
    unattributed: { counsellor: null, ...productivityOf(nobody) },
    total: { counsellor: null, ...productivityOf(sumOf(tallies)) },
    distinctCalls,
  };
};

// The members of an object of this very type.
const COLUMNS = Object.keys(productivityOf(NOTHING)) as readonly (keyof Productivity)[];

/** The report as a file: a record for each row, then the unattributed and the total. */
export const productivityCsv = ({ rows, unattributed, total }: ProductivityReport): string => {
  const record = (name: string, row: Productivity) => csvRow([name, ...COLUMNS.map((column) => row[column])]);
  const named = rows.map((row) => record(row.counsellor?.name ?? '', row));
  return [
    csvRow(['counsellor', ...COLUMNS]),
    ...named,
    record('Unattributed', unattributed),
    record('Total', total),
  ].join('');
};
