import { Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconArrowLeft } from '@tabler/icons-react';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { vendorName } from '../words/vendor.ts';
import { Became } from './became.tsx';
import type { LogEntry as Entry } from './contract.ts';
import { logEntryQuery, type LogSearch } from './queries.ts';
import { Replay } from './replay.tsx';
import { endpointWord, outcomeOf } from './request-words.ts';
import page from '../shell/page.module.css';
import classes from './log-entry.module.css';
import layout from './operations.module.css';

interface LogEntryProps {
  readonly id: string;
  /** The list it was opened from. */
  readonly search: LogSearch;
}

/** One request as it came, beside what it was answered and what became of it. */
export function LogEntry({ id, search }: LogEntryProps) {
  const clock = useClock();
  const { data: entry } = useSuspenseQuery(logEntryQuery(id));
  const { label, tone } = outcomeOf(entry.outcome);
  return (
    <>
      <Link className={classes.back} to="/operations/logs" search={search}>
        <IconArrowLeft size={15} aria-hidden /> Telephony logs
      </Link>
      <div className={layout.head}>
        <Title order={1}>{endpointWord(entry.endpoint)}</Title>
        <Mark tone={tone}>{label}</Mark>
        <span className={layout.space} />
        <Replay entry={entry} />
      </div>
      <p className={layout.intro}>
        {vendorName(entry.vendor)} · <time dateTime={entry.at}>{clock.exactly(entry.at)}</time>
      </p>
      <div className={`${layout.columns} ${layout.even}`}>
        <Came entry={entry} />
        <div className={layout.column}>
          <Became entry={entry} />
          <Answered entry={entry} />
        </div>
      </div>
    </>
  );
}

function Came({ entry: { method, contentType, endpoint, request } }: { readonly entry: Entry }) {
  return (
    <section className={page.panel} aria-label="What came">
      <div className={page.panelHead}>
        <Title order={2}>What came</Title>
      </div>
      <div className={classes.line}>
        {method} {endpoint}
        {contentType === null ? '' : ` · ${contentType}`} · secrets are not kept
      </div>
      {isFields(request) && Object.keys(request).length > 0 ? (
        <dl className={classes.fields}>
          {Object.entries(request).map(([name, value]) => [
            <dt key={name}>{name}</dt>,
            <dd key={`${name} value`}>{shown(value)}</dd>,
          ])}
        </dl>
      ) : (
        <div className={page.empty}>
          {request === null ? 'Nothing of it could be read, or nothing of it is kept.' : 'It carried nothing.'}
        </div>
      )}
    </section>
  );
}

function Answered({ entry: { status, answer } }: { readonly entry: Entry }) {
  return (
    <section className={page.panel} aria-label="What the vendor was answered">
      <div className={page.panelHead}>
        <Title order={2}>What the vendor was answered</Title>
      </div>
      <div className={classes.line}>HTTP {status}</div>
      {answer === null ? (
        <div className={page.empty}>No body.</div>
      ) : (
        <pre className={classes.code} tabIndex={0} aria-label="Body of the answer">
          {typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2)}
        </pre>
      )}
    </section>
  );
}

type Json = Entry['request'];

const isFields = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as it was sent; an empty one is seen to be empty. */
const shown = (value: Json): string => {
  if (value === '') return '(empty)';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
};
