import { Button, Group, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../api/request.ts';
import { tellDone, tellProblem } from '../shell/tell.tsx';
import { fieldOf } from '../words/form.ts';
import classes from './popup-card.module.css';

interface NoteFormProps {
  readonly callId: string;
  /** Null: the note stands on the call until it has a lead. */
  readonly leadId: string | null;
  readonly onDone: () => void;
}

/** A note about a call; of whoever talked it counts as the call's saving and ends the wrap-up. */
export function NoteForm({ callId, leadId, onDone }: NoteFormProps) {
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: async (text: string) =>
      leadId === null
        ? await request(`/v1/calls/${callId}/notes`, { method: 'POST', body: { text } })
        : await request(`/v1/leads/${leadId}/notes`, { method: 'POST', body: { text, callId } }),
    onSuccess: () => {
      tellDone('The note is saved.');
      void queries.invalidateQueries({ queryKey: ['leads'] });
      onDone();
    },
    onError: tellProblem,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const text = fieldOf(event.currentTarget, 'text').trim();
    if (text !== '') mutate(text);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Textarea
        label="Note"
        name="text"
        autosize
        minRows={2}
        maxRows={8}
        required
        maxLength={10_000}
        autoFocus
        data-autofocus
      />
      <Group gap={8}>
        <Button type="submit" loading={isPending}>
          Save note
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
