import { createColumnHelper, columnVisibilityFeature, tableFeatures } from '@tanstack/react-table';
import { Link } from '@tanstack/react-router';
import type { Lead } from '../api/contract.ts';
import { CallButton } from '../calling/call-button.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { DIRECTIONS, outcomeTone, outcomeWord } from '../words/call.ts';
import { readable } from '../words/number.ts';
import classes from './leads.module.css';

export const leadTableFeatures = tableFeatures({ columnVisibilityFeature });

const column = createColumnHelper<typeof leadTableFeatures, Lead>();

/** What a row says of a lead; which columns are shown is everybody's own choice. */
export const LEAD_COLUMNS = column.columns([
  column.display({
    id: 'name',
    header: 'Name',
    enableHiding: false,
    cell: ({ row }) => <NameCell lead={row.original} />,
  }),
  // Beside the name: it is what the list is for, and must not be scrolled for.
  column.display({
    id: 'call',
    header: 'Call',
    enableHiding: false,
    cell: ({ row }) => <CallCell lead={row.original} />,
  }),
  column.accessor('phones', {
    id: 'number',
    header: 'Number',
    cell: ({ getValue }) => <NumberCell phones={getValue()} />,
  }),
  column.accessor('stage', { header: 'Stage' }),
  column.accessor('owners', {
    id: 'owner',
    header: 'Owner',
    cell: ({ getValue }) =>
      getValue()
        .map(({ name }) => name)
        .join(', ') || 'Nobody',
  }),
  column.accessor('campaign', { header: 'Campaign', cell: ({ getValue }) => getValue() ?? '–' }),
  column.accessor('origin', { header: 'Origin' }),
  column.accessor('lastCall', { header: 'Last call', cell: ({ getValue }) => <LastCallCell lastCall={getValue()} /> }),
  column.accessor('callCount', { header: 'Calls' }),
]);

/** The columns somebody can choose, with their names. */
export const CHOOSABLE = [
  { id: 'number', name: 'Number' },
  { id: 'stage', name: 'Stage' },
  { id: 'owner', name: 'Owner' },
  { id: 'campaign', name: 'Campaign' },
  { id: 'origin', name: 'Origin' },
  { id: 'lastCall', name: 'Last call' },
  { id: 'callCount', name: 'Calls' },
] as const;

export const nameOf = ({ name }: Lead): string => (name === '' ? 'Name not known yet' : name);

/** Why this lead is not to be called, beside what holds for all. */
export const refusalOf = ({ doNotCall, phones }: Lead, overrides: boolean): string | null => {
  if (phones.length === 0) return 'There is no number to call.';
  return doNotCall && !overrides ? 'This student does not want to be called.' : null;
};

function NameCell({ lead }: { readonly lead: Lead }) {
  return (
    <>
      <span className={classes.nameLine}>
        <Link className={classes.name} to="/leads/$leadId" params={{ leadId: lead.id }}>
          {nameOf(lead)}
        </Link>
        {lead.junk && <Mark tone="miss">Junk</Mark>}
        {lead.doNotCall && <Mark tone="plain">Do not call</Mark>}
      </span>
      {lead.email !== null && <span className={classes.under}>{lead.email}</span>}
    </>
  );
}

function NumberCell({ phones }: { readonly phones: Lead['phones'] }) {
  const [first, ...others] = phones;
  if (first === undefined) return <>–</>;
  return (
    <>
      {readable(first.number)}
      {others.length > 0 && <span className={classes.under}>and {others.length} more</span>}
    </>
  );
}

function LastCallCell({ lastCall }: { readonly lastCall: Lead['lastCall'] }) {
  const clock = useClock();
  if (lastCall === null) return <span className={classes.under}>Never called</span>;
  const direction =
    lastCall.direction in DIRECTIONS ? DIRECTIONS[lastCall.direction as keyof typeof DIRECTIONS] : lastCall.direction;
  return (
    <span title={clock.exactly(lastCall.at)}>
      <Mark tone={outcomeTone(lastCall.outcome)}>{outcomeWord(lastCall.outcome)}</Mark>
      <span className={classes.under}>
        {direction}, {clock.when(lastCall.at)}
      </span>
    </span>
  );
}

function CallCell({ lead }: { readonly lead: Lead }) {
  // Whoever may call against it is let through by the API, and by nobody's slip: from the profile.
  return <CallButton compact target={{ leadId: lead.id }} whom={nameOf(lead)} refusal={refusalOf(lead, false)} />;
}
