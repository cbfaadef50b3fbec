import { Alert, Button, Group, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { IconGitMerge } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Lead } from '../api/contract.ts';
import { leadQuery } from '../api/queries.ts';
import { LeadApplications } from '../applications/lead-applications.tsx';
import { CallButton } from '../calling/call-button.tsx';
import { Mark } from '../shell/mark.tsx';
import { useMay } from '../shell/session.tsx';
import { outcomeWord } from '../words/call.ts';
import { LeadDetails } from './lead-details.tsx';
import { nameOf, refusalOf } from './lead-columns.tsx';
import { LeadNote } from './lead-note.tsx';
import { MergeLead } from './merge-lead.tsx';
import { Timeline } from './timeline.tsx';
import page from '../shell/page.module.css';
import classes from './lead-page.module.css';

/** How many calls it has, and how the last came out. */
function callsOf({ callCount, lastCall }: Lead): string {
  if (lastCall === null) return 'never called';
  return `${callCount === 1 ? '1 call' : `${callCount} calls`}, last ${outcomeWord(lastCall.outcome).toLowerCase()}`;
}

/** The profile of a lead. Opened from a call's card, what is saved here counts as saved for that call. */
export function LeadPage(): ReactNode {
  // As the route reads them.
  const { leadId } = useParams({ strict: false }) as { readonly leadId: string };
  const { call } = useSearch({ strict: false }) as { readonly call?: string };
  const { data: lead } = useSuspenseQuery(leadQuery(leadId));
  const mayOverride = useMay()('override_call_guards');
  const [isMerging, merging] = useDisclosure();
  const isPart = lead.mergedInto !== null;
  const lastOf = lead.owners.map(({ name }) => name).join(', ');
  return (
    <div className={page.page}>
      <div className={classes.head}>
        <div>
          <Group gap={10}>
            <Title order={1}>{nameOf(lead)}</Title>
            {lead.junk && <Mark tone="miss">Junk</Mark>}
            {lead.doNotCall && <Mark tone="plain">Do not call</Mark>}
          </Group>
          <span className={classes.sub}>
            {lead.stage} · {lastOf === '' ? 'nobody’s yet' : lastOf} · {lead.origin}
            {lead.campaign !== null && `, ${lead.campaign}`} · {callsOf(lead)}
          </span>
        </div>
        <span className={classes.space} />
        {!isPart && (
          <>
            <Button variant="default" leftSection={<IconGitMerge size={15} aria-hidden />} onClick={merging.open}>
              Merge
            </Button>
            <CallButton primary target={{ leadId }} whom={nameOf(lead)} refusal={refusalOf(lead, mayOverride)} />
          </>
        )}
      </div>
      {lead.mergedInto !== null && (
        <Alert variant="default" mb="md" title="This lead was merged into another">
          <Link to="/leads/$leadId" params={{ leadId: lead.mergedInto }} search={{}}>
            Open the lead it is part of
          </Link>
        </Alert>
      )}
      <div className={classes.columns}>
        <div className={classes.column}>
          <LeadDetails key={lead.id} lead={lead} callId={call} isReadOnly={isPart} />
          <LeadApplications lead={lead} isReadOnly={isPart} />
        </div>
        <div className={classes.column}>
          {!isPart && <LeadNote leadId={leadId} callId={call} />}
          <Timeline leadId={leadId} />
        </div>
      </div>
      <MergeLead lead={lead} opened={isMerging} onClose={merging.close} />
    </div>
  );
}
