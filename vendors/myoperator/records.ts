import type { EpochMs } from '../../domain/ids.ts';
import type { CallQuery, CallRecord, FoundCall, ListedCalls } from '../adapter.ts';
import { nearestRecord, recordById } from '../choose-record.ts';
import { field } from '../classic/fields.ts';
import { isObject, objectsIn, type JsonObject } from '../json.ts';
import type { Logs } from './logs.ts';
import { readRecord } from './record.ts';

const minute = 60_000;
/** A call may have been in the menu for long before we heard of it. */
const beforeMs = 60 * minute;
const afterMs = 10 * minute;
const pageSize = 100;
/** Three seconds each: what a question has time for. */
const mostPages = 8;

export interface RecordsContext {
  readonly logs: Logs;
  readonly country: string;
  readonly logsUrl: string;
  readonly now: () => EpochMs;
}

interface Page {
  readonly records: readonly CallRecord[];
  /** Offset of the next one; null: this was the last. */
  readonly next: number | null;
}

const seconds = (at: EpochMs): number => Math.floor(at / 1000);

/** One page of a window, by start. Filters can't be trusted: all of it is fetched and searched here. */
const readPage = async (
  { logs, country, logsUrl, now }: RecordsContext,
  window: { readonly from: EpochMs; readonly to: EpochMs; readonly offset: number },
  signal?: AbortSignal,
): Promise<Page | Extract<FoundCall, { result: 'unreachable' }>> => {
  const answer = await logs.search(
    { from: seconds(window.from), to: seconds(window.to), log_from: window.offset, page_size: pageSize },
    signal,
  );
  if (!answer.ok) return { result: 'unreachable', reason: answer.reason, retryAt: answer.retryAt };
  const data = answer.json['data'];
  const hits = isObject(data) ? objectsIn(data['hits']) : null;
  if (!isObject(data) || hits === null) return { result: 'unreachable', reason: 'answer_unreadable', retryAt: null };
  const records = hits.map((hit) => readRecord(sourceOf(hit), { country, logsUrl, now: now() }));
  const seen = window.offset + hits.length;
  const total = Number(field(data, 'total').text ?? Number.NaN);
  const more = hits.length > 0 && (Number.isFinite(total) ? seen < total : hits.length >= pageSize);
  return { records, next: more ? seen : null };
};

const sourceOf = (hit: JsonObject): JsonObject => {
  const source = hit['_source'];
  return isObject(source) ? source : hit;
};

/** The call among the records of a window around it, by id where there is one, else by number and time. */
export const findRecord = async (
  context: RecordsContext,
  query: CallQuery,
  signal?: AbortSignal,
): Promise<FoundCall> => {
  if (query.callId === null && query.number === null) return { result: 'none' };
  const window = { from: query.startedAt - beforeMs, to: Math.max(query.startedAt, context.now()) + afterMs };
  const records: CallRecord[] = [];
  let offset: number | null = 0;
  for (let page = 0; offset !== null; page += 1) {
    if (page === mostPages) return { result: 'unreachable', reason: 'too_many_records', retryAt: null };
    const read: Page | Extract<FoundCall, { result: 'unreachable' }> = await readPage(
      context,
      { ...window, offset },
      signal,
    );
    if ('result' in read) return read;
    const own = recordById(read.records, query);
    if (own !== null) return { result: 'found', report: own };
    records.push(...read.records);
    offset = read.next;
  }
  // A log without the call's id in it may still be the call's.
  const unnamed = query.callId === null ? records : records.filter((record) => record.callId === null);
  const report = nearestRecord(unnamed, query);
  return report === null ? { result: 'none' } : { result: 'found', report };
};

/** A window page by page; the offset of a page is all there is to go on by. */
export const listRecords = async (
  context: RecordsContext,
  { from, to, after }: { readonly from: EpochMs; readonly to: EpochMs; readonly after: string | null },
  signal?: AbortSignal,
): Promise<ListedCalls> => {
  const page = await readPage(context, { from, to, offset: after === null ? 0 : Number(after) }, signal);
  return 'result' in page
    ? page
    : { result: 'listed', records: page.records, next: page.next === null ? null : String(page.next) };
};
