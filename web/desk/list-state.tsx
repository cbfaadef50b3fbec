import { Button, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { sentenceOf } from '../api/request.ts';
import page from '../shell/page.module.css';

interface ListStateProps {
  readonly list: {
    readonly isPending: boolean;
    readonly isError: boolean;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  readonly isEmpty: boolean;
  /** What an empty list means. */
  readonly empty: ReactNode;
  readonly children: ReactNode;
}

/** A list, or what stands in its place: it is coming, it could not be read, or there is nothing in it. */
export function ListState({ list, isEmpty, empty, children }: ListStateProps) {
  if (list.isPending) {
    return (
      <div className={page.empty}>
        <Loader size="xs" aria-label="Loading" />
      </div>
    );
  }
  if (list.isError && isEmpty) {
    return (
      <div className={page.empty} role="alert">
        {sentenceOf(list.error)}{' '}
        <Button variant="default" size="compact-xs" onClick={() => void list.refetch()}>
          Try again
        </Button>
      </div>
    );
  }
  return isEmpty ? <div className={page.empty}>{empty}</div> : children;
}
