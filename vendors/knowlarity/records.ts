import { DateTime } from 'luxon';
import type { EpochMs } from '../../domain/ids.ts';
import { field } from '../classic/fields.ts';
import { isObject, objectsIn } from '../json.ts';
import type { ReadPage } from '../record-pages.ts';
import type { KnowlarityApi } from './api.ts';
import { readRecord } from './record.ts';
import { knowlarityZone } from './settings.ts';

const pageSize = 500;
/** What a question has time for. */
export const mostPages = 20;

/** "2025-12-06 11:11:21+05:30": with an offset, and without a T. */
const stamp = (at: EpochMs): string =>
  DateTime.fromMillis(at, { zone: knowlarityZone }).toFormat('yyyy-MM-dd HH:mm:ssZZ');

/** The account's call log, page by page (vendors.md 4.2). */
export const callLog =
  ({
    api,
    country,
    now,
  }: {
    readonly api: KnowlarityApi;
    readonly country: string;
    readonly now: () => EpochMs;
  }): ReadPage =>
  async ({ from, to, offset }, signal) => {
    const query = new URLSearchParams({
      start_time: stamp(from),
      end_time: stamp(to),
      limit: String(pageSize),
      offset: String(offset),
    });
    const answer = await api.ask(`/v1/account/calllog?${query.toString()}`, {
      method: 'GET',
      ...(signal && { signal }),
    });
    if (!answer.ok) return { result: 'unreachable', reason: answer.reason, retryAt: answer.retryAt };
    const objects = objectsIn(answer.json['objects']);
    if (objects === null) return { result: 'unreachable', reason: 'answer_unreadable', retryAt: null };
    const meta = answer.json['meta'];
    const total = isObject(meta) ? Number(field(meta, 'total_count').text ?? Number.NaN) : Number.NaN;
    const seen = offset + objects.length;
    const more = objects.length > 0 && (Number.isFinite(total) ? seen < total : objects.length >= pageSize);
    return { records: objects.map((object) => readRecord(object, { country, now: now() })), next: more ? seen : null };
  };
