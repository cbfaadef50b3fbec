import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { Lead } from '../api/contract.ts';
import { request } from '../api/request.ts';
import { tellDone, tellProblem } from '../shell/tell.tsx';
import { fieldOf } from '../words/form.ts';
import classes from './popup-card.module.css';

interface CreateLeadFormProps {
  readonly callId: string;
  /** Withheld: it has to be asked for. */
  readonly hasNumber: boolean;
  readonly onDone: () => void;
}

/** A lead for a call that has none; the call's own number need not be typed, or even be seen. */
export function CreateLeadForm({ callId, hasNumber, onDone }: CreateLeadFormProps) {
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: async (body: Readonly<Record<string, unknown>>) =>
      await request<Lead>('/v1/leads', { method: 'POST', body: { ...body, callId } }),
    onSuccess: ({ name }) => {
      tellDone(`${name} is a lead now, and the call is theirs.`);
      void queries.invalidateQueries({ queryKey: ['leads'] });
      onDone();
    },
    onError: tellProblem,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const [name, email, number] = ['name', 'email', 'number'].map((field) => fieldOf(form, field).trim());
    mutate({ name, ...(email !== '' && { email }), ...(number !== '' && { phones: [{ number }] }) });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.formRow}>
        <TextInput label="Name" name="name" required maxLength={200} autoFocus />
        <TextInput label="E-mail" name="email" type="email" />
      </div>
      {!hasNumber && (
        <TextInput label="Number" description="It was withheld: ask for it." name="number" type="tel" required />
      )}
      <Group gap={8}>
        <Button type="submit" loading={isPending}>
          Create lead
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
