import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import classes from './filters.module.css';

interface SearchFieldProps {
  readonly placeholder: string;
  /** As the address has it. */
  readonly searched: string | undefined;
  /** Whoever types is left alone for as long, in ms. Default 250. */
  readonly pauseMs?: number;
  readonly onSearch: (text: string) => void;
}

/** Where a list is searched by whatever somebody types. */
export function SearchField({ placeholder, searched, pauseMs = 250, onSearch }: SearchFieldProps) {
  const type = useDebouncedCallback((text: string) => onSearch(text.trim()), pauseMs);
  return (
    <TextInput
      className={classes.searchField}
      label="Search"
      placeholder={placeholder}
      type="search"
      leftSection={<IconSearch size={15} aria-hidden />}
      // Of the address once; then it is whoever types that leads.
      key={searched === undefined ? 'empty' : 'typed'}
      defaultValue={searched ?? ''}
      autoFocus={searched !== undefined}
      onChange={({ currentTarget }) => type(currentTarget.value)}
    />
  );
}
