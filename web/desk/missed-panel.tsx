import { Title } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { MissedCall } from '../api/contract.ts';
import { missedQuery } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { CallButton } from '../calling/call-button.tsx';
import { useDesk } from '../feed/desk-context.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock, useSession } from '../shell/session.tsx';
import { tellProblem } from '../shell/tell.tsx';
import { studentOf } from '../words/call.ts';
import { readable } from '../words/number.ts';
import { ListState } from './list-state.tsx';
import { MoreButton } from './more-button.tsx';
import page from '../shell/page.module.css';
import classes from './desk-page.module.css';

/** Students to call back: mine and those of the shared queue. */
export function MissedPanel() {
  const { missed } = useDesk().desk;
  const list = useInfiniteQuery(missedQuery);
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className={page.panel} id="missed" aria-label="Missed calls">
      <div className={page.panelHead}>
        <Title order={2}>Missed calls</Title>
        <Mark tone={missed > 0 ? 'miss' : 'plain'}>{missed}</Mark>
      </div>
      <ListState list={list} isEmpty={entries.length === 0} empty="Nobody waits for a call back.">
        <ul className={classes.rows}>
          {entries.map((entry) => (
            <MissedRow key={entry.id} entry={entry} />
          ))}
        </ul>
        <MoreButton list={list} />
      </ListState>
    </section>
  );
}

function MissedRow({ entry: { id, callId, lead, number, at, count, missedBy } }: { readonly entry: MissedCall }) {
  const clock = useClock();
  const { user } = useSession();
  const navigate = useNavigate();
  const { mutate: open } = useMutation({
    mutationFn: async () => await request<{ leadId: string | null }>(`/v1/missed-calls/${id}/open`, { method: 'POST' }),
    onSuccess: ({ leadId }) => {
      if (leadId !== null) void navigate({ to: '/leads/$leadId', params: { leadId }, search: {} });
    },
    onError: tellProblem,
  });
  const name = studentOf(lead, number);
  const others = missedBy.filter((person) => person.id !== user.id).map((person) => person.name);
  const by = missedBy.length === 0 ? 'nobody was free' : others.length === 0 ? null : `missed by ${others.join(', ')}`;
  return (
    <li className={classes.row}>
      <span className={classes.rowText}>
        <button
          type="button"
          className={classes.rowName}
          onClick={() => open()}
          title="Take care of this student: the entry leaves everybody’s list"
        >
          {name}
        </button>
        <span className={classes.rowMore} title={clock.exactly(at)}>
          {number === null ? 'Number withheld' : readable(number)} · {clock.when(at)}
        </span>
        {(count > 1 || by !== null) && (
          <span className={classes.rowMore}>
            {[count > 1 ? `${count} times` : null, by].filter((part) => part !== null).join(', ')}
          </span>
        )}
      </span>
      {number !== null && <CallButton target={{ callId }} whom={name} label="Call back" />}
    </li>
  );
}
