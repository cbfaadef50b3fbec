import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { Call } from '../api/contract.ts';
import { request } from '../api/request.ts';
import { tellDone, tellProblem } from '../shell/tell.tsx';
import { fieldOf } from '../words/form.ts';
import type { Dialled } from './use-phone-feed.ts';
import card from '../desk/popup-card.module.css';
import classes from './phone-page.module.css';

const RESULTS = [
  { value: 'answered', label: 'We talked' },
  { value: 'no_answer', label: 'No answer' },
  { value: 'busy', label: 'Busy' },
  { value: 'cancelled', label: 'I did not call' },
  { value: 'failed', label: 'It did not work' },
] as const;

/** How a call by this phone went: the vendor knows nothing of it, so the counsellor says. */
export function ResultForm({ dialled, onDone }: { readonly dialled: Dialled; readonly onDone: () => void }) {
  const queries = useQueryClient();
  const group = useId();
  const [outcome, setOutcome] = useState<(typeof RESULTS)[number]['value'] | null>(null);
  const { mutate, isPending } = useMutation({
    mutationFn: async (talkSeconds: number | null) =>
      await request<Call>(`/v1/calls/${dialled.callId}/result`, { method: 'PUT', body: { outcome, talkSeconds } }),
    onSuccess: () => {
      tellDone('It is noted.');
      for (const key of ['pending', 'calls', 'leads']) void queries.invalidateQueries({ queryKey: [key] });
      onDone();
    },
    onError: tellProblem,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const seconds = Number(fieldOf(form, 'minutes')) * 60 + Number(fieldOf(form, 'seconds'));
    mutate(outcome === 'answered' ? seconds : null);
  };
  return (
    <form className={classes.result} onSubmit={submit}>
      <fieldset className={card.choices}>
        <legend>How did it go?</legend>
        {RESULTS.map(({ value, label }) => (
          <label key={value}>
            <input type="radio" name={group} required checked={outcome === value} onChange={() => setOutcome(value)} />
            {label}
          </label>
        ))}
      </fieldset>
      {outcome === 'answered' && <TalkTime since={dialled.at} />}
      <Button type="submit" size="md" loading={isPending}>
        Save
      </Button>
    </form>
  );
}

/** Begins with the time since the phone was asked to dial: the most it can have been. */
function TalkTime({ since }: { readonly since: number }) {
  const [most] = useState(() => Math.max(0, Math.floor((Date.now() - since) / 1000)));
  const number = { type: 'number', inputMode: 'numeric', min: 0, required: true, size: 'sm' } as const;
  return (
    <div className={classes.talk}>
      <TextInput {...number} label="Minutes talked" name="minutes" max={600} defaultValue={Math.floor(most / 60)} />
      <TextInput {...number} label="and seconds" name="seconds" max={59} defaultValue={most % 60} />
    </div>
  );
}
