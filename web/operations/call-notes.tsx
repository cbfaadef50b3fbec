import { Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ListState } from '../desk/list-state.tsx';
import { MoreButton } from '../desk/more-button.tsx';
import { useClock } from '../shell/session.tsx';
import { callNotesQuery } from './queries.ts';
import page from '../shell/page.module.css';
import classes from './call-story.module.css';
import layout from './operations.module.css';

/** What counsellors wrote about a call. */
export function CallNotes({ callId }: { readonly callId: string }) {
  const clock = useClock();
  const list = useInfiniteQuery(callNotesQuery(callId));
  const notes = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className={page.panel} aria-label="Notes">
      <div className={page.panelHead}>
        <Title order={2}>Notes</Title>
      </div>
      <ListState list={list} isEmpty={notes.length === 0} empty="Nobody wrote a note about this call.">
        <ul className={layout.rows}>
          {notes.map(({ id, at, text, by }) => (
            <li key={id}>
              <div className={classes.note}>{text}</div>
              <span className={layout.under}>
                {by === undefined ? '' : `${by.name}, `}
                <time dateTime={at} title={clock.exactly(at)}>
                  {clock.when(at)}
                </time>
              </span>
            </li>
          ))}
        </ul>
        <MoreButton list={list} />
      </ListState>
    </section>
  );
}
