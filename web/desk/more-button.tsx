import { Button } from '@mantine/core';
import classes from './desk-page.module.css';

interface Paged {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** The next page of a list; not there when all of it is. */
export function MoreButton({ list: { hasNextPage, isFetchingNextPage, fetchNextPage } }: { readonly list: Paged }) {
  if (!hasNextPage) return null;
  return (
    <div className={classes.more}>
      <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        Show more
      </Button>
    </div>
  );
}
