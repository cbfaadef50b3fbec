import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sentenceOf } from '../api/request.ts';
import { Mark } from '../shell/mark.tsx';
import { useMay } from '../shell/session.tsx';
import { isTestCall, outcomeTone, standing, studentOf } from '../words/call.ts';
import type { LogEntry } from './contract.ts';
import { watchedCallQuery } from './queries.ts';
import { outcomeOf } from './request-words.ts';
import page from '../shell/page.module.css';
import classes from './log-entry.module.css';
import layout from './operations.module.css';

/** What became of a request: its outcome, what it told of its call, and that call as it stands now. */
export function Became({ entry: { outcome, facts, callId, repeatOf } }: { readonly entry: LogEntry }) {
  const seesCalls = useMay()('call_logs');
  const { text, label } = outcomeOf(outcome);
  return (
    <section className={page.panel} aria-label="What became of it">
      <div className={page.panelHead}>
        <Title order={2}>What became of it</Title>
      </div>
      <div className={layout.body}>
        {text === '' ? label : text}{' '}
        {repeatOf !== null && (
          <Link className={layout.link} to="/operations/logs" search={{ entry: repeatOf }}>
            Look at the one it repeats
          </Link>
        )}
      </div>
      {facts.length > 0 && (
        <ul className={classes.told}>
          {facts.map(({ text: told }) => (
            <li key={told}>{told}</li>
          ))}
        </ul>
      )}
      {callId !== null && seesCalls && <ItsCall callId={callId} />}
    </section>
  );
}

function ItsCall({ callId }: { readonly callId: string }) {
  const { data: call, error } = useQuery(watchedCallQuery(callId));
  if (error !== null) return <div className={classes.call}>{sentenceOf(error)}</div>;
  if (call === undefined) return null;
  return (
    <div className={classes.call}>
      <span>
        Its call: <strong>{studentOf(call.lead, call.number, isTestCall(call))}</strong>
      </span>
      <Mark tone={outcomeTone(call.outcome)}>{standing(call)}</Mark>
      <Link className={layout.link} to="/operations/calls/$callId" params={{ callId: call.id }}>
        Read its story
      </Link>
    </div>
  );
}
