import { Table } from '@mantine/core';
import { CountedLink } from './counted-link.tsx';
import { shortDay } from './days.ts';
import { shareOf, untoldOf, type DayOfCalls } from './series.ts';
import classes from './reports.module.css';

/** The days with calls, the newest first. */
export function DaysTable({ days }: { readonly days: readonly DayOfCalls[] }) {
  return (
    <div className={classes.dayTable} tabIndex={0} role="region" aria-label="Table of days">
      <Table className={classes.table} horizontalSpacing={14} verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" className={classes.first}>
              Day
            </Table.Th>
            <Table.Th scope="col">Calls</Table.Th>
            <Table.Th scope="col">Somebody talked</Table.Th>
            <Table.Th scope="col">Nobody talked</Table.Th>
            <Table.Th scope="col">Unknown</Table.Th>
            <Table.Th scope="col">Talked, share</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.toReversed().map((each) => (
            <DayRow key={each.day} each={each} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function DayRow({ each: { day, calls, answered, missed } }: { readonly each: DayOfCalls }) {
  const of = { from: day, to: day };
  const name = shortDay(day);
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.first}>
        {name}
      </Table.Th>
      <Table.Td>
        <CountedLink of={`All calls, ${name}`} count={calls} list={{ ...of, counted: 'any' }} />
      </Table.Td>
      <Table.Td>
        <CountedLink of={`Somebody talked, ${name}`} count={answered} list={{ ...of, counted: 'success' }} />
      </Table.Td>
      <Table.Td>
        <CountedLink of={`Nobody talked, ${name}`} count={missed} list={{ ...of, counted: 'unanswered' }} />
      </Table.Td>
      <Table.Td>{untoldOf({ calls, answered, missed })}</Table.Td>
      <Table.Td>{shareOf(answered, calls)}</Table.Td>
    </Table.Tr>
  );
}
