import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request, sentenceOf } from '../api/request.ts';
import { useClock } from '../shell/session.tsx';
import { readable } from '../words/number.ts';
import type { Counsellor, Health } from './contract.ts';
import { counsellorsQuery, vendorsQuery } from './queries.ts';
import { Reattribute } from './reattribute.tsx';
import { Section } from './section.tsx';
import { seenIn } from './seen-in.ts';
import { useRefreshSettings } from './use-setting.ts';
import classes from './settings.module.css';

type Unmapped = Health['unmappedAgentNumbers'][number];

/** A number that was mapped here a moment ago: its calls may still have to follow. */
interface Mapped {
  readonly number: Unmapped;
  readonly to: Counsellor;
}

/** Agent numbers that vendors name and that are nobody's: each can be given to a counsellor here. */
export function HealthAgents({ unmapped }: { readonly unmapped: readonly Unmapped[] }) {
  const [mapped, setMapped] = useState<readonly Mapped[]>([]);
  const keyOf = ({ vendor, number }: Unmapped): string => `${vendor} ${number}`;
  const done = new Set(mapped.map(({ number }) => keyOf(number)));
  const open = unmapped.filter((one) => !done.has(keyOf(one)));
  if (open.length + mapped.length === 0) return null;
  return (
    <Section
      title="Numbers of counsellors that are nobody’s"
      says="A vendor rang these. Until each is somebody’s, no pop-up is shown for it and its calls count for nobody."
    >
      <ul className={classes.items}>
        {mapped.map(({ number, to }) => (
          <li key={keyOf(number)} className={classes.item}>
            <span className={classes.itemWords} role="status">
              <strong>{readable(number.number)}</strong> is {to.name}’s now.
            </span>
            <Reattribute
              path={`/v1/settings/counsellors/${to.id}/attribute`}
              body={{ vendor: number.vendor, number: number.number }}
              what="its earlier calls"
              says={`Calls the vendor reported for ${readable(number.number)} become ${to.name}’s.`}
            />
          </li>
        ))}
        {open.map((one) => (
          <AgentItem
            key={keyOf(one)}
            unmapped={one}
            onMapped={(to) => setMapped((before) => [...before, { number: one, to }])}
          />
        ))}
      </ul>
    </Section>
  );
}

interface AgentItemProps {
  readonly unmapped: Unmapped;
  readonly onMapped: (to: Counsellor) => void;
}

function AgentItem({ unmapped, onMapped }: AgentItemProps) {
  const { vendor, number } = unmapped;
  const clock = useClock();
  const refresh = useRefreshSettings();
  const { data: people = [] } = useQuery(counsellorsQuery);
  const { data: vendors = [] } = useQuery(vendorsQuery);
  const [whose, setWhose] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () => {
      const path = `/v1/settings/counsellors/${whose}`;
      // Lists replace: the newest one is added to.
      const { agentNumbers } = await request<Counsellor>(path);
      const body = { agentNumbers: [...agentNumbers, { vendor, number }] };
      return await request<Counsellor>(path, { method: 'PUT', body });
    },
    onSuccess: (to) => {
      onMapped(to);
      refresh();
    },
  });
  const vendorName = vendors.find((one) => one.vendor === vendor)?.name ?? vendor;
  return (
    <li className={classes.item}>
      <span className={classes.itemWords}>
        <strong>{readable(number)}</strong>
        <span className={classes.under}>
          {vendorName}, {seenIn(unmapped, clock.when)}
        </span>
        {error !== null && <span role="alert">{sentenceOf(error)}</span>}
      </span>
      <NativeSelect
        aria-label={`Whose number is ${number}?`}
        data={[
          { value: '', label: 'Whose is it?' },
          ...people.filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={whose}
        onChange={({ currentTarget }) => setWhose(currentTarget.value)}
      />
      <Button loading={isPending} disabled={whose === ''} onClick={() => mutate()} aria-label={`Map it: ${number}`}>
        Map it
      </Button>
    </li>
  );
}
