import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './filters.module.css';

interface FiltersProps {
  readonly isNarrowed: boolean;
  readonly onClear: () => void;
  readonly children: ReactNode;
}

/** What a list is narrowed by, and the way back to all of it. */
export function Filters({ isNarrowed, onClear, children }: FiltersProps) {
  return (
    <search className={classes.filters}>
      {children}
      {isNarrowed && (
        <Button variant="subtle" onClick={onClear}>
          Clear
        </Button>
      )}
    </search>
  );
}
