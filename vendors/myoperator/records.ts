import type { EpochMs } from '../../domain/ids.ts';
import { field } from '../classic/fields.ts';
import { isObject, objectsIn, type JsonObject } from '../json.ts';
import type { ReadPage } from '../record-pages.ts';
import type { Logs } from './logs.ts';
import { readRecord } from './record.ts';

const pageSize = 100;
/** Three seconds each: what a question has time for. */
export const mostPages = 8;

const seconds = (at: EpochMs): number => Math.floor(at / 1000);

/** The account's call log, page by page (vendors.md 3.2). */
export const callLog =
  ({
    logs,
    country,
    logsUrl,
    now,
  }: {
    readonly logs: Logs;
    readonly country: string;
    readonly logsUrl: string;
    readonly now: () => EpochMs;
  }): ReadPage =>
  async ({ from, to, offset }, signal) => {
    const window = { from: seconds(from), to: seconds(to), log_from: offset, page_size: pageSize };
    const answer = await logs.search(window, signal);
    if (!answer.ok) return { result: 'unreachable', reason: answer.reason, retryAt: answer.retryAt };
    const data = answer.json['data'];
    const hits = isObject(data) ? objectsIn(data['hits']) : null;
    if (!isObject(data) || hits === null) return { result: 'unreachable', reason: 'answer_unreadable', retryAt: null };
    const records = hits.map((hit) => readRecord(sourceOf(hit), { country, logsUrl, now: now() }));
    const seen = offset + hits.length;
    const total = Number(field(data, 'total').text ?? Number.NaN);
    const more = hits.length > 0 && (Number.isFinite(total) ? seen < total : hits.length >= pageSize);
    return { records, next: more ? seen : null };
  };

const sourceOf = (hit: JsonObject): JsonObject => {
  const source = hit['_source'];
  return isObject(source) ? source : hit;
};
