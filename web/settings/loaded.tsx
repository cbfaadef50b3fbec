import { Button, Loader } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sentenceOf } from '../api/request.ts';
import classes from './settings.module.css';

/** What was asked for, or what stands in its place: it is coming, or could not be read. */
export function Loaded<T>({
  query: { data, error, refetch },
  children,
}: {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  readonly children: (data: T) => ReactNode;
}) {
  if (data !== undefined) return children(data);
  if (error === null) {
    return (
      <div className={classes.empty}>
        <Loader size="xs" aria-label="Loading" />
      </div>
    );
  }
  return (
    <div className={classes.empty} role="alert">
      {sentenceOf(error)}{' '}
      <Button variant="default" size="compact-xs" onClick={() => void refetch()}>
        Try again
      </Button>
    </div>
  );
}
