import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { IconSearch } from '@tabler/icons-react';
import { VENDORS } from '../words/vendor.ts';
import type { LogSearch } from './queries.ts';
import { endpointChoices, OUTCOME_CHOICES } from './request-words.ts';
import classes from './operations.module.css';

/** Somebody who types is left alone for as long. */
const TYPING_MS = 300;

const ANY = { value: '', label: 'Any' };

/** What the log is narrowed by. */
export function LogFilters({ search }: { readonly search: LogSearch }) {
  const navigate = useNavigate();
  const become = (changes: { readonly [name in keyof LogSearch]: string | undefined }): void => {
    const set = Object.entries({ ...search, ...changes }).filter(([, value]) => value !== undefined && value !== '');
    void navigate({ to: '/operations/logs', search: Object.fromEntries(set), replace: true });
  };
  const type = useDebouncedCallback((text: string) => become({ search: text.trim() }), TYPING_MS);
  const isNarrowed = Object.keys(search).length > 0;
  return (
    <search className={classes.filters}>
      <TextInput
        className={classes.searchField}
        label="Search"
        placeholder="Number, call id, or any text in a request"
        type="search"
        leftSection={<IconSearch size={15} aria-hidden />}
        // Of the address once; then it is whoever types that leads.
        key={search.search === undefined ? 'empty' : 'typed'}
        defaultValue={search.search ?? ''}
        autoFocus={search.search !== undefined}
        onChange={({ currentTarget }) => type(currentTarget.value)}
      />
      <NativeSelect
        label="Became"
        data={[ANY, ...OUTCOME_CHOICES]}
        value={search.outcome ?? ''}
        onChange={({ currentTarget }) => become({ outcome: currentTarget.value })}
      />
      <NativeSelect
        label="Vendor"
        data={[ANY, ...VENDORS]}
        value={search.vendor ?? ''}
        onChange={({ currentTarget: { value } }) =>
          // An endpoint of another vendor's would leave nothing to be found.
          become({ vendor: value, endpoint: undefined })
        }
      />
      <NativeSelect
        label="Request"
        data={[ANY, ...endpointChoices(search.vendor)]}
        value={search.endpoint ?? ''}
        onChange={({ currentTarget }) => become({ endpoint: currentTarget.value })}
      />
      <TextInput
        label="From"
        type="date"
        value={search.from ?? ''}
        max={search.to}
        onChange={({ currentTarget }) => become({ from: currentTarget.value })}
      />
      <TextInput
        label="To"
        type="date"
        value={search.to ?? ''}
        min={search.from}
        onChange={({ currentTarget }) => become({ to: currentTarget.value })}
      />
      {isNarrowed && (
        <Button variant="subtle" onClick={() => void navigate({ to: '/operations/logs', search: {}, replace: true })}>
          Clear
        </Button>
      )}
    </search>
  );
}
