import { ActionIcon, Button, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Application } from '../api/contract.ts';
import { ListState } from '../desk/list-state.tsx';
import { MoreButton } from '../desk/more-button.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { ApplicationDialog } from './application-dialog.tsx';
import { ApplicationCall } from './application-table.tsx';
import type { Applicant } from './application-form.tsx';
import { applicationsOfLeadQuery } from './queries.ts';
import desk from '../desk/desk-page.module.css';
import page from '../shell/page.module.css';

interface LeadApplicationsProps {
  readonly lead: Applicant;
  readonly isReadOnly: boolean;
}

/** What a student applies for. */
export function LeadApplications({ lead, isReadOnly }: LeadApplicationsProps) {
  const list = useInfiniteQuery(applicationsOfLeadQuery(lead.id));
  const applications = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const [edited, setEdited] = useState<Application | null>(null);
  const [isAdding, adding] = useDisclosure();
  return (
    <section className={page.panel} aria-label="Applications">
      <div className={page.panelHead}>
        <Title order={2}>Applications</Title>
        <span style={{ flex: 1 }} />
        {!isReadOnly && (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={adding.open}
          >
            New application
          </Button>
        )}
      </div>
      <ListState list={list} isEmpty={applications.length === 0} empty="None yet.">
        <ul className={desk.rows}>
          {applications.map((application) => (
            <Row
              key={application.id}
              application={application}
              {...(!isReadOnly && { onEdit: () => setEdited(application) })}
            />
          ))}
        </ul>
        <MoreButton list={list} />
      </ListState>
      <ApplicationDialog lead={lead} opened={isAdding} onClose={adding.close} />
      <ApplicationDialog application={edited ?? undefined} opened={edited !== null} onClose={() => setEdited(null)} />
    </section>
  );
}

interface RowProps {
  readonly application: Application;
  readonly onEdit?: () => void;
}

function Row({ application, onEdit }: RowProps) {
  const clock = useClock();
  const { form, status, updatedAt } = application;
  return (
    <li className={desk.row}>
      <span className={desk.rowText}>
        <span className={desk.rowName}>{form.name}</span>
        <span className={desk.rowMore} title={clock.exactly(updatedAt)}>
          {clock.when(updatedAt)}
        </span>
      </span>
      <Mark tone="plain">{status}</Mark>
      {onEdit !== undefined && (
        <>
          <ApplicationCall application={application} />
          <ActionIcon aria-label={`Edit the application by ${form.name}`} onClick={onEdit}>
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
        </>
      )}
    </li>
  );
}
