import * as columns from '../../db/columns.ts';
import type { FeedKey } from '../../db/feed-read.ts';
import type { CallId } from '../../domain/ids.ts';

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

/** Whose phones a `dial` NOTIFY asks for which call: "<institute>:<counsellor>:<call>". Null for one that can't be read. */
export const readDial = (payload: string): { readonly key: FeedKey; readonly callId: CallId } | null => {
  const [institute = '', counsellor, call] = payload.split(':');
  const who = columns.counsellorId.safeParse(counsellor);
  const which = columns.callId.safeParse(call);
  if (!/^-?\d+$/.test(institute) || !who.success || !which.success) return null;
  return { key: { instituteId: Number(institute), counsellorId: who.data }, callId: which.data };
};
