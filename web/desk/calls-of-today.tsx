import { Table } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Call } from '../api/contract.ts';
import { callsOfDayQuery } from '../api/queries.ts';
import { CallButton } from '../calling/call-button.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock, useSession } from '../shell/session.tsx';
import { useNow } from '../shell/use-now.ts';
import { DIRECTIONS, isOverdue, isTestCall, outcomeTone, standing, studentOf } from '../words/call.ts';
import { readable } from '../words/number.ts';
import { duration } from '../words/time.ts';
import { ListState } from './list-state.tsx';
import { MoreButton } from './more-button.tsx';
import classes from './calls-of-today.module.css';

/** My calls of today, in the institute's zone: taken, missed and dialled. */
export function CallsOfToday() {
  const { user } = useSession();
  const clock = useClock();
  const now = useNow(60_000);
  const today = clock.day(now);
  const list = useInfiniteQuery(callsOfDayQuery(today, user.id));
  const calls = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <ListState list={list} isEmpty={calls.length === 0} empty="No calls yet today.">
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Calls of today">
        <Table verticalSpacing={6} horizontalSpacing={14} className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Time</Table.Th>
              <Table.Th>Student</Table.Th>
              <Table.Th>Direction</Table.Th>
              <Table.Th>Outcome</Table.Th>
              <Table.Th ta="right">Talk</Table.Th>
              <Table.Th>Campaign</Table.Th>
              <Table.Th>
                <span className={classes.hidden}>Call</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {calls.map((call) => (
              <CallRow key={call.id} call={call} now={now} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <MoreButton list={list} />
    </ListState>
  );
}

function CallRow({ call, now }: { readonly call: Call; readonly now: number }) {
  const clock = useClock();
  const { lead, number } = call;
  const name = studentOf(lead, number, isTestCall(call));
  return (
    <Table.Tr>
      <Table.Td title={clock.exactly(call.startedAt)}>
        <Link
          className={classes.name}
          to="/operations/calls/$callId"
          params={{ callId: call.id }}
          aria-label={`${clock.time(call.startedAt)}: how this call went`}
        >
          {clock.time(call.startedAt)}
        </Link>
      </Table.Td>
      <Table.Td>
        {lead === null ? (
          <span className={classes.name}>{name}</span>
        ) : (
          <Link className={classes.name} to="/leads/$leadId" params={{ leadId: lead.id }}>
            {name}
          </Link>
        )}
        <span className={classes.number}>{number === null ? 'Withheld' : readable(number)}</span>
      </Table.Td>
      <Table.Td>{DIRECTIONS[call.direction]}</Table.Td>
      <Table.Td>
        <Mark tone={outcomeTone(call.outcome)}>{standing(call)}</Mark>
        {call.state === 'ringing' && isOverdue(call.startedAt, now) && (
          <span className={classes.number}>No end heard yet</span>
        )}
      </Table.Td>
      <Table.Td ta="right">
        {call.outcome === 'answered' ? (call.talkSeconds === null ? 'not told' : duration(call.talkSeconds)) : '–'}
      </Table.Td>
      <Table.Td>{call.campaign ?? '–'}</Table.Td>
      <Table.Td>
        {number !== null && <CallButton compact target={{ callId: call.id }} whom={name} label="Call" />}
      </Table.Td>
    </Table.Tr>
  );
}
