import { Link } from '@tanstack/react-router';
import { Mark } from '../shell/mark.tsx';
import { PRESENCES, type Presence } from './presence.ts';
import { Since } from './since.tsx';
import { useReport } from './use-report.ts';
import own from './board.module.css';

interface CounsellorCardProps {
  readonly presence: Presence;
  readonly behindMs: number;
}

/** What one counsellor is at. */
export function CounsellorCard({ presence, behindMs }: CounsellorCardProps) {
  const { opens } = useReport();
  const { counsellor, state, since, callId } = presence;
  const known = PRESENCES.find((one) => one.state === state);
  return (
    <li className={own.card} data-state={state}>
      <strong className={own.name}>{counsellor.name}</strong>
      <span className={own.line}>
        <Mark tone={known?.tone ?? 'plain'}>{known?.word ?? state}</Mark>
        {since !== null && (
          <span className={own.since}>
            <Since since={since} behindMs={behindMs} />
          </span>
        )}
        {opens && callId !== null && (
          <Link
            className={own.call}
            to="/operations/calls/$callId"
            params={{ callId }}
            aria-label={`Call of ${counsellor.name}`}
          >
            Call
          </Link>
        )}
      </span>
    </li>
  );
}
