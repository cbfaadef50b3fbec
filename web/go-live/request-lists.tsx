import { Table, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useClock } from '../shell/session.tsx';
import type { GoLiveResult } from './queries.ts';
import page from '../shell/page.module.css';
import classes from './go-live.module.css';

interface RequestsProps {
  readonly title: string;
  readonly intro: string;
  readonly rows: readonly { readonly key: string; readonly at: string; readonly cells: readonly ReactNode[] }[];
  readonly columns: readonly string[];
}

function Requests({ title, intro, rows, columns }: RequestsProps) {
  const clock = useClock();
  if (rows.length === 0) return null;
  return (
    <section className={`${page.panel} ${classes.below}`} aria-label={title}>
      <div className={page.panelHead}>
        <Title order={2}>{title}</Title>
      </div>
      <p className={classes.intro}>{intro}</p>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={`Table: ${title}`}>
        <Table verticalSpacing={5} horizontalSpacing={14} className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              {['When', ...columns].map((column) => (
                <Table.Th key={column}>{column}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ key, at, cells }) => (
              <Table.Tr key={key}>
                <Table.Td>{clock.second(at)}</Table.Td>
                {cells.map((cell, index) => (
                  <Table.Td key={columns[index]}>{cell}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

const SCENARIOS: Readonly<Record<string, string>> = {
  answered: 'A call that is taken',
  missed: 'A call that nobody takes',
  outbound: 'A call to the student',
};

/** What a rehearsal sent over HTTP. */
export function PlayedRequests({ run: { sent } }: { readonly run: GoLiveResult }) {
  return (
    <Requests
      title="What was played"
      intro="The requests that we sent as the vendor would, and how they were answered."
      columns={['Call', 'Request', 'Status', 'Answer']}
      rows={sent
        .map(({ at, scenario, endpoint, status, answer }, index) => ({
          key: String(index),
          at,
          cells: [SCENARIOS[scenario] ?? scenario, endpoint, status === 0 ? 'None' : status, answer],
        }))
        .toReversed()}
    />
  );
}

/** What of the vendor's was turned away while the check was on. */
export function TurnedAway({ run: { rejected } }: { readonly run: GoLiveResult }) {
  return (
    <Requests
      title="Turned away meanwhile"
      intro="Requests of this vendor that were refused while the check was on. They may have been meant for it: look at the secret, and at the address they were sent to."
      columns={['Request', 'Status', 'Why']}
      rows={rejected.map(({ id, at, endpoint, status, outcome }) => ({
        key: id,
        at,
        cells: [endpoint, status, outcome.replaceAll('_', ' ')],
      }))}
    />
  );
}
