import { Button, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Call } from '../api/contract.ts';
import { pendingQuery } from '../api/queries.ts';
import { useDesk } from '../feed/desk-context.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { DIRECTIONS, studentOf } from '../words/call.ts';
import { duration } from '../words/time.ts';
import { ListState } from './list-state.tsx';
import { MoreButton } from './more-button.tsx';
import { WrapUpForm } from './wrap-up-form.tsx';
import page from '../shell/page.module.css';
import classes from './desk-page.module.css';

/** Answered calls of mine whose wrap-up is not done. */
export function PendingPanel() {
  const { pending } = useDesk().desk;
  const list = useInfiniteQuery(pendingQuery);
  const calls = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className={page.panel} id="pending" aria-label="Wrap-ups to do">
      <div className={page.panelHead}>
        <Title order={2}>Wrap-ups to do</Title>
        <Mark tone={pending > 0 ? 'wrap' : 'plain'}>{pending}</Mark>
      </div>
      <ListState list={list} isEmpty={calls.length === 0} empty="Every call is wrapped up.">
        <ul className={classes.rows}>
          {calls.map((call) => (
            <PendingRow key={call.id} call={call} />
          ))}
        </ul>
        <MoreButton list={list} />
      </ListState>
    </section>
  );
}

function PendingRow({ call }: { readonly call: Call }) {
  const clock = useClock();
  const [isOpen, setOpen] = useState(false);
  const name = studentOf(call.lead, call.number);
  const talked = call.talkSeconds === null ? null : `talked ${duration(call.talkSeconds)}`;
  return (
    <li>
      <div className={classes.row}>
        <span className={classes.rowText}>
          <span className={classes.rowName}>{name}</span>
          <span className={classes.rowMore} title={clock.exactly(call.startedAt)}>
            {[DIRECTIONS[call.direction], clock.when(call.startedAt), talked]
              .filter((part) => part !== null)
              .join(' · ')}
          </span>
          {call.flags.includes('wrap_up_overdue') && <span className={classes.rowMore}>Its time is over</span>}
        </span>
        {!isOpen && (
          <Button variant="light" onClick={() => setOpen(true)} aria-label={`Wrap up the call with ${name}`}>
            Wrap up
          </Button>
        )}
      </div>
      {isOpen && <WrapUpForm callId={call.id} onDone={() => setOpen(false)} />}
    </li>
  );
}
