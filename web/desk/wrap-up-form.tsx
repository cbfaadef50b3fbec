import { Button, Group, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent } from 'react';
import type { Call } from '../api/contract.ts';
import { dispositionsQuery } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { tellDone, tellProblem } from '../shell/tell.tsx';
import { fieldOf } from '../words/form.ts';
import { moveOn } from './move-on.ts';
import { useOwedCall } from './use-card.ts';
import { WrapUpTime } from './wrap-up-time.tsx';
import classes from './popup-card.module.css';

/** How the call went, and what to remember of it. Saved, the counsellor is free. */
export function WrapUpForm({ callId, onDone }: { readonly callId: string; readonly onDone?: () => void }) {
  const queries = useQueryClient();
  const { data } = useQuery(dispositionsQuery);
  const [code, setCode] = useState<string | null>(null);
  const until = useOwedCall(callId)?.wrapUpUntil ?? null;
  const group = useId();
  const form = useRef<HTMLFormElement>(null);
  const { mutate, isPending } = useMutation({
    mutationFn: async (body: { code: string; note?: string }) =>
      await request<Call>(`/v1/calls/${callId}/disposition`, { method: 'PUT', body }),
    onSuccess: () => {
      tellDone('The wrap-up is done.');
      for (const key of ['pending', 'calls', 'leads']) void queries.invalidateQueries({ queryKey: [key] });
      moveOn(form.current?.closest('article, li') ?? null);
      onDone?.();
    },
    onError: tellProblem,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const note = fieldOf(event.currentTarget, 'note').trim();
    if (code !== null) mutate({ code, ...(note !== '' && { note }) });
  };
  return (
    <form ref={form} className={classes.form} onSubmit={submit} aria-label="Wrap-up">
      {until !== null && <WrapUpTime until={until} />}
      <fieldset className={classes.choices}>
        <legend>How did it go?</legend>
        {data?.dispositions.map((disposition) => (
          <label key={disposition.code}>
            <input
              type="radio"
              name={group}
              required
              checked={code === disposition.code}
              onChange={() => setCode(disposition.code)}
            />
            {disposition.label}
          </label>
        ))}
      </fieldset>
      <Textarea label="Note" name="note" autosize minRows={2} maxRows={8} maxLength={10_000} />
      <Group gap={8}>
        <Button type="submit" loading={isPending}>
          Finish wrap-up
        </Button>
        {onDone !== undefined && (
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
        )}
      </Group>
    </form>
  );
}
