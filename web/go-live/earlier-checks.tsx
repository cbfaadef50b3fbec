import { Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ListState } from '../desk/list-state.tsx';
import { MoreButton } from '../desk/more-button.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { goLivesQuery } from './queries.ts';
import { MODES } from './words.ts';
import page from '../shell/page.module.css';
import classes from './go-live.module.css';

/** The checks there were, and those that are on. */
export function EarlierChecks() {
  const list = useInfiniteQuery(goLivesQuery);
  const clock = useClock();
  const runs = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className={page.panel} aria-labelledby="earlier-checks">
      <div className={page.panelHead}>
        <Title order={2} id="earlier-checks">
          Checks
        </Title>
      </div>
      <ListState list={list} isEmpty={runs.length === 0} empty="No check was begun yet.">
        <ul className={classes.runs}>
          {runs.map(({ id, mode, vendorName, counsellor, startedBy, startedAt, open }) => (
            <li key={id} className={classes.run}>
              <Link to="/go-live/$runId" params={{ runId: id }} className={classes.runName}>
                {MODES[mode]}, {vendorName}
              </Link>
              {open && <Mark tone="ring">On</Mark>}
              <span className={classes.more}>
                {clock.when(startedAt)}, {counsellor.name} was rung, begun by {startedBy.name}
              </span>
            </li>
          ))}
        </ul>
        <MoreButton list={list} />
      </ListState>
    </section>
  );
}
