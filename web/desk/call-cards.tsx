import { Fragment, useEffect, useRef, type ReactNode } from 'react';
import { OutgoingCard } from '../calling/outgoing-card.tsx';
import { useDesk } from '../feed/desk-context.tsx';
import { PopupCard } from './popup-card.tsx';
import classes from './desk-page.module.css';

/** Everything that is on now, newest on top; Alt J goes to the first. */
export function CallCards({ empty = null }: { readonly empty?: ReactNode }) {
  const { popups, calls, muted } = useDesk().desk;
  const cards = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== 'KeyJ') return;
      event.preventDefault();
      cards.current?.querySelector('article')?.focus();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  const shown = [
    ...calls.map((call) => ({ id: call.id, at: call.startedAt, card: <OutgoingCard call={call} /> })),
    ...popups.map((popup) => ({
      id: popup.id,
      at: popup.openedAt,
      card: <PopupCard popup={popup} muted={muted.includes(popup.id)} />,
    })),
  ].toSorted((a, b) => b.at.localeCompare(a.at));
  return (
    <div ref={cards} className={classes.cards}>
      {shown.length === 0 ? empty : shown.map(({ id, card }) => <Fragment key={id}>{card}</Fragment>)}
    </div>
  );
}
