import { NativeSelect, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { RequestProblem } from '../api/request.ts';
import { ListState } from '../desk/list-state.tsx';
import { Mark } from '../shell/mark.tsx';
import { BoardState } from './board-state.tsx';
import { CounsellorCard } from './counsellor-card.tsx';
import { CountedLink } from './counted-link.tsx';
import { Figure, Figures } from './figures.tsx';
import { countByState, inOrder, PRESENCES } from './presence.ts';
import { boardQuery, reportedQuery, type Board } from './queries.ts';
import { shareOf } from './series.ts';
import { teamsOf } from './teams.ts';
import { ReportProvider, useReportOfAddress } from './use-report.ts';
import { WaitingPanel } from './waiting-panel.tsx';
import page from '../shell/page.module.css';
import classes from './reports.module.css';
import own from './board.module.css';

/** Who is on a call, who waits, and what today came to; it moves by itself. */
export function BoardPage(): ReactNode {
  // As the route reads it.
  const { team } = useSearch({ strict: false }) as { readonly team?: string };
  const report = useReportOfAddress();
  const live = useQuery(boardQuery(team));
  const { data: board, error, dataUpdatedAt } = live;
  // Whoever lost the permission is told so; whoever lost the connection sees what was, and that it was.
  const isRefused = error instanceof RequestProblem && error.status >= 400 && error.status < 500;
  return (
    <ReportProvider value={report}>
      <div className={page.page}>
        <div className={`${classes.head} ${own.head}`}>
          <Title order={1}>Live board</Title>
          {board !== undefined && <BoardState at={board.at} isLost={error !== null} />}
          <span className={classes.space} />
          <TeamChoice team={team} />
        </div>
        <ListState
          list={live}
          isEmpty={board === undefined || isRefused}
          empty="The board shows who is on a call as soon as there is somebody to show."
        >
          {board !== undefined && <Shown board={board} behindMs={Date.parse(board.at) - dataUpdatedAt} />}
        </ListState>
      </div>
    </ReportProvider>
  );
}

interface ShownProps {
  readonly board: Board;
  /** How far the machine's clock is from the server's. */
  readonly behindMs: number;
}

function Shown({ board: { counsellors, waiting, today }, behindMs }: ShownProps) {
  const { day } = today;
  const list = { from: day, to: day };
  const counts = countByState(counsellors);
  return (
    <>
      <Figures label="Today">
        <Figure label="Calls today" defined={['distinctCalls']}>
          <CountedLink of="Calls today" count={today.calls} list={{ ...list, counted: 'any' }} />
        </Figure>
        <Figure label="Somebody talked" defined={['anybody']} tone="talk" beside={shareOf(today.answered, today.calls)}>
          <CountedLink of="Somebody talked today" count={today.answered} list={{ ...list, counted: 'success' }} />
        </Figure>
        <Figure label="Nobody talked" defined={['nobody']} tone="miss" beside={shareOf(today.missed, today.calls)}>
          <CountedLink of="Nobody talked today" count={today.missed} list={{ ...list, counted: 'unanswered' }} />
        </Figure>
      </Figures>
      <div className={own.columns}>
        <WaitingPanel waiting={waiting} behindMs={behindMs} />
        <section aria-label="Counsellors">
          <div className={own.counts}>
            <Title order={2}>Counsellors</Title>
            {PRESENCES.map(({ state, word, tone }) => (
              <Mark key={state} tone={counts[state] === 0 ? 'plain' : tone}>
                {word} {counts[state]}
              </Mark>
            ))}
          </div>
          {counsellors.length === 0 ? (
            <div className={page.panel}>
              <div className={page.empty}>
                Each active counsellor with an agent number has a card here, which says whether they talk, are rung,
                write up, or are free. Give counsellors their agent numbers in the settings.
              </div>
            </div>
          ) : (
            <ul className={own.cards}>
              {inOrder(counsellors).map((presence) => (
                <CounsellorCard key={presence.counsellor.id} presence={presence} behindMs={behindMs} />
              ))}
            </ul>
          )}
        </section>
      </div>
    </>
  );
}

function TeamChoice({ team }: { readonly team: string | undefined }) {
  const navigate = useNavigate();
  const { data: reported = [] } = useQuery(reportedQuery);
  const teams = teamsOf(reported);
  if (teams.length === 0) return null;
  return (
    <NativeSelect
      aria-label="Team"
      data={[{ value: '', label: 'All teams' }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
      value={team ?? ''}
      onChange={({ currentTarget: { value } }) =>
        void navigate({ to: '/board', search: value === '' ? {} : { team: value }, replace: true })
      }
    />
  );
}
