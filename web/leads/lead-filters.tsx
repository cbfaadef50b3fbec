import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { colleaguesQuery, leadValuesQuery, type LeadSearch } from '../api/queries.ts';
import { Filters } from '../shell/filters.tsx';
import { narrowed } from '../shell/narrowed.ts';
import { SearchField } from '../shell/search-field.tsx';
import { OUTCOMES } from '../words/call.ts';

const ANY = { value: '', label: 'Any' };
const LAST_CALLS = [
  ANY,
  { value: 'never', label: 'Never called' },
  ...Object.entries(OUTCOMES)
    .filter(([code]) => code !== 'agent_no_answer')
    .map(([code, label]) => ({ value: code, label })),
];
const DIRECTIONS = [
  ANY,
  { value: 'inbound', label: 'Incoming' },
  { value: 'outbound', label: 'Outgoing' },
  { value: 'campaign', label: 'Campaign' },
];
const SORTS = [
  { value: '', label: 'Most recently active' },
  { value: 'lastCall', label: 'Latest call' },
  { value: 'created', label: 'Newest' },
  { value: 'name', label: 'Name' },
];

const optionsOf = (values: readonly string[] | undefined) => [
  ANY,
  ...(values ?? []).map((value) => ({ value, label: value })),
];

/** What the list is narrowed by. */
export function LeadFilters({ search }: { readonly search: LeadSearch }) {
  const navigate = useNavigate();
  const { data: values } = useQuery(leadValuesQuery);
  const { data: colleagues } = useQuery(colleaguesQuery);
  const become = (changes: { readonly [name in keyof LeadSearch]: string | undefined }): void => {
    void navigate({ to: '/leads', search: narrowed(search, changes), replace: true });
  };
  const lastCall = search.neverCalled === 'true' ? 'never' : (search.lastCallOutcome ?? '');
  const owners = [
    ANY,
    ...(colleagues ?? []).map(({ id, name, active }) => ({ value: id, label: active ? name : `${name} (left)` })),
  ];
  const { sort, ...filters } = search;
  return (
    <Filters
      isNarrowed={Object.keys(filters).length > 0}
      onClear={() => void navigate({ to: '/leads', search: sort === undefined ? {} : { sort } })}
    >
      <SearchField
        placeholder="Name, e-mail or number"
        searched={search.search}
        onSearch={(text) => become({ search: text })}
      />
      <NativeSelect
        label="Last call"
        data={LAST_CALLS}
        value={lastCall}
        onChange={({ currentTarget: { value } }) =>
          become({
            neverCalled: value === 'never' ? 'true' : undefined,
            lastCallOutcome: value === 'never' ? undefined : value,
          })
        }
      />
      <NativeSelect
        label="Direction"
        data={DIRECTIONS}
        value={search.lastCallDirection ?? ''}
        onChange={({ currentTarget }) => become({ lastCallDirection: currentTarget.value })}
      />
      <NativeSelect
        label="Stage"
        data={optionsOf(values?.stages)}
        value={search.stage ?? ''}
        onChange={({ currentTarget }) => become({ stage: currentTarget.value })}
      />
      <NativeSelect
        label="Owner"
        data={owners}
        value={search.owner ?? ''}
        onChange={({ currentTarget }) => become({ owner: currentTarget.value })}
      />
      <NativeSelect
        label="Campaign"
        data={optionsOf(values?.campaigns)}
        value={search.campaign ?? ''}
        onChange={({ currentTarget }) => become({ campaign: currentTarget.value })}
      />
      <NativeSelect
        label="Sort"
        data={SORTS}
        value={sort ?? ''}
        onChange={({ currentTarget }) => become({ sort: currentTarget.value })}
      />
    </Filters>
  );
}
