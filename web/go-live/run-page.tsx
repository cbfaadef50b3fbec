import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { CallButton } from '../calling/call-button.tsx';
import { Loaded } from '../settings/loaded.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock, useSession } from '../shell/session.tsx';
import { readable } from '../words/number.ts';
import { CheckRow } from './check-row.tsx';
import { PlayedRequests, TurnedAway } from './request-lists.tsx';
import { goLiveQuery, type GoLiveResult } from './queries.ts';
import { RunDeeds } from './run-deeds.tsx';
import type { Dialect } from './use-rehearsal.ts';
import { instructions, MODES, summary } from './words.ts';
import page from '../shell/page.module.css';
import classes from './go-live.module.css';

/** One check as it stands, step by step with its evidence. On paper all of it is shown. */
export function RunPage(): ReactNode {
  // As the route's path has it.
  const { runId } = useParams({ strict: false }) as { readonly runId: string };
  const run = useQuery(goLiveQuery(runId));
  return (
    <div className={`${page.page} ${classes.printed}`}>
      <Link to="/go-live" className={classes.back}>
        Go-live check
      </Link>
      <Loaded query={run}>{(result) => <Run run={result} />}</Loaded>
    </div>
  );
}

function Run({ run }: { readonly run: GoLiveResult }) {
  const [dialect, setDialect] = useState<Dialect>('classic');
  const clock = useClock();
  const { mode, vendorName, number, did, counsellor, startedAt, endsAt, open, checks } = run;
  return (
    <>
      <div className={classes.head}>
        <Title order={1}>
          {MODES[mode]}: {vendorName}
        </Title>
        {open ? <Mark tone="ring">On until {clock.time(endsAt)}</Mark> : <Mark tone="plain">Over</Mark>}
        <span className={classes.space} />
        <RunDeeds run={run} dialect={dialect} onDialect={setDialect} />
      </div>
      <dl className={classes.facts}>
        <Fact name="Test phone">{number === null ? 'None' : readable(number)}</Fact>
        <Fact name="DID">{did === null ? 'None' : readable(did)}</Fact>
        <Fact name="Who is rung">{counsellor.name}</Fact>
        <Fact name="Begun">{clock.exactly(startedAt)}</Fact>
      </dl>
      {mode === 'live' && open && <WhatToDo run={run} />}
      <section className={page.panel} aria-labelledby="the-checks">
        <div className={page.panelHead}>
          <Title order={2} id="the-checks">
            Checks
          </Title>
          <span role="status">{summary(checks)}</span>
        </div>
        <ol className={classes.checks}>
          {checks.map((check, index) => (
            <CheckRow key={check.key} check={check} place={index + 1} run={run} dialect={dialect} />
          ))}
        </ol>
      </section>
      <TurnedAway run={run} />
      <PlayedRequests run={run} />
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What people do meanwhile; whoever is rung can call the test phone from here. */
function WhatToDo({ run }: { readonly run: GoLiveResult }) {
  const { user } = useSession();
  const call = run.calls.find(({ direction }) => direction === 'inbound');
  return (
    <section className={`${page.panel} ${classes.todo}`} aria-label="What to do">
      <ol>
        {instructions(run, readable).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      {call !== undefined && user.id === run.counsellor.id && (
        <CallButton target={{ callId: call.id }} whom="the test phone" label="Call" />
      )}
    </section>
  );
}
