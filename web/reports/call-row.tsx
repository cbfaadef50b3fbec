import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Call } from '../api/contract.ts';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { DIRECTIONS, outcomeTone, standing, studentOf } from '../words/call.ts';
import { readable } from '../words/number.ts';
import { duration } from '../words/time.ts';
import classes from './reports.module.css';

const RESULTS: Readonly<Record<Call['offers'][number]['result'], string>> = {
  ringing: 'rings',
  answered: 'answered',
  missed: 'missed it',
  answered_elsewhere: 'a colleague answered',
  cancelled: 'cancelled',
};

/** One call of the list behind a number, with the ways to its student and to its story. */
export function CallRow({ call }: { readonly call: Call }) {
  const clock = useClock();
  const { id, lead, number, startedAt, direction, outcome, counsellor, offers, talkSeconds, campaign } = call;
  const student = studentOf(lead, number);
  return (
    <Table.Tr>
      <Table.Td title={clock.exactly(startedAt)}>{clock.when(startedAt)}</Table.Td>
      <Table.Td>
        {lead === null ? (
          <span className={classes.name}>{student}</span>
        ) : (
          <Link className={classes.name} to="/leads/$leadId" params={{ leadId: lead.id }} search={{}}>
            {student}
          </Link>
        )}
        <span className={classes.below}>{number === null ? 'Withheld' : readable(number)}</span>
      </Table.Td>
      <Table.Td>{DIRECTIONS[direction]}</Table.Td>
      <Table.Td>
        <Mark tone={outcomeTone(outcome)}>
          {outcome === 'agent_no_answer' ? 'Counsellor did not pick up' : standing(call)}
        </Mark>
      </Table.Td>
      <Table.Td>{counsellor?.name ?? '–'}</Table.Td>
      <Table.Td>
        {offers.length === 0 ? '–' : null}
        {offers.map((offer) => (
          <span key={`${offer.counsellor.id} ${offer.at}`} className={classes.ring}>
            {offer.counsellor.name}: {RESULTS[offer.result]}
          </span>
        ))}
      </Table.Td>
      <Table.Td ta="right">
        {outcome === 'answered' ? (talkSeconds === null ? 'not told' : duration(talkSeconds)) : '–'}
      </Table.Td>
      <Table.Td>{campaign ?? '–'}</Table.Td>
      <Table.Td>
        <Link
          className={classes.counted}
          to="/operations/calls/$callId"
          params={{ callId: id }}
          aria-label={`Why it came so: ${student}, ${clock.when(startedAt)}`}
        >
          Why?
        </Link>
      </Table.Td>
    </Table.Tr>
  );
}
