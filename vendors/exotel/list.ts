import { DateTime } from 'luxon';
import type { EpochMs } from '../../domain/ids.ts';
import { isObject, objectsIn } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Answer, ExotelApi } from './api.ts';
import { exotelZone } from './settings.ts';

const pageSize = '100';

export interface Window {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** `next` of the page before; null: the first. */
  readonly after: string | null;
}

export type Page =
  | { readonly ok: true; readonly calls: readonly JsonObject[]; readonly next: string | null }
  | Extract<Answer, { ok: false }>;

const wallClock = (at: EpochMs): string =>
  DateTime.fromMillis(at, { zone: exotelZone }).toFormat('yyyy-MM-dd HH:mm:ss');

const firstPage = ({ from, to }: Window): string =>
  `?${new URLSearchParams({ DateCreated: `gte:${wallClock(from)};lte:${wallClock(to)}`, PageSize: pageSize, SortBy: 'DateCreated:asc', details: 'true' }).toString()}`;

/** The next page's address names host and account again: the query alone is taken from it. */
const nextOf = (metadata: JsonObject[string] | undefined): string | null => {
  const next = isObject(metadata) ? metadata['NextPageUri'] : null;
  return typeof next === 'string' && next.includes('?') ? next.slice(next.indexOf('?')) : null;
};

/** One page of the account's calls that began in a window of at most a month (vendors.md 2.3). */
export const listPage = async (api: ExotelApi, window: Window, signal?: AbortSignal): Promise<Page> => {
  const answer = await api.get(`/Calls.json${window.after ?? firstPage(window)}`, signal);
  if (!answer.ok) return answer;
  const calls = objectsIn(answer.json['Calls']);
  if (calls === null) return { ok: false, reason: 'answer_unreadable', retryAt: null };
  return { ok: true, calls, next: nextOf(answer.json['Metadata']) };
};
