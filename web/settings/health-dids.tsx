import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { leadValuesQuery } from '../api/queries.ts';
import { request, sentenceOf } from '../api/request.ts';
import { useClock } from '../shell/session.tsx';
import { readable } from '../words/number.ts';
import type { Health, NumbersSettings } from './contract.ts';
import { Reattribute } from './reattribute.tsx';
import { seenIn } from './seen-in.ts';
import { Section } from './section.tsx';
import { useRefreshSettings } from './use-setting.ts';
import classes from './settings.module.css';

const PATH = '/v1/settings/numbers';

type Unmapped = Health['unmappedNumbers'][number];

/** Numbers that students dialled and that are in no list: each can be given its campaign here. */
export function HealthDids({ unmapped }: { readonly unmapped: readonly Unmapped[] }) {
  const [mapped, setMapped] = useState<readonly string[]>([]);
  // The same number may have come by two vendors.
  const open = [...new Map(unmapped.map((one) => [one.number, one])).values()].filter(
    ({ number }) => !mapped.includes(number),
  );
  if (open.length + mapped.length === 0) return null;
  return (
    <Section
      title="Numbers without campaign"
      says="Students dialled these, and they are not among your numbers: their calls count for no campaign."
    >
      <ul className={classes.items}>
        {mapped.map((number) => (
          <li key={number} className={classes.item}>
            <span className={classes.itemWords} role="status">
              <strong>{readable(number)}</strong> is one of your numbers now.
            </span>
            <Reattribute
              path="/v1/settings/numbers/attribute"
              body={{ number }}
              what="its earlier calls"
              says="Calls on this number take its campaign."
            />
          </li>
        ))}
        {open.map((one) => (
          <DidItem key={one.number} unmapped={one} onMapped={() => setMapped((before) => [...before, one.number])} />
        ))}
      </ul>
    </Section>
  );
}

function DidItem({ unmapped, onMapped }: { readonly unmapped: Unmapped; readonly onMapped: () => void }) {
  const { number } = unmapped;
  const clock = useClock();
  const refresh = useRefreshSettings();
  const campaigns = useId();
  const { data: values } = useQuery(leadValuesQuery);
  const [campaign, setCampaign] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () => {
      // Lists replace: the newest one is added to.
      const { dids } = await request<NumbersSettings>(PATH);
      await request(PATH, { method: 'PUT', body: { dids: [...dids, { number, campaign: campaign.trim() }] } });
    },
    onSuccess: () => {
      onMapped();
      refresh();
    },
  });
  return (
    <li className={classes.item}>
      <span className={classes.itemWords}>
        <strong>{readable(number)}</strong>
        <span className={classes.under}>{seenIn(unmapped, clock.when)}</span>
        {error !== null && <span role="alert">{sentenceOf(error)}</span>}
      </span>
      <TextInput
        aria-label={`Campaign of ${number}`}
        placeholder="Campaign"
        list={campaigns}
        value={campaign}
        onChange={({ currentTarget }) => setCampaign(currentTarget.value)}
      />
      <datalist id={campaigns}>
        {values?.campaigns.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
      <Button
        loading={isPending}
        disabled={campaign.trim() === ''}
        onClick={() => mutate()}
        aria-label={`Add it: ${number}`}
      >
        Add it
      </Button>
    </li>
  );
}
