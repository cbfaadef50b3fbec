import { DateTime } from 'luxon';
import type { EpochMs } from '../../domain/ids.ts';
import type { CallQuery, CallRecord, ListedCalls } from '../adapter.ts';
import { better, isCandidate, nearestRecord } from '../choose-record.ts';
import { field } from '../classic/fields.ts';
import { isObject, objectsIn } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Failure } from './answer.ts';
import type { TatatelApi } from './api.ts';
import { readRecord } from './record.ts';
import { tatatelZone } from './settings.ts';

const minute = 60_000;
/** A call may have been in the menu for long before we heard of it. */
const beforeMs = 60 * minute;
const afterMs = 10 * minute;
const pageSize = 100;
/** 3,000 calls of an account in the window, or 600 where the vendor insists on pages of 20. */
const mostPages = 30;
/** A day of an account has no more pages than these, of whatever size. */
const mostListed = 5000;

const wallClock = (at: EpochMs): string =>
  DateTime.fromMillis(at, { zone: tatatelZone }).toFormat('yyyy-MM-dd HH:mm:ss');

const numberIn = (json: Json, name: string): number =>
  isObject(json) ? Number(field(json, name).text ?? Number.NaN) : Number.NaN;

/** Vendors cap `limit` silently, and `count` may be missing: either one saying "more" is enough. */
const hasMore = (json: Json, onPage: number, seen: number): boolean => {
  const limit = numberIn(json, 'limit');
  return seen < numberIn(json, 'count') || onPage >= (limit > 0 ? limit : pageSize);
};

/** One page of the calls that began in a window. */
export const listRecords = async (
  api: TatatelApi,
  { from, to, after }: { readonly from: EpochMs; readonly to: EpochMs; readonly after: string | null },
  country: string,
  now: EpochMs,
  signal?: AbortSignal,
): Promise<Extract<ListedCalls, { result: 'listed' }> | Failure> => {
  const page = Number(after ?? '1');
  const query = { from_date: wallClock(from), to_date: wallClock(to), page: String(page), limit: String(pageSize) };
  const answer = await api.get('/v1/call/records', query, signal);
  if (!answer.ok) return answer;
  const results = objectsIn(isObject(answer.json) ? answer.json['results'] : undefined);
  if (results === null) return { ok: false, reason: 'answer_unreadable', retryAt: null };
  const limit = numberIn(answer.json, 'limit');
  const seen = (page - 1) * (limit > 0 ? limit : pageSize) + results.length;
  // An account whose API ignores `page` says so by the page it gives: it would be the first one for ever.
  const isAsked = !(numberIn(answer.json, 'page') !== page && numberIn(answer.json, 'page') > 0);
  const more = results.length > 0 && isAsked && page < mostListed && hasMore(answer.json, results.length, seen);
  return {
    result: 'listed',
    records: results.map((row) => readRecord(row, country, now)),
    next: more ? String(page + 1) : null,
  };
};

const idOf = (row: JsonObject): string => field(row, 'id').text ?? JSON.stringify(row);

/**
 * The call's record among those of a time window, or null when the vendor has none.
 *
 * The API's customer filters are ignored or return nothing on live accounts (vendors.md 1.5): a
 * window is fetched and searched here, by id where there is one, else by number and time. Ends at
 * the page that has the id, at the last page, or after 30 pages (`too_many_records`).
 */
export const findRecord = async (
  api: TatatelApi,
  query: CallQuery,
  country: string,
  now: EpochMs,
  signal?: AbortSignal,
): Promise<CallRecord | null | Failure> => {
  const window = {
    from_date: wallClock(query.startedAt - beforeMs),
    to_date: wallClock(Math.max(query.startedAt, now) + afterMs),
  };
  const seen = new Set<string>();
  const others: CallRecord[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await api.get(
      '/v1/call/records',
      { ...window, page: String(page), limit: String(pageSize) },
      signal,
    );
    if (!answer.ok) return answer;
    const results = objectsIn(isObject(answer.json) ? answer.json['results'] : undefined);
    if (results === null) return { ok: false, reason: 'answer_unreadable', retryAt: null };

    const fresh = results.filter((row) => !seen.has(idOf(row)));
    for (const row of fresh) seen.add(idOf(row));
    if (query.callId === null)
      others.push(...fresh.map((row) => readRecord(row, country, now)).filter((record) => isCandidate(record, query)));
    else {
      const own = fresh
        .filter((row) => field(row, 'call_id').text === query.callId)
        .map((row) => readRecord(row, country, now));
      if (own.length > 0) return own.reduce(better);
    }

    // Nothing new: behind the last page, or an account whose API ignores `page`.
    if (fresh.length === 0 || !hasMore(answer.json, results.length, seen.size)) return nearestRecord(others, query);
  }
  return { ok: false, reason: 'too_many_records', retryAt: null };
};
