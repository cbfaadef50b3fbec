import { NativeSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Filters } from '../shell/filters.tsx';
import { narrowed } from '../shell/narrowed.ts';
import { SearchField } from '../shell/search-field.tsx';
import { VENDORS } from '../words/vendor.ts';
import type { LogSearch } from './queries.ts';
import { endpointChoices, OUTCOME_CHOICES } from './request-words.ts';

const ANY = { value: '', label: 'Any' };

/** What the log is narrowed by. */
export function LogFilters({ search }: { readonly search: LogSearch }) {
  const navigate = useNavigate();
  const become = (changes: { readonly [name in keyof LogSearch]: string | undefined }): void => {
    void navigate({ to: '/operations/logs', search: narrowed(search, changes), replace: true });
  };
  return (
    <Filters
      isNarrowed={Object.keys(search).length > 0}
      onClear={() => void navigate({ to: '/operations/logs', search: {}, replace: true })}
    >
      <SearchField
        placeholder="Number, call id or any text"
        searched={search.search}
        pauseMs={300}
        onSearch={(text) => become({ search: text })}
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
    </Filters>
  );
}
