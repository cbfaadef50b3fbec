import { csvRow } from '../../domain/csv/write.ts';
import type { ShownLead } from './lead.ts';

/** Headings of the export; the import reads those it knows back. */
const HEADINGS = [
  'id',
  'name',
  'email',
  'phone',
  'alternate',
  'other numbers',
  'owner e-mail',
  'owners',
  'stage',
  'origin',
  'campaign',
  'junk',
  'do not call',
  'last call at',
  'last call direction',
  'last call outcome',
  'calls',
] as const;

export const leadCsvHeader = csvRow(HEADINGS);

const yes = (value: boolean): string => (value ? 'yes' : '');

/**
 * A lead, as the viewer is shown it, as one record.
 *
 * @param ownerEmail of the first owner
 */
export const leadCsvRow = (lead: ShownLead, ownerEmail: string | null): string => {
  const phone = lead.phones.find(({ kind }) => kind === 'primary') ?? lead.phones[0];
  const [alternate, ...others] = lead.phones.filter((one) => one !== phone);
  return csvRow([
    lead.id,
    lead.name,
    lead.email,
    phone?.number ?? null,
    alternate?.number ?? null,
    others.map(({ number }) => number).join(' '),
    ownerEmail,
    lead.owners.map(({ name }) => name).join(', '),
    lead.stage,
    lead.origin,
    lead.campaign,
    yes(lead.junk),
    yes(lead.doNotCall),
    lead.lastCall?.at ?? null,
    lead.lastCall?.direction ?? null,
    lead.lastCall?.outcome ?? null,
    lead.callCount,
  ]);
};
