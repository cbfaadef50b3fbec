import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { pastPopupsQuery } from '../api/queries.ts';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { cardEnd, studentOf } from '../words/call.ts';
import { readable } from '../words/number.ts';
import { ListState } from './list-state.tsx';
import { MoreButton } from './more-button.tsx';
import classes from './desk-page.module.css';

/** The cards that are gone from all screens, the newest first, and what became of each. */
export function CardHistory() {
  const clock = useClock();
  const list = useInfiniteQuery(pastPopupsQuery);
  const cards =
    list.data?.pages.flatMap(({ items }) => items).filter(({ state }) => state !== 'open' && state !== 'answered') ??
    [];
  return (
    <ListState list={list} isEmpty={cards.length === 0} empty="No card has gone yet.">
      <ul className={classes.rows}>
        {cards.map((popup) => {
          const { lead, number } = popup;
          const name = studentOf(lead, number, popup.test);
          const more = [number === null ? 'Number withheld' : readable(number), popup.campaign]
            .filter((part) => part !== null)
            .join(' · ');
          return (
            <li key={popup.id} className={classes.row}>
              <span className={classes.rowText}>
                {lead === null ? (
                  <span className={classes.rowName}>{name}</span>
                ) : (
                  <Link
                    className={classes.rowName}
                    to="/leads/$leadId"
                    params={{ leadId: lead.id }}
                    search={{ call: popup.callId }}
                  >
                    {name}
                  </Link>
                )}
                <span className={classes.rowMore}>
                  {clock.when(popup.openedAt)} · {more}
                </span>
              </span>
              <Mark tone="plain">{cardEnd(popup)}</Mark>
            </li>
          );
        })}
      </ul>
      <MoreButton list={list} />
    </ListState>
  );
}
