import type { FreshLink } from '../adapter.ts';
import { isObject, type Json } from '../json.ts';
import type { Answer } from './answer.ts';
import type { Logs } from './logs.ts';

/** Some accounts know the second only, and some the first (vendors.md 3.2). */
const PATHS = ['/recordings/link', '/search/recordings/link'];

/**
 * The address a recording is kept under: where a link to its file is asked for, without the token. The player page that
 * hooks and logs name (`_fu`, `fileurl`) wants a log-in of the panel and serves nobody.
 */
export const recordingAddress = (file: string | null, logsUrl: string): string | null =>
  file === null ? null : `${logsUrl.replace(/\/+$/, '')}${PATHS[0]}?${new URLSearchParams({ file }).toString()}`;

/** A link that is good for 24 hours, asked for when somebody listens. */
export const freshLink = async (logs: Logs, address: string, signal?: AbortSignal): Promise<FreshLink> => {
  const file = URL.parse(address)?.searchParams.get('file') ?? '';
  if (file === '') return { result: 'found', url: address, headers: {} };
  let answer: Answer | null = null;
  for (const path of PATHS) {
    answer = await logs.get(path, { file }, signal);
    const url = answer.ok ? addressIn(answer.json, 4) : null;
    if (url !== null) return { result: 'found', url, headers: {} };
    if (!answer.ok && answer.reason !== 'request_refused') break;
  }
  if (answer === null || answer.ok || answer.reason === 'request_refused') return { result: 'none' };
  return { result: 'unreachable', reason: answer.reason, retryAt: answer.retryAt };
};

/** The one address in an answer whose keys are not documented. */
const addressIn = (value: Json, depth: number): string | null => {
  if (typeof value === 'string') return /^https?:\/\//.test(value) ? value : null;
  if (depth === 0 || !isObject(value)) return null;
  for (const item of Object.values(value)) {
    const found = addressIn(item, depth - 1);
    if (found !== null) return found;
  }
  return null;
};
