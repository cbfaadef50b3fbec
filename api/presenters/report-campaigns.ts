import { z } from 'zod';
import { csvRow } from '../../domain/csv/write.ts';
import type { CampaignRow } from '../../db/report-campaigns.ts';

const rowSchema = z
  .object({
    campaign: z.string().nullable().meta({ description: 'Of the DID for calls, the first one for leads; null: none.' }),
    did: z.string().nullable().meta({ description: 'Our number that was dialled; null: none we know.' }),
    calls: z.int().meta({ description: 'The calls of `GET /v1/calls?campaign=…&did=…&counted=any`.' }),
    uniqueCallers: z.int().meta({ description: 'Different numbers among them; withheld ones are left out.' }),
    newLeads: z.int().meta({ description: 'Leads that calls of these dates made.' }),
    answered: z.int().meta({ description: '`counted=success`' }),
    missed: z.int().meta({ description: '`counted=unanswered`' }),
    talkSeconds: z.int(),
    applications: z.int().meta({ description: 'Begun in these dates by leads of this campaign.' }),
  })
  .meta({ id: 'CampaignRow' });

export const campaignsSchema = z.object({
  rows: z.array(rowSchema),
  total: rowSchema.omit({ campaign: true, did: true, uniqueCallers: true }).meta({ description: 'Sum of the rows.' }),
});
type CampaignReport = z.infer<typeof campaignsSchema>;

const SUMS = ['calls', 'newLeads', 'answered', 'missed', 'talkSeconds', 'applications'] as const;
const COLUMNS = [
  'campaign',
  'did',
  'calls',
  'uniqueCallers',
  'newLeads',
  'answered',
  'missed',
  'talkSeconds',
  'applications',
] as const;

export const presentCampaigns = (rows: readonly CampaignRow[]): CampaignReport => {
  const sum = (column: (typeof SUMS)[number]) => rows.reduce((total, row) => total + row[column], 0);
  const [calls, newLeads, answered, missed, talkSeconds, applications] = [
    sum('calls'),
    sum('newLeads'),
    sum('answered'),
    sum('missed'),
    sum('talkSeconds'),
    sum('applications'),
  ];
  return { rows: [...rows], total: { calls, newLeads, answered, missed, talkSeconds, applications } };
};

/** The rows as a file. Callers of several rows may be the same: they have no total. */
export const campaignsCsv = ({ rows }: CampaignReport): string =>
  [csvRow(COLUMNS), ...rows.map((row) => csvRow(COLUMNS.map((column) => row[column])))].join('');
