import type { FeedRow, FeedTail } from '../../db/feed-read.ts';

/** What a stream gets next. `lost`: its position is not one the rows go on from, and only a snapshot helps. */
export type Next =
  | { readonly lost: true }
  | { readonly lost: false; readonly rows: readonly FeedRow[]; readonly more: boolean };

/**
 * What follows a position in a feed.
 *
 * @param lastSent the number the client has, a position at or after the one the tail was read from
 * @param limit how many rows the tail could hold; a full one is followed by more
 */
export function follow(tail: Pick<FeedTail, 'head' | 'rows'>, lastSent: number, limit: number): Next {
  // Ahead of the head: the number is not from this feed, or the database was restored to before it.
  if (lastSent > tail.head) return { lost: true };
  const rows = tail.rows.filter(({ seq }) => seq > lastSent);
  // Rows that are gone were forgotten as too old.
  const gapless = rows.every(({ seq }, index) => seq === lastSent + 1 + index);
  const complete = tail.rows.length >= limit || lastSent + rows.length === tail.head;
  if (!gapless || !complete) return { lost: true };
  return { lost: false, rows, more: lastSent + rows.length < tail.head };
}
