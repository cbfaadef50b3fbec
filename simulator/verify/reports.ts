import type { z } from 'zod';
import type { reportShape, ShownReportRow } from '../product/shapes.ts';
import { rowsOf, type Row } from './contributions.ts';
import type { Difference, Verified } from './difference.ts';

const FIELDS = [
  'inboundSuccess',
  'inboundMissed',
  'outboundSuccess',
  'outboundMissed',
  'campaignSuccess',
  'campaignMissed',
  'totalCallDuration',
  'offers',
  'offersAnswered',
] as const satisfies readonly (keyof Row)[];

/** Holds every cell of the productivity report against the calls of the ledger. */
export function checkReport(
  verified: readonly Verified[],
  report: z.infer<typeof reportShape>,
  refs: ReadonlyMap<string, string>,
): readonly Difference[] {
  const wanted = rowsOf(verified);
  const shown = new Map<string | null, ShownReportRow>([[null, report.unattributed]]);
  for (const row of report.rows)
    shown.set(row.counsellor === null ? null : (refs.get(row.counsellor.id) ?? row.counsellor.id), row);
  const agents = new Set([...wanted.keys(), ...shown.keys()]);
  return [...agents].flatMap((agent) =>
    FIELDS.flatMap((field): Difference[] => {
      const [expected, is] = [wanted.get(agent)?.[field] ?? 0, shown.get(agent)?.[field] ?? 0];
      return expected === is
        ? []
        : [
            {
              call: null,
              what: `report ${agent ?? 'unattributed'} ${field}`,
              expected: String(expected),
              shown: String(is),
            },
          ];
    }),
  );
}
