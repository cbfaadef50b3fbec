import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ListState } from '../desk/list-state.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { WORK, workStanding } from './delivery-words.ts';
import { operationsQuery } from './queries.ts';
import page from '../shell/page.module.css';
import classes from './operations.module.css';

/** How the work behind the calls goes, as it stands now. */
export function WorkHealth() {
  const clock = useClock();
  const now = useQuery(operationsQuery);
  const rows = now.data === undefined ? [] : workStanding(now.data, clock.when);
  return (
    <section className={page.panel} aria-label="How the work goes">
      <div className={page.panelHead}>
        <Title order={2}>How the work goes</Title>
      </div>
      <ListState list={now} isEmpty={now.data === undefined} empty="Not known.">
        <ul className={classes.rows}>
          {rows.map(({ tone, word, text }, index) => (
            <li key={WORK[index]}>
              <div className={classes.rowHead}>
                <strong>{WORK[index]}</strong>
                <Mark tone={tone}>{word}</Mark>
              </div>
              <div className={classes.rowText}>{text}</div>
            </li>
          ))}
        </ul>
      </ListState>
    </section>
  );
}
