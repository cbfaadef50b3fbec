import { Table } from '@mantine/core';
import { readable } from '../words/number.ts';
import { stopwatch } from '../words/time.ts';
import { CountedLink } from './counted-link.tsx';
import type { Defined } from './definitions.ts';
import { DefinedTerm } from './defined-term.tsx';
import type { CampaignReport, CampaignRow } from './queries.ts';
import type { CountedSearch } from './report-search.ts';
import { shareOf } from './series.ts';
import classes from './reports.module.css';

const COLUMNS: readonly { readonly label: string; readonly defined: readonly Defined[] }[] = [
  { label: 'Calls', defined: ['campaignsCalls'] },
  { label: 'Unique callers', defined: ['uniqueCallers'] },
  { label: 'Answered', defined: ['campaignsCalls', 'anybody'] },
  { label: 'Missed', defined: ['campaignsCalls', 'nobody'] },
  { label: 'Talk', defined: ['campaignsTalk'] },
  { label: 'New leads', defined: ['newLeads'] },
  { label: 'Applications', defined: ['applications'] },
];

/** A row a campaign and number dialled, and the sum of all. */
export function CampaignTable({ report: { rows, total } }: { readonly report: CampaignReport }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table of campaigns">
      <Table className={classes.table} horizontalSpacing={14} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" className={classes.first}>
              Campaign
            </Table.Th>
            <Table.Th scope="col" className={classes.words}>
              Number dialled
            </Table.Th>
            {COLUMNS.map(({ label, defined }) => (
              <Table.Th key={label} scope="col">
                <DefinedTerm label={label} defined={defined} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Row key={`${row.campaign ?? ''} ${row.did ?? ''}`} row={row} />
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row" className={classes.first}>
              Total
            </Table.Th>
            <Table.Td />
            <Table.Td>
              <CountedLink of="All calls" count={total.calls} list={{ counted: 'any' }} />
            </Table.Td>
            <Table.Td>
              <span className={classes.nothing}>–</span>
            </Table.Td>
            <Table.Td>
              <CountedLink of="Answered" count={total.answered} list={{ counted: 'success' }} />
              <span className={classes.share}>{shareOf(total.answered, total.calls)}</span>
            </Table.Td>
            <Table.Td>
              <CountedLink of="Missed" count={total.missed} list={{ counted: 'unanswered' }} />
            </Table.Td>
            <Table.Td>{stopwatch(total.talkSeconds)}</Table.Td>
            <Table.Td>{total.newLeads}</Table.Td>
            <Table.Td>{total.applications}</Table.Td>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </div>
  );
}

/** The calls of one campaign and DID, or of none. */
const listOf = ({ campaign, did }: CampaignRow): CountedSearch => ({
  ...(campaign === null ? { noCampaign: 'true' } : { campaign }),
  ...(did === null ? { noDid: 'true' } : { did }),
});

function Row({ row }: { readonly row: CampaignRow }) {
  const { campaign, did, calls, uniqueCallers, newLeads, answered, missed, talkSeconds, applications } = row;
  const list = listOf(row);
  const name = campaign ?? 'no campaign';
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.first}>
        {campaign ?? <span className={classes.nothing}>No campaign</span>}
      </Table.Th>
      <Table.Td className={classes.words}>
        {did === null ? <span className={classes.nothing}>None of ours</span> : readable(did)}
      </Table.Td>
      <Table.Td>
        <CountedLink of={`Calls, ${name}`} count={calls} list={{ ...list, counted: 'any' }} />
      </Table.Td>
      <Table.Td>{uniqueCallers}</Table.Td>
      <Table.Td>
        <CountedLink of={`Answered, ${name}`} count={answered} list={{ ...list, counted: 'success' }} />
        <span className={classes.share}>{shareOf(answered, calls)}</span>
      </Table.Td>
      <Table.Td>
        <CountedLink of={`Missed, ${name}`} count={missed} list={{ ...list, counted: 'unanswered' }} />
      </Table.Td>
      <Table.Td>{stopwatch(talkSeconds)}</Table.Td>
      <Table.Td>{newLeads}</Table.Td>
      <Table.Td>{applications}</Table.Td>
    </Table.Tr>
  );
}
