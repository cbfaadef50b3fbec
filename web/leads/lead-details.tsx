import { Alert, Button, Checkbox, Group, MultiSelect, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { Lead } from '../api/contract.ts';
import { colleaguesQuery, leadQuery, leadValuesQuery } from '../api/queries.ts';
import { sentenceOf } from '../api/request.ts';
import { useDeskClient } from '../feed/desk-context.tsx';
import { tellDone } from '../shell/tell.tsx';
import { fieldOf } from '../words/form.ts';
import { LeadPhones, type EditedPhone } from './lead-phones.tsx';
import { isStale, saveLead, type LeadForm } from './save-lead.ts';
import page from '../shell/page.module.css';
import classes from './lead-page.module.css';

interface LeadDetailsProps {
  readonly lead: Lead;
  /** The call for which this is saved. */
  readonly callId: string | undefined;
  readonly isReadOnly: boolean;
}

/** What is known of a lead. A newer version waits while somebody types: with the form, what they typed would be gone. */
export function LeadDetails({ lead, callId, isReadOnly }: LeadDetailsProps) {
  const [begun, setBegun] = useState(lead);
  const [isEdited, setEdited] = useState(false);
  if (!isEdited && begun.version !== lead.version) setBegun(lead);
  return (
    <DetailsForm
      key={begun.version}
      lead={begun}
      callId={callId}
      isReadOnly={isReadOnly}
      onEdit={() => setEdited(true)}
      onOver={() => setEdited(false)}
    />
  );
}

interface DetailsFormProps extends LeadDetailsProps {
  readonly onEdit: () => void;
  /** Saved, or given up. */
  readonly onOver: () => void;
}

/** Of two who change the same field one is told, and nobody's work is overwritten unseen. */
function DetailsForm({ lead, callId, isReadOnly, onEdit, onOver }: DetailsFormProps) {
  const queries = useQueryClient();
  const desk = useDeskClient();
  const { data: colleagues } = useQuery(colleaguesQuery);
  const { data: values } = useQuery(leadValuesQuery);
  const [owners, setOwners] = useState(() => lead.owners.map(({ id }) => id));
  const [phones, setPhones] = useState<readonly EditedPhone[]>(lead.phones);
  const stages = useId();
  const save = useMutation({
    mutationFn: async (edited: LeadForm) => await saveLead(lead, edited, callId),
    onSuccess: (saved) => {
      tellDone('The lead is saved.');
      onOver();
      queries.setQueryData(leadQuery(lead.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ['leads'] });
      desk.tell('leads');
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const email = fieldOf(form, 'email').trim();
    save.mutate({
      name: fieldOf(form, 'name').trim(),
      email: email === '' ? null : email,
      stage: fieldOf(form, 'stage').trim(),
      owners,
      phones: phones.map(({ id, number, kind }) => ({ number, kind, ...(id !== undefined && { id }) })),
      junk: fieldOf(form, 'junk') === 'on',
      doNotCall: fieldOf(form, 'doNotCall') === 'on',
    });
  };
  const people = new Map(
    [...(colleagues ?? []).filter(({ active }) => active), ...lead.owners].map(({ id, name }) => [id, name]),
  );
  const wasStale = isStale(save.error);
  return (
    <section className={page.panel} aria-label="Details">
      <div className={page.panelHead}>
        <Title order={2}>Details</Title>
      </div>
      <form onSubmit={submit} onChange={onEdit}>
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
              onChange={(chosen) => {
                onEdit();
                setOwners(chosen);
              }}
              searchable
              hidePickedOptions
              disabled={isReadOnly}
              comboboxProps={{ shadow: 'md' }}
            />
            <LeadPhones
              lead={lead}
              phones={phones}
              onChange={(changed) => {
                onEdit();
                setPhones(changed);
              }}
              isReadOnly={isReadOnly}
            />
            <Group gap="lg">
              <Checkbox size="xs" label="Junk" name="junk" defaultChecked={lead.junk} />
              <Checkbox size="xs" label="Do not call" name="doNotCall" defaultChecked={lead.doNotCall} />
            </Group>
            {save.isError && (
              <Alert
                variant="default"
                role="alert"
                title={wasStale ? 'Somebody else changed this lead meanwhile' : 'Not saved'}
              >
                {wasStale ? 'Look at what it says now, and make your change again.' : sentenceOf(save.error)}
                {wasStale && (
                  <Button
                    mt={8}
                    size="compact-xs"
                    variant="default"
                    onClick={() => {
                      onOver();
                      void queries.invalidateQueries({ queryKey: ['leads'] });
                    }}
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
