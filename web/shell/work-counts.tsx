import { IconClipboardText, IconPhoneX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useDesk } from '../feed/desk-context.tsx';
import classes from './work-counts.module.css';

/** The missed and the pending icon, each with its live count; both lead to their list. */
export function WorkCounts() {
  const { missed, pending } = useDesk().desk;
  return (
    <>
      <Link
        to="/"
        hash="missed"
        className={classes.count}
        data-tone={missed > 0 ? 'miss' : 'plain'}
        aria-label={`Missed calls: ${missed}`}
        title="Missed calls"
      >
        <IconPhoneX size={18} stroke={1.8} aria-hidden />
        {missed}
      </Link>
      <Link
        to="/"
        hash="pending"
        className={classes.count}
        data-tone={pending > 0 ? 'wrap' : 'plain'}
        aria-label={`Wrap-ups to do: ${pending}`}
        title="Wrap-ups to do"
      >
        <IconClipboardText size={18} stroke={1.8} aria-hidden />
        {pending}
      </Link>
    </>
  );
}
