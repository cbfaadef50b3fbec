import { Alert, Button, Checkbox, Group, MultiSelect, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { Lead } from '../api/contract.ts';
import { colleaguesQuery, leadQuery, leadValuesQuery } from '../api/queries.ts';
import { request, RequestProblem, sentenceOf } from '../api/request.ts';
import { useDeskClient } from '../feed/desk-context.tsx';
import { tellDone } from '../shell/tell.tsx';
import { fieldOf } from '../words/form.ts';
import { LeadPhones, type EditedPhone } from './lead-phones.tsx';
import page from '../shell/page.module.css';
import classes from './lead-page.module.css';

interface LeadDetailsProps {
  readonly lead: Lead;
  /** The call for which this is saved. */
  readonly callId: string | undefined;
  readonly isReadOnly: boolean;
}

/** What is known of a lead. Of two who edit the same version one is told, and nobody's work is overwritten unseen. */
export function LeadDetails({ lead, callId, isReadOnly }: LeadDetailsProps) {
  const queries = useQueryClient();
  const desk = useDeskClient();
  const { data: colleagues } = useQuery(colleaguesQuery);
  const { data: values } = useQuery(leadValuesQuery);
  const [owners, setOwners] = useState(() => lead.owners.map(({ id }) => id));
  const [phones, setPhones] = useState<readonly EditedPhone[]>(lead.phones);
  const stages = useId();
  const save = useMutation({
    mutationFn: async (body: Readonly<Record<string, unknown>>) =>
      await request<Lead>(`/v1/leads/${lead.id}`, { method: 'PATCH', body }),
    onSuccess: (saved) => {
      tellDone('The lead is saved.');
      queries.setQueryData(leadQuery(lead.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ['leads'] });
      desk.tell('leads');
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const [name, email, stage] = ['name', 'email', 'stage'].map((field) => fieldOf(form, field).trim());
    save.mutate({
      name,
      email: email === '' ? null : email,
      stage,
      owners,
      phones: phones.map(({ id, number, kind }) => ({ number, kind, ...(id !== undefined && { id }) })),
      junk: fieldOf(form, 'junk') === 'on',
      doNotCall: fieldOf(form, 'doNotCall') === 'on',
      version: lead.version,
      ...(callId !== undefined && { callId }),
    });
  };
  const people = new Map(
    [...(colleagues ?? []).filter(({ active }) => active), ...lead.owners].map(({ id, name }) => [id, name]),
  );
  const isStale = save.error instanceof RequestProblem && save.error.code === 'stale_version';
  return (
    <section className={page.panel} aria-label="Details">
      <div className={page.panelHead}>
        <Title order={2}>Details</Title>
      </div>
      <form onSubmit={submit}>
        <fieldset className={classes.phones} disabled={isReadOnly}>
          <div className={classes.form}>
            <TextInput label="Name" name="name" defaultValue={lead.name} maxLength={200} />
            <TextInput label="E-mail" name="email" type="email" defaultValue={lead.email ?? ''} />
            <TextInput label="Stage" name="stage" defaultValue={lead.stage} required maxLength={60} list={stages} />
            <datalist id={stages}>
              {values?.stages.map((stage) => (
                <option key={stage} value={stage}>
                  {stage}
                </option>
              ))}
            </datalist>
            <MultiSelect
              size="xs"
              label="Owners"
              description="Calls are routed in this order."
              data={[...people].map(([value, label]) => ({ value, label }))}
              value={owners}
              onChange={setOwners}
              searchable
              hidePickedOptions
              disabled={isReadOnly}
              comboboxProps={{ shadow: 'md' }}
            />
            <LeadPhones lead={lead} phones={phones} onChange={setPhones} isReadOnly={isReadOnly} />
            <Group gap="lg">
              <Checkbox size="xs" label="Junk" name="junk" defaultChecked={lead.junk} />
              <Checkbox size="xs" label="Do not call" name="doNotCall" defaultChecked={lead.doNotCall} />
            </Group>
            {save.isError && (
              <Alert
                variant="default"
                role="alert"
                title={isStale ? 'Somebody else changed this lead meanwhile' : 'Not saved'}
              >
                {isStale ? 'Look at what it says now, and make your change again.' : sentenceOf(save.error)}
                {isStale && (
                  <Button
                    mt={8}
                    size="compact-xs"
                    variant="default"
                    onClick={() => void queries.invalidateQueries({ queryKey: ['leads'] })}
                  >
                    Show what it says now
                  </Button>
                )}
              </Alert>
            )}
            {!isReadOnly && (
              <Button type="submit" loading={save.isPending} style={{ justifySelf: 'start' }}>
                Save
              </Button>
            )}
          </div>
        </fieldset>
      </form>
    </section>
  );
}
