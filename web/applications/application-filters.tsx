import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { colleaguesQuery } from '../api/queries.ts';
import { Filters } from '../shell/filters.tsx';
import { narrowed } from '../shell/narrowed.ts';
import { SearchField } from '../shell/search-field.tsx';
import { applicationValuesQuery, type ApplicationSearch } from './queries.ts';

const ANY = { value: '', label: 'Any' };

/** What the list is narrowed by. */
export function ApplicationFilters({ search }: { readonly search: ApplicationSearch }) {
  const navigate = useNavigate();
  const { data: values } = useQuery(applicationValuesQuery);
  const { data: colleagues } = useQuery(colleaguesQuery);
  const become = (changes: { readonly [name in keyof ApplicationSearch]: string | undefined }): void => {
    void navigate({ to: '/applications', search: narrowed(search, changes), replace: true });
  };
  const named = (people: readonly { id: string; name: string; active: boolean }[] | undefined, gone: string) => [
    ANY,
    ...(people ?? []).map(({ id, name, active }) => ({ value: id, label: active ? name : `${name} (${gone})` })),
  ];
  return (
    <Filters
      isNarrowed={Object.keys(search).length > 0}
      onClear={() => void navigate({ to: '/applications', search: {} })}
    >
      <SearchField
        placeholder="Student’s name, e-mail or number"
        searched={search.search}
        onSearch={(text) => become({ search: text })}
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
    </Filters>
  );
}
