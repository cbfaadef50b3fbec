import { IconHeadset } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMay } from '../shell/session.tsx';
import { useMe } from '../shell/use-me.ts';
import classes from './desk-page.module.css';

/** What stands where cards will be, and why none may come. */
export function NoCalls() {
  const { me } = useMe();
  const may = useMay();
  const why = !may('receive_popups')
    ? 'You do not have the permission to receive call pop-ups; ask your administrator.'
    : me?.popups === false
      ? 'Pop-up cards are switched off in your menu.'
      : me?.takingCalls === false
        ? 'You are not taking calls; switch that on above when you are ready.'
        : 'When a call rings, its card shows here before you pick up. Alt J goes to it.';
  return (
    <div className={classes.quiet}>
      <IconHeadset size={28} stroke={1.5} aria-hidden />
      <div>
        <strong>No calls right now</strong>
        <div>{why}</div>
        {may('configure_calling') && (
          <div>
            <Link to="/settings">Setting up</Link> says what calling still needs here.
          </div>
        )}
      </div>
    </div>
  );
}
