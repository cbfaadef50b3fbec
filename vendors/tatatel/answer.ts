import type { EpochMs } from '../../domain/ids.ts';
import { parseStamp } from '../../domain/time/stamp.ts';
import type { HttpAnswer } from '../http.ts';
import { isObject, readJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Unreachable, UnreachableReason } from '../unreachable.ts';
import { tatatelZone } from './settings.ts';

/** `token_refused`: another token may help. `unsent`: the request itself never left. */
export type Failure = { readonly ok: false; readonly unsent?: true } & (
  | Unreachable
  | { readonly reason: 'token_refused'; readonly retryAt: null }
);
export type Answer = { readonly ok: true; readonly json: Json } | Failure;

/** The texts by which the API says that a token is no good (vendors.md 1.1); it has no code for it. */
const tokenTexts =
  /blacklisted token|token has expired|missing required request parameters: \[authorization\]|unauthenticated|invalid token|token (?:is )?(?:invalid|required)/i;
/** A limit is minutes; a stamp that says more is a wrong clock, and must not keep us away for days. */
const longestRetryMs = 3_600_000;

const failure = (reason: UnreachableReason, until: EpochMs | null = null): Failure => ({
  ok: false,
  reason,
  retryAt: until,
});

/** `retry_after` is an IST wall clock in the body, not a header; null when it says nothing usable. */
const retryAt = (body: JsonObject, now: EpochMs): EpochMs | null => {
  const stamp = body['retry_after'];
  const at = typeof stamp === 'string' ? parseStamp(stamp, tatatelZone) : null;
  return at !== null && at > now ? Math.min(at, now + longestRetryMs) : null;
};

/** Documentation and some accounts print the keys capitalised. */
const either = (body: JsonObject, name: string, capital: string): Json | undefined => body[name] ?? body[capital];

/**
 * What the API answered, or which kind of failure it is. Failures come as 4xx, as 200 with
 * `success: false`, as a gateway's body without `success` and as bare validation lists
 * (vendors.md 1.1–1.5); the text is only looked at here and goes no further.
 */
export const readAnswer = (answer: HttpAnswer, now: EpochMs): Answer => {
  if (!answer.ok) return failure(answer.problem);
  const json = readJson(answer.text);
  const body = isObject(json) ? json : {};
  const message = either(body, 'message', 'Message');
  if (answer.status === 429) return failure('rate_limited', retryAt(body, now));
  if (answer.status >= 500) return failure('vendor_error');
  const said = either(body, 'success', 'Success');
  const good = answer.status >= 200 && answer.status < 300;
  const tokenRefused = typeof message === 'string' && tokenTexts.test(message);
  if (answer.status === 401 || answer.status === 403 || (tokenRefused && said !== true))
    return { ok: false, reason: 'token_refused', retryAt: null };
  if (answer.status >= 400 || said === false) return failure('request_refused');
  return good && json !== undefined ? { ok: true, json } : failure('answer_unreadable');
};
