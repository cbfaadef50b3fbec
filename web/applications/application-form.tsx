import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { Application } from '../api/contract.ts';
import { request } from '../api/request.ts';
import { useDeskClient } from '../feed/desk-context.tsx';
import { LeadPicker } from '../leads/lead-picker.tsx';
import { tellDone, tellProblem } from '../shell/tell.tsx';
import { studentOf } from '../words/call.ts';
import { fieldOf } from '../words/form.ts';
import { applicationValuesQuery } from './queries.ts';

export interface Applicant {
  readonly id: string;
  readonly name: string;
}

interface ApplicationFormProps {
  readonly application: Application | undefined;
  readonly lead: Applicant | undefined;
  readonly onClose: () => void;
}

/** By which form a student applies, and how it stands. */
export function ApplicationForm({ application, lead, onClose }: ApplicationFormProps) {
  const queries = useQueryClient();
  const desk = useDeskClient();
  const { data: values } = useQuery(applicationValuesQuery);
  const [applicant, setApplicant] = useState(lead ?? null);
  const statuses = useId();
  const { mutate, isPending } = useMutation({
    mutationFn: async (body: { readonly formId: string; readonly status: string }) =>
      application === undefined
        ? await request<Application>('/v1/applications', {
            method: 'POST',
            body: { ...body, leadId: applicant?.id },
          })
        : await request<Application>(`/v1/applications/${application.id}`, { method: 'PATCH', body }),
    onSuccess: () => {
      tellDone('The application is saved.');
      // It stands on the lead's timeline too.
      for (const key of ['applications', 'leads'] as const) {
        void queries.invalidateQueries({ queryKey: [key] });
        desk.tell(key);
      }
      onClose();
    },
    onError: tellProblem,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    mutate({ formId: fieldOf(form, 'form'), status: fieldOf(form, 'status').trim() });
  };
  if (applicant === null) return <LeadPicker without="" deed="Choose" onPick={setApplicant} />;
  // One that is out of use stays with those who have it.
  const forms = values?.forms.filter(({ id, active }) => active || id === application?.form.id) ?? [];
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Group gap={8}>
          <Text size="sm" fw={650}>
            {studentOf(applicant, null)}
          </Text>
          {lead === undefined && (
            <Button variant="subtle" size="compact-xs" onClick={() => setApplicant(null)}>
              Another lead
            </Button>
          )}
        </Group>
        {values !== undefined && forms.length === 0 && (
          <Alert variant="default">Your institute has no forms yet. Whoever administers calling can add one.</Alert>
        )}
        <NativeSelect
          // The choice of the one that is edited is there once the forms are.
          key={forms.length}
          label="Form"
          name="form"
          required
          data={forms.map(({ id, name }) => ({ value: id, label: name }))}
          defaultValue={application?.form.id}
          data-autofocus
        />
        <TextInput
          label="Status"
          name="status"
          required
          maxLength={60}
          description="In your institute’s own words: “Started”, “Documents missing”, “Admitted”."
          defaultValue={application?.status ?? 'Started'}
          list={statuses}
        />
        <datalist id={statuses}>
          {values?.statuses.map((status) => (
            <option key={status} value={status}>
              {status}
            </option>
          ))}
        </datalist>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} disabled={forms.length === 0}>
            {application === undefined ? 'Create application' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
