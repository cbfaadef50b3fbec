import { Button, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { OwnSession } from '../api/contract.ts';
import { request } from '../api/request.ts';
import { ListState } from '../desk/list-state.tsx';
import { MoreButton } from '../desk/more-button.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { tellDone, tellProblem } from '../shell/tell.tsx';
import { browserName } from './browser-name.ts';
import { ownSessionsQuery } from './queries.ts';
import desk from '../desk/desk-page.module.css';
import page from '../shell/page.module.css';

const WAYS: Readonly<Record<OwnSession['method'], string>> = {
  password: 'by password',
  oidc: 'through your institution',
};

/** Where I am signed in. */
export function SessionsPanel() {
  const list = useInfiniteQuery(ownSessionsQuery);
  const sessions = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className={page.panel} aria-label="Where you are signed in">
      <div className={page.panelHead}>
        <Title order={2}>Where you are signed in</Title>
      </div>
      <ListState list={list} isEmpty={sessions.length === 0} empty="Nowhere.">
        <ul className={desk.rows}>
          {sessions.map((session) => (
            <Row key={session.id} session={session} />
          ))}
        </ul>
        <MoreButton list={list} />
      </ListState>
    </section>
  );
}

function Row({ session: { id, createdAt, expiresAt, method, userAgent, current } }: { readonly session: OwnSession }) {
  const clock = useClock();
  const queries = useQueryClient();
  const name = browserName(userAgent);
  const { mutate, isPending } = useMutation({
    mutationFn: async () => await request(`/v1/sessions/${id}`, { method: 'DELETE' }),
    onSuccess: () => tellDone('That browser is signed out.'),
    onError: tellProblem,
    // One that had ended already is gone from the list too.
    onSettled: () => void queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <li className={desk.row}>
      <span className={desk.rowText}>
        <span className={desk.rowName} title={userAgent ?? undefined}>
          {name}
        </span>
        <span className={desk.rowMore} title={`${clock.exactly(createdAt)} to ${clock.exactly(expiresAt)}`}>
          Since {clock.when(createdAt)}, {WAYS[method]}
        </span>
      </span>
      {current ? (
        <Mark tone="talk">This browser</Mark>
      ) : (
        <Button
          variant="default"
          loading={isPending}
          onClick={() => mutate()}
          aria-label={`Sign out ${name}, since ${clock.when(createdAt)}`}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
