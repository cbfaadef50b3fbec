import { useDesk } from '../feed/desk-context.tsx';
import { CallCards } from './call-cards.tsx';
import classes from './desk-page.module.css';

/** The cards beside whatever page is open; not there when nothing is on. */
export function CallDock() {
  const { popups, calls } = useDesk().desk;
  if (popups.length + calls.length === 0) return null;
  return (
    <aside className={classes.dock} aria-label="Calls now">
      <CallCards />
    </aside>
  );
}
