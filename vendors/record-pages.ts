import type { EpochMs } from '../domain/ids.ts';
import type { CallQuery, CallRecord, FoundCall, ListedCalls } from './adapter.ts';
import { nearestRecord, recordById } from './choose-record.ts';
import type { Unreachable } from './unreachable.ts';

const minute = 60_000;
/** A call may have been in the menu for long before we heard of it. */
const beforeMs = 60 * minute;
const afterMs = 10 * minute;

/** A page of a vendor's log of calls. */
export interface RecordPage {
  readonly records: readonly CallRecord[];
  /** Offset of the next one; null: this was the last. */
  readonly next: number | null;
}

/** Asks for the page at this offset of the calls that began in the window. */
export type ReadPage = (
  window: { readonly from: EpochMs; readonly to: EpochMs; readonly offset: number },
  signal?: AbortSignal,
) => Promise<RecordPage | ({ readonly result: 'unreachable' } & Unreachable)>;

/**
 * The call among the records of a window around it, by id where there is one, else by number and time. Filters of such
 * logs can't be trusted: all of the window is fetched, up to `mostPages`, and searched here.
 */
export const findInPages = async (
  readPage: ReadPage,
  query: CallQuery,
  { now, mostPages }: { readonly now: EpochMs; readonly mostPages: number },
  signal?: AbortSignal,
): Promise<FoundCall> => {
  if (query.callId === null && query.number === null) return { result: 'none' };
  const window = { from: query.startedAt - beforeMs, to: Math.max(query.startedAt, now) + afterMs };
  const records: CallRecord[] = [];
  let offset: number | null = 0;
  for (let page = 0; offset !== null; page += 1) {
    if (page === mostPages) return { result: 'unreachable', reason: 'too_many_records', retryAt: null };
    const read: Awaited<ReturnType<ReadPage>> = await readPage({ ...window, offset }, signal);
    if ('result' in read) return read;
    const own = recordById(read.records, query);
    if (own !== null) return { result: 'found', report: own };
    records.push(...read.records);
    offset = read.next;
  }
  // A record without an id in it may still be the call's.
  const unnamed = query.callId === null ? records : records.filter((record) => record.callId === null);
  const report = nearestRecord(unnamed, query);
  return report === null ? { result: 'none' } : { result: 'found', report };
};

/** One page as a part of the vendor's list; the offset of a page is all there is to go on by. */
export const listPage = async (
  readPage: ReadPage,
  { from, to, after }: { readonly from: EpochMs; readonly to: EpochMs; readonly after: string | null },
  signal?: AbortSignal,
): Promise<ListedCalls> => {
  const page = await readPage({ from, to, offset: after === null ? 0 : Number(after) }, signal);
  return 'result' in page
    ? page
    : { result: 'listed', records: page.records, next: page.next === null ? null : String(page.next) };
};
