import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../api/request.ts';
import { useDeskClient } from '../feed/desk-context.tsx';
import { tellProblem } from '../shell/tell.tsx';
import { fieldOf } from '../words/form.ts';
import page from '../shell/page.module.css';
import classes from './lead-page.module.css';

/** A note on a lead; with a call also about that call. */
export function LeadNote({ leadId, callId }: { readonly leadId: string; readonly callId: string | undefined }) {
  const queries = useQueryClient();
  const desk = useDeskClient();
  const { mutate, isPending } = useMutation({
    mutationFn: async ({ text }: { text: string; form: HTMLFormElement }) =>
      await request(`/v1/leads/${leadId}/notes`, {
        method: 'POST',
        body: { text, ...(callId !== undefined && { callId }) },
      }),
    onSuccess: (_note, { form }) => {
      form.reset();
      void queries.invalidateQueries({ queryKey: ['leads'] });
      desk.tell('leads');
    },
    onError: tellProblem,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = fieldOf(form, 'text').trim();
    if (text !== '') mutate({ text, form });
  };
  return (
    <form className={`${page.panel} ${classes.form}`} onSubmit={submit}>
      <Textarea
        label={callId === undefined ? 'Note' : 'Note on this call'}
        name="text"
        autosize
        minRows={2}
        maxRows={10}
        required
        maxLength={10_000}
      />
      <Button type="submit" loading={isPending} style={{ justifySelf: 'start' }}>
        Save note
      </Button>
    </form>
  );
}
