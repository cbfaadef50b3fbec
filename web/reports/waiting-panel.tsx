import { Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Mark } from '../shell/mark.tsx';
import { DIRECTIONS } from '../words/call.ts';
import { DefinedTerm } from './defined-term.tsx';
import type { Board } from './queries.ts';
import { Since } from './since.tsx';
import { useReport } from './use-report.ts';
import page from '../shell/page.module.css';
import own from './board.module.css';

type Waiting = Board['waiting'][number];

interface WaitingPanelProps {
  readonly waiting: readonly Waiting[];
  readonly behindMs: number;
}

/** Students who wait for somebody to pick up, the longest waiting first. */
export function WaitingPanel({ waiting, behindMs }: WaitingPanelProps) {
  return (
    <section className={page.panel} aria-label="Waiting calls">
      <div className={page.panelHead}>
        <Title order={2}>
          <DefinedTerm label="Waiting" defined={['waiting']} />
        </Title>
        <Mark tone={waiting.length > 0 ? 'ring' : 'plain'}>{waiting.length}</Mark>
      </div>
      {waiting.length === 0 ? (
        <div className={page.empty}>Nobody waits.</div>
      ) : (
        <ul className={own.waiting}>
          {waiting.map((call) => (
            <WaitingCall key={call.callId} call={call} behindMs={behindMs} />
          ))}
        </ul>
      )}
    </section>
  );
}

function WaitingCall({ call, behindMs }: { readonly call: Waiting; readonly behindMs: number }) {
  const { opens } = useReport();
  const { callId, direction, campaign, since, ringing } = call;
  const names = ringing.map(({ name }) => name).join(', ');
  return (
    <li>
      <strong className={own.since}>
        <Since since={since} behindMs={behindMs} />
      </strong>
      <span className={own.whom}>
        {names === '' ? 'Rings nobody' : `Rings ${names}`}
        <span className={own.more}>
          {[DIRECTIONS[direction], campaign].filter((part) => part !== null).join(' · ')}
        </span>
      </span>
      {opens && (
        <Link
          className={own.call}
          to="/operations/calls/$callId"
          params={{ callId }}
          aria-label={`Call that rings ${names === '' ? 'nobody' : names}`}
        >
          Call
        </Link>
      )}
    </li>
  );
}
