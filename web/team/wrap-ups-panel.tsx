import { Button, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Call, TeamMember } from '../api/contract.ts';
import { request } from '../api/request.ts';
import { ListState } from '../desk/list-state.tsx';
import { MoreButton } from '../desk/more-button.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { tellDone, tellProblem } from '../shell/tell.tsx';
import { useNow } from '../shell/use-now.ts';
import { studentOf } from '../words/call.ts';
import { stopwatch } from '../words/time.ts';
import { teamWrapUpsQuery } from './queries.ts';
import desk from '../desk/desk-page.module.css';
import page from '../shell/page.module.css';

/** Answered calls of the team that nobody has written up. */
export function WrapUpsPanel({ members }: { readonly members: readonly TeamMember[] }) {
  const list = useInfiniteQuery({ ...teamWrapUpsQuery, refetchInterval: 15_000 });
  // The API tells of colleagues of one's own team too: those have a lead of their own.
  const calls = (list.data?.pages.flatMap(({ items }) => items) ?? []).filter(({ counsellor }) =>
    members.some(({ id }) => id === counsellor?.id),
  );
  return (
    <section className={page.panel} aria-label="Wrap-ups not done">
      <div className={page.panelHead}>
        <Title order={2}>Wrap-ups not done</Title>
        <Mark tone={calls.length > 0 ? 'wrap' : 'plain'}>{calls.length}</Mark>
      </div>
      <ListState list={list} isEmpty={calls.length === 0} empty="Every call of your team is wrapped up.">
        <ul className={desk.rows}>
          {calls.map((call) => (
            <Row key={call.id} call={call} />
          ))}
        </ul>
        <MoreButton list={list} />
      </ListState>
    </section>
  );
}

function Row({ call: { id, lead, number, counsellor, startedAt, wrapUpUntil } }: { readonly call: Call }) {
  const clock = useClock();
  const queries = useQueryClient();
  const student = studentOf(lead, number);
  const { mutate, isPending } = useMutation({
    mutationFn: async () => await request(`/v1/calls/${id}/wrap-up/close`, { method: 'POST' }),
    onSuccess: () => tellDone('The wrap-up is ended.'),
    onError: tellProblem,
    onSettled: async () => await queries.invalidateQueries({ queryKey: ['pending'] }),
  });
  return (
    <li className={desk.row}>
      <span className={desk.rowText}>
        <span className={desk.rowName}>
          {counsellor?.name} with {student}
        </span>
        <span className={desk.rowMore} title={clock.exactly(startedAt)}>
          {clock.when(startedAt)} · <Left until={wrapUpUntil ?? null} />
        </span>
      </span>
      <Button
        variant="default"
        loading={isPending}
        onClick={() => mutate()}
        aria-label={`End the wrap-up of ${counsellor?.name ?? 'nobody'} with ${student}`}
      >
        End
      </Button>
    </li>
  );
}

function Left({ until }: { readonly until: string | null }) {
  const now = useNow();
  const left = until === null ? 0 : Math.ceil((Date.parse(until) - now) / 1000);
  return left > 0 ? `${stopwatch(left)} left` : 'its time is over';
}
