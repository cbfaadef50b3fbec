import { createHash } from 'node:crypto';
import type { VendorAccount, VendorTools } from '../adapter.ts';
import { sharedBy } from '../ask-in-turn.ts';
import { isObject, readJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { takeTurn } from '../session.ts';
import type { Unreachable } from '../unreachable.ts';
import type { ExotelSettings } from './settings.ts';

export type Answer =
  | { readonly ok: true; readonly json: JsonObject }
  /** The API knows no such thing. */
  | { readonly ok: false; readonly reason: 'not_found'; readonly retryAt: null }
  | ({ readonly ok: false } & Unreachable);

export interface ExotelApi {
  /** @param path below the account, with its query */
  readonly get: (path: string, signal?: AbortSignal) => Promise<Answer>;
}

/** 200 calls a minute are the budget of a whole account (vendors.md 2.1). */
const usualGapMs = 300;
/** The limit counts minutes. */
const minuteMs = 60_000;

const problem = (reason: Unreachable['reason'], retryAt: number | null = null): Answer => ({
  ok: false,
  reason,
  retryAt,
});

/** The API of one account (Basic: key and token), or null where any of its three parts is missing. */
export const exotelApi = (
  { instituteId, authenticationKey }: VendorAccount,
  settings: ExotelSettings,
  tools: VendorTools,
): ExotelApi | null => {
  const { accountSid, apiKey } = settings;
  if (!accountSid || !apiKey || !authenticationKey) return null;
  const base = `${settings.apiUrl.replace(/\/+$/, '')}/v1/Accounts/${encodeURIComponent(accountSid)}`;
  const authorization = `Basic ${Buffer.from(`${apiKey}:${authenticationKey.trim()}`).toString('base64')}`;
  const session = tools.sessions.of(
    createHash('sha256')
      .update(JSON.stringify(['exotel', base, authorization]))
      .digest('hex'),
  );

  const line = { instituteId, vendor: 'exotel', line: 'api' };
  const get = async (path: string, signal?: AbortSignal): Promise<Answer> => {
    const turn = { session, gapMs: tools.gapMs ?? usualGapMs, shared: sharedBy(tools, line) };
    const busyUntil = await takeTurn(turn, tools.now(), signal);
    const retryAt = Math.max(session.notBefore, busyUntil ?? 0);
    if (retryAt > tools.now()) return problem('rate_limited', retryAt);
    const answer = await tools.http.send({
      method: 'GET',
      url: new URL(base + path),
      headers: { authorization },
      ...(signal === undefined ? {} : { signal }),
    });
    if (!answer.ok) return problem(answer.problem);
    const { status } = answer;
    if (status === 429) {
      session.notBefore = tools.now() + minuteMs;
      return problem('rate_limited', session.notBefore);
    }
    if (status === 401 || status === 403) return problem('credentials_refused');
    if (status === 404) return { ok: false, reason: 'not_found', retryAt: null };
    if (status >= 500) return problem('vendor_error');
    if (status >= 400) return problem('request_refused');
    const json = readJson(answer.text);
    return status < 300 && isObject(json) ? { ok: true, json } : problem('answer_unreadable');
  };
  return { get };
};
