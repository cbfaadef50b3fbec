import { ActionIcon, Table, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import type { Application } from '../api/contract.ts';
import { callingQuery } from '../api/queries.ts';
import { CallButton } from '../calling/call-button.tsx';
import { Mark } from '../shell/mark.tsx';
import { useClock, useMay } from '../shell/session.tsx';
import { studentOf } from '../words/call.ts';
import { ApplicationDialog } from './application-dialog.tsx';
import leads from '../leads/leads.module.css';

export function ApplicationTable({ applications }: { readonly applications: readonly Application[] }) {
  const [edited, setEdited] = useState<Application | null>(null);
  return (
    <>
      <div className={leads.scroll} tabIndex={0} role="region" aria-label="Table of applications">
        <Table verticalSpacing={7} horizontalSpacing={14} stickyHeader className={leads.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Student</Table.Th>
              <Table.Th>
                <VisuallyHidden>Call and edit</VisuallyHidden>
              </Table.Th>
              <Table.Th>Form</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th>Changed</Table.Th>
              <Table.Th>Begun</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {applications.map((application) => (
              <Row key={application.id} application={application} onEdit={() => setEdited(application)} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <ApplicationDialog application={edited ?? undefined} opened={edited !== null} onClose={() => setEdited(null)} />
    </>
  );
}

function Row({ application, onEdit }: { readonly application: Application; readonly onEdit: () => void }) {
  const clock = useClock();
  const { lead, form, status, createdAt, updatedAt } = application;
  const name = studentOf(lead, null);
  return (
    <Table.Tr>
      <Table.Td>
        <Link className={leads.name} to="/leads/$leadId" params={{ leadId: lead.id }}>
          {name}
        </Link>
      </Table.Td>
      <Table.Td>
        <span className={leads.nameLine}>
          <ApplicationCall application={application} />
          <ActionIcon aria-label={`Edit the application of ${name} by ${form.name}`} onClick={onEdit}>
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
        </span>
      </Table.Td>
      <Table.Td>{form.name}</Table.Td>
      <Table.Td>
        <Mark tone="plain">{status}</Mark>
      </Table.Td>
      <Table.Td title={clock.exactly(updatedAt)}>{clock.when(updatedAt)}</Table.Td>
      <Table.Td title={clock.exactly(createdAt)}>{clock.when(createdAt)}</Table.Td>
    </Table.Tr>
  );
}

/** Click to call for an application; not there where its form does not allow it (product 4). */
export function ApplicationCall({ application: { id, lead, form } }: { readonly application: Application }) {
  const needs = 'make_calls_applications';
  const { data: calling } = useQuery({ ...callingQuery, enabled: useMay()(needs) });
  if (calling?.formIds.includes(form.id) !== true) return null;
  return (
    <CallButton
      compact
      needs={needs}
      target={{ leadId: lead.id, applicationId: id }}
      whom={`${studentOf(lead, null)} for ${form.name}`}
    />
  );
}
