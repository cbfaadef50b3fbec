import { Button, Table, Title } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Call } from '../api/contract.ts';
import { ListState } from '../desk/list-state.tsx';
import { MoreButton } from '../desk/more-button.tsx';
import { readable } from '../words/number.ts';
import { vendorName } from '../words/vendor.ts';
import { CallRow } from './call-row.tsx';
import { narrowedBy, titleOf } from './counted-words.ts';
import { countedCallsQuery, reportedQuery } from './queries.ts';
import type { CountedSearch } from './report-search.ts';
import { teamsOf } from './teams.ts';
import page from '../shell/page.module.css';
import classes from './reports.module.css';

/** The calls that a number of a report counts. */
export function CountedCallsPage(): ReactNode {
  // As the route reads it.
  const search = useSearch({ strict: false }) as CountedSearch;
  const router = useRouter();
  const list = useInfiniteQuery(countedCallsQuery(search));
  const calls = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const { data: reported = [] } = useQuery(reportedQuery);
  const names = {
    counsellor: reported.find(({ id }) => id === search.counsellor)?.name,
    team: teamsOf(reported).find(({ id }) => id === search.team)?.name,
  };
  const { did, vendor } = search;
  const shown = { ...search, ...(did && { did: readable(did) }), ...(vendor && { vendor: vendorName(vendor) }) };
  return (
    <div className={page.page}>
      <div className={classes.head}>
        <Title order={1}>{titleOf(search)}</Title>
        <span className={classes.space} />
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={15} aria-hidden />}
          onClick={() => router.history.back()}
        >
          Back
        </Button>
      </div>
      <p className={classes.about}>{narrowedBy(shown, names).join(' · ')}</p>
      <section className={page.panel} aria-label="Calls">
        <ListState list={list} isEmpty={calls.length === 0} empty="There is no such call, or none that you may see.">
          <div className={classes.panelLine} role="status">
            {countOf(calls, search, list.hasNextPage)}
          </div>
          <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table of calls">
            <Table className={classes.calls} verticalSpacing={6} horizontalSpacing={14}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">Started</Table.Th>
                  <Table.Th scope="col">Student</Table.Th>
                  <Table.Th scope="col">Direction</Table.Th>
                  <Table.Th scope="col">Outcome</Table.Th>
                  <Table.Th scope="col">Counsellor</Table.Th>
                  <Table.Th scope="col">Rang</Table.Th>
                  <Table.Th scope="col" ta="right">
                    Talk
                  </Table.Th>
                  <Table.Th scope="col">Campaign</Table.Th>
                  <Table.Th scope="col">Its story</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {calls.map((call) => (
                  <CallRow key={call.id} call={call} />
                ))}
              </Table.Tbody>
            </Table>
          </div>
          <MoreButton list={list} />
        </ListState>
      </section>
    </div>
  );
}

/** How many they are; of rings, how many of the counsellor's on how many calls. */
function countOf(calls: readonly Call[], { counted, counsellor, offerResult }: CountedSearch, more: boolean): string {
  const some = calls.length === 1 ? '1 call' : `${calls.length} calls`;
  const of = more ? `The latest ${some}` : some;
  if (counted !== 'offered') return of;
  const rings = calls
    .flatMap(({ offers }) => offers)
    .filter((offer) => counsellor === undefined || offer.counsellor.id === counsellor)
    .filter(({ result }) => offerResult === undefined || result === offerResult).length;
  return `${of}, ${rings === 1 ? '1 ring' : `${rings} rings`}`;
}
