import { DateTime } from 'luxon';
import type { EpochMs } from '../../domain/ids.ts';
import type { CallQuery, CallRecord, FoundCall, ListedCalls } from '../adapter.ts';
import { nearestRecord, recordById } from '../choose-record.ts';
import { field } from '../classic/fields.ts';
import { isObject, objectsIn } from '../json.ts';
import type { KnowlarityApi } from './api.ts';
import { readRecord } from './record.ts';
import { knowlarityZone } from './settings.ts';

const minute = 60_000;
/** A call may have been in the menu for long before we heard of it. */
const beforeMs = 60 * minute;
const afterMs = 10 * minute;
const pageSize = 500;
const mostPages = 20;

export interface RecordsContext {
  readonly api: KnowlarityApi;
  readonly country: string;
  readonly now: () => EpochMs;
}

interface Page {
  readonly records: readonly CallRecord[];
  /** Offset of the next one; null: this was the last. */
  readonly next: number | null;
}
type Unreachable = Extract<FoundCall, { result: 'unreachable' }>;

/** "2025-12-06 11:11:21+05:30": with an offset, and without a T. */
const stamp = (at: EpochMs): string =>
  DateTime.fromMillis(at, { zone: knowlarityZone }).toFormat('yyyy-MM-dd HH:mm:ssZZ');

const readPage = async (
  { api, country, now }: RecordsContext,
  { from, to, offset }: { readonly from: EpochMs; readonly to: EpochMs; readonly offset: number },
  signal?: AbortSignal,
): Promise<Page | Unreachable> => {
  const query = new URLSearchParams({
    start_time: stamp(from),
    end_time: stamp(to),
    limit: String(pageSize),
    offset: String(offset),
  });
  const answer = await api.ask(`/v1/account/calllog?${query.toString()}`, { method: 'GET', ...(signal && { signal }) });
  if (!answer.ok) return { result: 'unreachable', reason: answer.reason, retryAt: answer.retryAt };
  const objects = objectsIn(answer.json['objects']);
  if (objects === null) return { result: 'unreachable', reason: 'answer_unreadable', retryAt: null };
  const meta = answer.json['meta'];
  const total = isObject(meta) ? Number(field(meta, 'total_count').text ?? Number.NaN) : Number.NaN;
  const seen = offset + objects.length;
  const more = objects.length > 0 && (Number.isFinite(total) ? seen < total : objects.length >= pageSize);
  return { records: objects.map((object) => readRecord(object, { country, now: now() })), next: more ? seen : null };
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
    const read: Page | Unreachable = await readPage(context, { ...window, offset }, signal);
    if ('result' in read) return read;
    const own = recordById(read.records, query);
    if (own !== null) return { result: 'found', report: own };
    records.push(...read.records);
    offset = read.next;
  }
  const report = query.callId === null ? nearestRecord(records, query) : null;
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
