import type { FeedKey } from '../../db/feed-read.ts';

/** A feed's name within the process. */
export type FeedName = string;

export const feedName = ({ instituteId, counsellorId }: FeedKey): FeedName => `${instituteId}:${counsellorId}`;

/**
 * The feeds a NOTIFY payload names: "<institute>:<counsellor>,<counsellor>…".
 * Empty for one that can't be read; the poll finds what it was about.
 */
export const namedFeeds = (payload: string): readonly FeedName[] => {
  const [institute, counsellors, ...rest] = payload.split(':');
  if (institute === undefined || counsellors === undefined || rest.length > 0) return [];
  return counsellors
    .split(',')
    .filter((counsellor) => counsellor !== '')
    .map((counsellor) => `${institute}:${counsellor}`);
};
