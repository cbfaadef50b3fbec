import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Lead, Page } from '../api/contract.ts';
import { candidatesQuery } from '../api/queries.ts';
import { queryOf, request } from '../api/request.ts';
import classes from './lead-page.module.css';

interface PickedLead {
  readonly id: string;
  readonly name: string;
}

interface LeadPickerProps {
  /** The leads with this call's number are offered before anything is typed. */
  readonly callId?: string;
  /** The lead that is not offered. */
  readonly without: string;
  /** What the button beside a lead does. */
  readonly deed: string;
  readonly onPick: (lead: PickedLead) => void;
}

/** Finds a lead by name, e-mail or number. */
export function LeadPicker({ callId, without, deed, onPick }: LeadPickerProps) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 250);
  const { data: found } = useQuery({
    queryKey: ['leads', 'pick', search],
    queryFn: async ({ signal }) => await request<Page<Lead>>(`/v1/leads${queryOf({ search, limit: 8 })}`, { signal }),
    enabled: search !== '',
  });
  const { data: candidates } = useQuery({ ...candidatesQuery(callId ?? ''), enabled: callId !== undefined });
  const offered = search === '' ? (candidates?.items ?? []) : (found?.items ?? []);
  const others = offered.filter(({ id }) => id !== without);
  return (
    <div>
      <TextInput
        label="Which lead?"
        placeholder="Name, e-mail or number"
        type="search"
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        data-autofocus
      />
      {others.length > 0 && (
        <ul className={classes.found}>
          {others.map(({ id, name, stage }) => (
            <li key={id}>
              <span>
                <strong>{name === '' ? 'Name not known yet' : name}</strong> · {stage}
              </span>
              <Button
                size="compact-xs"
                variant="light"
                onClick={() => onPick({ id, name })}
                aria-label={`${deed} ${name}`}
              >
                {deed}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
