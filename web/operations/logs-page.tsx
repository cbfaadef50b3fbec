import { Table, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ListState } from '../desk/list-state.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock, useMay } from '../shell/session.tsx';
import { vendorName } from '../words/vendor.ts';
import type { LogItem } from './contract.ts';
import { gist } from './gist.ts';
import { LogEntry } from './log-entry.tsx';
import { LogFilters } from './log-filters.tsx';
import { LogMore } from './log-more.tsx';
import { logsQuery, type LogSearch } from './queries.ts';
import { endpointWord, outcomeOf } from './request-words.ts';
import page from '../shell/page.module.css';
import classes from './operations.module.css';

/** What vendors sent, or one of it. What is looked for stands in the address: it can be kept, sent, and gone back to. */
export function LogsPage(): ReactNode {
  // As the route reads it.
  const { entry, ...search } = useSearch({ strict: false }) as LogSearch & { readonly entry?: string };
  return (
    <div className={page.page}>
      {entry === undefined ? <LogList search={search} /> : <LogEntry key={entry} id={entry} search={search} />}
    </div>
  );
}

function LogList({ search }: { readonly search: LogSearch }) {
  const list = useInfiniteQuery(logsQuery(search));
  const items = list.data?.pages.flatMap((one) => one.items) ?? [];
  const isNarrowed = Object.keys(search).length > 0;
  const empty = isNarrowed
    ? 'No request fits what you are looking for.'
    : 'No vendor has sent anything yet. When the first call rings, its requests stand here.';
  return (
    <>
      <div className={classes.head}>
        <Title order={1}>Telephony logs</Title>
      </div>
      <p className={classes.intro}>
        Every request a vendor sent, newest first, with what it was answered and what became of it. Open one to read it
        as it came, and to take it in again.
      </p>
      <LogFilters search={search} />
      <section className={page.panel} aria-label="Requests found">
        {/* More may lie further back, even where nothing was found so far. */}
        <ListState list={list} isEmpty={items.length === 0 && !list.hasNextPage} empty={empty}>
          {items.length > 0 && (
            <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table of requests">
              <Table verticalSpacing={6} horizontalSpacing={14} className={classes.table}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Came</Table.Th>
                    <Table.Th>Request</Table.Th>
                    <Table.Th className={classes.wideOnly}>Says</Table.Th>
                    <Table.Th>Became</Table.Th>
                    <Table.Th className={classes.wideOnly}>Call</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((item) => (
                    <LogRow key={item.id} item={item} search={search} />
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          )}
          <LogMore list={list} found={items.length} />
        </ListState>
      </section>
    </>
  );
}

function LogRow({ item, search }: { readonly item: LogItem; readonly search: LogSearch }) {
  const { id, at, endpoint, vendor, request, outcome, status, callId } = item;
  const clock = useClock();
  const seesCalls = useMay()('call_logs');
  const { label, tone } = outcomeOf(outcome);
  const says = request === null ? 'could not be read' : gist(request);
  return (
    <Table.Tr>
      <Table.Td className={classes.nowrap} title={clock.exactly(at)}>
        {clock.second(at)}
        <span className={classes.under}>{clock.date(at)}</span>
      </Table.Td>
      <Table.Td>
        <Link className={classes.name} to="/operations/logs" search={{ ...search, entry: id }}>
          {endpointWord(endpoint)}
        </Link>
        <span className={classes.under}>{vendorName(vendor)}</span>
        <span className={`${classes.gist} ${classes.narrowOnly}`}>{says}</span>
      </Table.Td>
      <Table.Td className={`${classes.gist} ${classes.wideOnly}`}>{says}</Table.Td>
      <Table.Td className={classes.nowrap}>
        <Mark tone={tone}>{label}</Mark>
        <span className={classes.under}>HTTP {status}</span>
      </Table.Td>
      <Table.Td className={`${classes.nowrap} ${classes.wideOnly}`}>
        {callId === null ? (
          '–'
        ) : seesCalls ? (
          <Link className={classes.link} to="/operations/calls/$callId" params={{ callId }}>
            Its story
          </Link>
        ) : (
          'Yes'
        )}
      </Table.Td>
    </Table.Tr>
  );
}
