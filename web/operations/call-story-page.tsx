import { Button, Group, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { IconExternalLink, IconFileText, IconUser } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Call } from '../api/contract.ts';
import { Mark } from '../shell/mark.tsx';
import { useClock, useMay } from '../shell/session.tsx';
import { useNow } from '../shell/use-now.ts';
import { DIRECTIONS, isTestCall, outcomeTone, standing, studentOf } from '../words/call.ts';
import { readable } from '../words/number.ts';
import { CallFacts } from './call-facts.tsx';
import { CallNotes } from './call-notes.tsx';
import { Offers } from './offers.tsx';
import { explanationQuery, watchedCallQuery } from './queries.ts';
import { Story } from './story.tsx';
import { verdict, waitingWords } from './verdict.ts';
import page from '../shell/page.module.css';
import classes from './call-story.module.css';
import layout from './operations.module.css';

/** Why one call went as it did: what came, what was decided and why, shown to whom, repaired how. */
export function CallStoryPage(): ReactNode {
  // As the route reads it.
  const { callId } = useParams({ strict: false }) as { readonly callId: string };
  const { data: call } = useSuspenseQuery(watchedCallQuery(callId));
  const { data: story } = useSuspenseQuery(explanationQuery(callId, call.state !== 'ended'));
  const clock = useClock();
  const now = useNow(60_000);
  return (
    <div className={page.page}>
      <Head call={call} temporalUrl={story.temporalUrl} />
      <div className={classes.verdict} data-tone={outcomeTone(call.outcome)}>
        {verdict(call, waitingWords(call, story.waiting, { clock, now }))}
      </div>
      <div className={layout.columns}>
        <Story steps={story.steps} />
        <div className={layout.column}>
          {call.offers.length > 0 && <Offers offers={call.offers} />}
          <CallFacts call={call} />
          {story.flags.length > 0 && <Flags flags={story.flags} />}
          <CallNotes callId={call.id} />
        </div>
      </div>
    </div>
  );
}

function Head({ call, temporalUrl }: { readonly call: Call; readonly temporalUrl: string | undefined }) {
  const clock = useClock();
  const seesRequests = useMay()('raw_requests');
  const { id, lead, number, direction, startedAt } = call;
  return (
    <>
      <div className={layout.head}>
        <Title order={1}>{studentOf(lead, number, isTestCall(call))}</Title>
        <Mark tone={outcomeTone(call.outcome)}>{standing(call)}</Mark>
        <span className={layout.space} />
        <Group gap={8}>
          {lead !== null && (
            <Button
              variant="default"
              leftSection={<IconUser size={15} aria-hidden />}
              renderRoot={(props) => <Link {...props} to="/leads/$leadId" params={{ leadId: lead.id }} search={{}} />}
            >
              Lead
            </Button>
          )}
          {seesRequests && (
            <Button
              variant="default"
              leftSection={<IconFileText size={15} aria-hidden />}
              renderRoot={(props) => <Link {...props} to="/operations/logs" search={{ search: id }} />}
            >
              Its requests
            </Button>
          )}
          {temporalUrl !== undefined && (
            <Button
              variant="default"
              component="a"
              href={temporalUrl}
              target="_blank"
              rel="noreferrer"
              leftSection={<IconExternalLink size={15} aria-hidden />}
            >
              Workflow in Temporal
            </Button>
          )}
        </Group>
      </div>
      <p className={layout.intro}>
        {DIRECTIONS[direction]} · {number === null ? 'number withheld' : readable(number)} ·{' '}
        <time dateTime={startedAt}>{clock.exactly(startedAt)}</time>
      </p>
    </>
  );
}

function Flags({ flags }: { readonly flags: readonly { readonly flag: string; readonly text: string }[] }) {
  return (
    <section className={page.panel} aria-label="What was odd about it">
      <div className={page.panelHead}>
        <Title order={2}>What was odd about it</Title>
      </div>
      <ul className={layout.rows}>
        {flags.map(({ flag, text }) => (
          <li key={flag}>{text}</li>
        ))}
      </ul>
    </section>
  );
}
