import { SegmentedControl, Table, Title } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Call } from '../api/contract.ts';
import { ListState } from '../desk/list-state.tsx';
import { MoreButton } from '../desk/more-button.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { DIRECTIONS, isTestCall, outcomeTone, standing, studentOf } from '../words/call.ts';
import { readable } from '../words/number.ts';
import { vendorName } from '../words/vendor.ts';
import { counted } from './delivery-words.ts';
import { operationsQuery, problemCallsQuery, PROBLEMS, type Problem } from './queries.ts';
import { verdict } from './verdict.ts';
import page from '../shell/page.module.css';
import classes from './operations.module.css';

const WORDS: Readonly<Record<Problem, { readonly name: string; readonly text: string; readonly empty: string }>> = {
  unknown: {
    name: 'Unknown',
    text: 'Nobody could say how these came out: no call details came, and the vendor’s records could not be asked or say nothing. They make no missed calls. The number says how many there were in seven days.',
    empty: 'No call came out unknown.',
  },
  stuck: {
    name: 'Stuck',
    text: 'Their workflows could not be told of them in twelve tries. They are tried once an hour, and nothing is lost.',
    empty: 'No call is stuck.',
  },
  repaired: {
    name: 'Repaired',
    text: 'Their call details never came, so they were settled from the vendor’s own records. Many of them: the call-back webhook is off, or points elsewhere. The number says how many there were in seven days.',
    empty: 'No call had to be repaired.',
  },
};

const isProblem = (text: string | undefined): text is Problem => PROBLEMS.some((problem) => problem === text);

/** The calls that need somebody's look, one kind at a time; which one stands in the address. */
export function ProblemCalls() {
  // As the route reads it.
  const { show } = useSearch({ strict: false }) as { readonly show?: string };
  const navigate = useNavigate();
  const { data: now } = useQuery(operationsQuery);
  const problem = isProblem(show) ? show : 'unknown';
  const list = useInfiniteQuery(problemCallsQuery(problem));
  const calls = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const { text, empty } = WORDS[problem];
  const choices = PROBLEMS.map((value) => ({
    value,
    label: now === undefined ? WORDS[value].name : `${WORDS[value].name} (${counted(now.calls[value])})`,
  }));
  return (
    <section className={page.panel} aria-label="Calls that need a look">
      <div className={page.panelHead}>
        <Title order={2}>Calls that need a look</Title>
      </div>
      <div className={classes.choice}>
        <SegmentedControl
          size="xs"
          data={choices}
          value={problem}
          onChange={(value) => void navigate({ to: '/operations', search: { show: value }, replace: true })}
          aria-label="Which calls"
        />
        <p className={classes.choiceText}>{text}</p>
      </div>
      <ListState list={list} isEmpty={calls.length === 0} empty={empty}>
        <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table of calls">
          <Table verticalSpacing={7} horizontalSpacing={14} className={classes.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Started</Table.Th>
                <Table.Th>Student</Table.Th>
                <Table.Th>Outcome</Table.Th>
                <Table.Th>What is known</Table.Th>
                <Table.Th>Vendor</Table.Th>
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
  );
}

function CallRow({ call }: { readonly call: Call }) {
  const clock = useClock();
  const { id, lead, number, direction, outcome, startedAt, vendor, vendorCallId } = call;
  return (
    <Table.Tr>
      <Table.Td className={classes.nowrap} title={clock.exactly(startedAt)}>
        {clock.when(startedAt)}
      </Table.Td>
      <Table.Td>
        <Link className={classes.name} to="/operations/calls/$callId" params={{ callId: id }}>
          {studentOf(lead, number, isTestCall(call))}
        </Link>
        <span className={classes.under}>
          {number === null ? 'Number withheld' : readable(number)} · {DIRECTIONS[direction]}
        </span>
      </Table.Td>
      <Table.Td>
        <Mark tone={outcomeTone(outcome)}>{standing(call)}</Mark>
      </Table.Td>
      <Table.Td style={{ minWidth: 260 }}>{verdict(call)}</Table.Td>
      <Table.Td className={classes.nowrap}>
        {vendorName(vendor)}
        {vendorCallId !== null && <span className={classes.under}>{vendorCallId}</span>}
      </Table.Td>
    </Table.Tr>
  );
}
