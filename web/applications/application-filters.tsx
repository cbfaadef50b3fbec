import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { IconSearch } from '@tabler/icons-react';
import { colleaguesQuery } from '../api/queries.ts';
import { applicationValuesQuery, type ApplicationSearch } from './queries.ts';
import leads from '../leads/leads.module.css';

/** Somebody who types is left alone for as long. */
const TYPING_MS = 250;
const ANY = { value: '', label: 'Any' };

/** What the list is narrowed by. */
export function ApplicationFilters({ search }: { readonly search: ApplicationSearch }) {
  const navigate = useNavigate();
  const { data: values } = useQuery(applicationValuesQuery);
  const { data: colleagues } = useQuery(colleaguesQuery);
  const become = (changes: { readonly [name in keyof ApplicationSearch]: string | undefined }): void => {
    const set = Object.entries({ ...search, ...changes }).filter(([, value]) => value !== undefined && value !== '');
    void navigate({ to: '/applications', search: Object.fromEntries(set), replace: true });
  };
  const type = useDebouncedCallback((text: string) => become({ search: text.trim() }), TYPING_MS);
  const named = (people: readonly { id: string; name: string; active: boolean }[] | undefined, gone: string) => [
    ANY,
    ...(people ?? []).map(({ id, name, active }) => ({ value: id, label: active ? name : `${name} (${gone})` })),
  ];
  return (
    <search className={leads.filters}>
      <TextInput
        className={leads.searchField}
        label="Search"
        placeholder="Student’s name, e-mail or number"
        type="search"
        leftSection={<IconSearch size={15} aria-hidden />}
        // Of the address once; then it is whoever types that leads.
        key={search.search === undefined ? 'empty' : 'typed'}
        defaultValue={search.search ?? ''}
        autoFocus={search.search !== undefined}
        onChange={({ currentTarget }) => type(currentTarget.value)}
      />
      <NativeSelect
        label="Form"
        data={named(values?.forms, 'not in use')}
        value={search.form ?? ''}
        onChange={({ currentTarget }) => become({ form: currentTarget.value })}
      />
      <NativeSelect
        label="Status"
        data={[ANY, ...(values?.statuses ?? []).map((status) => ({ value: status, label: status }))]}
        value={search.status ?? ''}
        onChange={({ currentTarget }) => become({ status: currentTarget.value })}
      />
      <NativeSelect
        label="Lead’s owner"
        data={named(colleagues, 'left')}
        value={search.owner ?? ''}
        onChange={({ currentTarget }) => become({ owner: currentTarget.value })}
      />
      {Object.keys(search).length > 0 && (
        <Button variant="subtle" onClick={() => void navigate({ to: '/applications', search: {} })}>
          Clear
        </Button>
      )}
    </search>
  );
}
