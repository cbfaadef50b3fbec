import { Button, NativeSelect, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { request } from '../api/request.ts';
import { Loaded } from '../settings/loaded.tsx';
import { counsellorsQuery, numbersQuery, vendorsQuery } from '../settings/queries.ts';
import type { Counsellor, NumbersSettings, Vendor } from '../settings/contract.ts';
import { tellProblem } from '../shell/tell.tsx';
import { fieldOf } from '../words/form.ts';
import { readable } from '../words/number.ts';
import { goLiveQuery, type GoLive, type GoLiveResult } from './queries.ts';
import { useRehearsal } from './use-rehearsal.ts';
import page from '../shell/page.module.css';
import classes from './go-live.module.css';

const WORDS = {
  rehearsal: {
    title: 'Rehearse',
    text: 'We play the vendor: three calls from a number that we make up, within seconds. The counsellor sees their cards.',
    deed: 'Rehearse all twelve',
  },
  live: {
    title: 'Check live',
    text: 'You call from a phone of yours. Each step ticks as the vendor’s own requests come, and says what is missing.',
    deed: 'Begin the live check',
  },
} as const;

/** Begins a check; a rehearsal is played at once. */
export function StartForm({ mode }: { readonly mode: GoLive['mode'] }) {
  const vendors = useQuery(vendorsQuery);
  const counsellors = useQuery(counsellorsQuery);
  const numbers = useQuery(numbersQuery);
  const { title, text } = WORDS[mode];
  return (
    <section className={page.panel} aria-label={title}>
      <div className={page.panelHead}>
        <Title order={2}>{title}</Title>
      </div>
      <div className={classes.way}>
        <Text size="sm">{text}</Text>
        <Loaded query={vendors}>
          {(all) => (
            <Loaded query={counsellors}>
              {(people) => (
                <Loaded query={numbers}>
                  {({ dids }) => <Choices mode={mode} vendors={all} counsellors={people} dids={dids} />}
                </Loaded>
              )}
            </Loaded>
          )}
        </Loaded>
      </div>
    </section>
  );
}

interface ChoicesProps {
  readonly mode: GoLive['mode'];
  readonly vendors: readonly Vendor[];
  readonly counsellors: readonly Counsellor[];
  readonly dids: NumbersSettings['dids'];
}

function Choices({ mode, vendors, counsellors, dids }: ChoicesProps) {
  const { start, isPending } = useStart(mode);
  const setUp = vendors.filter(({ isSetUp }) => isSetUp).toSorted((a, b) => Number(b.enabled) - Number(a.enabled));
  const active = counsellors.filter((one) => one.active);
  if (setUp.length === 0) {
    return (
      <Text size="sm">
        No vendor is set up yet. <Link to="/settings/telephony">Begin with its settings.</Link>
      </Text>
    );
  }
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = ['vendor', 'counsellorId', 'did', 'number'].map(
      (name) => [name, fieldOf(form, name).trim()] as const,
    );
    start(Object.fromEntries(given.filter(([, value]) => value !== '')));
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <NativeSelect
        label="Vendor"
        name="vendor"
        data={setUp.map(({ vendor, name }) => ({ value: vendor, label: name }))}
      />
      <NativeSelect
        label="Who is rung"
        name="counsellorId"
        data={[
          { value: '', label: 'The first with an agent number' },
          ...active.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <NativeSelect
        label="The DID that is dialled"
        name="did"
        data={
          dids.length === 0
            ? [{ value: '', label: 'None is entered' }]
            : dids.map(({ number, campaign }) => ({
                value: number,
                label: campaign === null ? readable(number) : `${readable(number)}, ${campaign}`,
              }))
        }
      />
      {mode === 'live' && (
        <TextInput
          label="Your test phone’s number"
          name="number"
          type="tel"
          required
          description="One that no lead has. For the time of the check its calls are test calls."
        />
      )}
      <Button type="submit" loading={isPending} className={classes.begin}>
        {WORDS[mode].deed}
      </Button>
    </form>
  );
}

function useStart(mode: GoLive['mode']) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { rehearse } = useRehearsal();
  const { mutate, isPending } = useMutation({
    mutationFn: async (body: Readonly<Record<string, string>>) =>
      await request<GoLiveResult>('/v1/go-live', { method: 'POST', body: { mode, ...body } }),
    onSuccess: (run) => {
      queries.setQueryData(goLiveQuery(run.id).queryKey, run);
      void queries.invalidateQueries({ queryKey: ['go-live', 'list'] });
      if (mode === 'rehearsal') rehearse({ id: run.id, dialect: 'classic' });
      void navigate({ to: '/go-live/$runId', params: { runId: run.id } });
    },
    onError: tellProblem,
  });
  return { start: mutate, isPending };
}
