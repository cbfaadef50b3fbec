import { useMemo } from 'react';
import { useSession } from '../shell/session.tsx';
import own from './board.module.css';

interface BoardStateProps {
  readonly at: string;
  /** The last time it was asked for, there was no answer. */
  readonly isLost: boolean;
}

/** As of when the board is, and that it can't be read while it can't. */
export function BoardState({ at, isLost }: BoardStateProps) {
  const { timeZone } = useSession().institute;
  const clock = useMemo(() => new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }), [timeZone]);
  const time = clock.format(new Date(at));
  return (
    <span className={own.state} data-lost={isLost || undefined}>
      {/* What changes by the second is not read out; that it stopped changing is. */}
      <span role="status">{isLost ? 'Reconnecting. What you see is' : ''}</span>{' '}
      <span>
        {isLost ? 'of ' : 'Updated '}
        <time dateTime={at}>{time}</time>
      </span>
    </span>
  );
}
