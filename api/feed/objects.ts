import type { CallRow } from '../../db/call-rows.ts';
import { callsOf } from '../../db/calls-read.ts';
import type { FeedKey, FeedRow } from '../../db/feed-read.ts';
import { leadCards, type LeadCard } from '../../db/lead-cards.ts';
import { missedCounts, pendingCounts, type WorkCount } from '../../db/missed-read.ts';
import type { Db } from '../../db/pool.ts';
import { popupsOf, type PopupRow } from '../../db/popups.ts';
import { includesAlternates } from '../presenters/popup.ts';
import { feedName } from './key.ts';

/** What feed rows are about, each only for the counsellor whose row it is. */
export interface FeedObjects {
  readonly popup: (key: FeedKey, id: string) => PopupRow | undefined;
  readonly leads: (popup: PopupRow) => readonly LeadCard[];
  readonly call: (key: FeedKey, id: string) => CallRow | undefined;
  readonly missed: (key: FeedKey) => number;
  readonly pending: (key: FeedKey) => number;
}

/** The rows that are about to be sent of one feed. */
export interface FeedPart {
  readonly key: FeedKey;
  readonly rows: readonly FeedRow[];
}

const objectName = (key: FeedKey, id: string): string => `${feedName(key)}/${id}`;

/** The leads of these pop-ups, by pop-up id. */
export async function leadsOf(db: Db, popups: readonly PopupRow[]): Promise<ReadonlyMap<string, readonly LeadCard[]>> {
  const cards = await leadCards(
    db,
    popups.map((popup) => ({ ...popup, includeAlternates: includesAlternates(popup) })),
  );
  return Map.groupBy(cards, (card) => card.popupId);
}

/** Counts by feed. */
export const byFeed = (counts: readonly WorkCount[]): ReadonlyMap<string, number> =>
  new Map(counts.map((count) => [feedName(count), count.count]));

const refsOf = (parts: readonly FeedPart[], type: FeedRow['type']): readonly (FeedKey & { readonly id: string })[] => {
  const refs = parts.flatMap(({ key, rows }) =>
    rows.flatMap(({ type: of, ref }) => (of === type && ref !== null ? [{ ...key, id: ref }] : [])),
  );
  return [...new Map(refs.map((ref) => [objectName(ref, ref.id), ref])).values()];
};

/** Several streams of one counsellor ask the same. */
const distinct = (parts: readonly FeedPart[]): readonly FeedKey[] => [
  ...new Map(parts.map(({ key }) => [feedName(key), key])).values(),
];

/** Reads everything that many feeds' rows are about: one query a kind, however many rows there are. */
export async function readObjects(db: Db, parts: readonly FeedPart[]): Promise<FeedObjects> {
  const [popupRows, callRows] = await Promise.all([
    popupsOf(db, refsOf(parts, 'popup')),
    callsOf(db, refsOf(parts, 'call')),
  ]);
  const popups = new Map(popupRows.map((row) => [objectName(row, row.id), row]));
  const calls = new Map(callRows.map((row) => [objectName(row, row.id), row]));
  const gone = (key: FeedKey, { type, ref }: FeedRow): boolean =>
    (type === 'popup' || type === 'call') &&
    (ref === null || !(type === 'popup' ? popups : calls).has(objectName(key, ref)));
  const countsMissed = ({ key, rows }: FeedPart): boolean =>
    rows.some((row) => row.type === 'missed' || gone(key, row));
  const countsPending = ({ rows }: FeedPart): boolean => rows.some(({ type }) => type === 'pending');
  const [leads, missed, pending] = await Promise.all([
    leadsOf(db, popupRows),
    missedCounts(db, distinct(parts.filter(countsMissed))),
    pendingCounts(db, distinct(parts.filter(countsPending))),
  ]);
  const missedOf = byFeed(missed);
  const pendingOf = byFeed(pending);
  return {
    popup: (key, id) => popups.get(objectName(key, id)),
    leads: (popup) => leads.get(popup.id) ?? [],
    call: (key, id) => calls.get(objectName(key, id)),
    missed: (key) => missedOf.get(feedName(key)) ?? 0,
    pending: (key) => pendingOf.get(feedName(key)) ?? 0,
  };
}
