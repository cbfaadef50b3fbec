import type { EpochMs } from '../../domain/ids.ts';
import type { CallQuery, CallRecord, FoundCall, VendorAccount, VendorClient, VendorTools } from '../adapter.ts';
import { NEAR_MS, nearestRecord } from '../choose-record.ts';
import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { exotelApi } from './api.ts';
import type { Answer, ExotelApi } from './api.ts';
import { listPage } from './list.ts';
import type { Page } from './list.ts';
import { isLive, readRecord } from './record.ts';
import { exotelSettings } from './settings.ts';

/** For all requests of one question; each has its own limit too. */
const longestMs = 25_000;
const mostPages = 10;

const unreachable = (answer: Extract<Answer, { ok: false }>): FoundCall =>
  answer.reason === 'not_found'
    ? { result: 'none' }
    : { result: 'unreachable', reason: answer.reason, retryAt: answer.retryAt };

const found = (call: JsonObject, country: string, now: EpochMs): FoundCall =>
  isLive(call) ? { result: 'live' } : { result: 'found', report: readRecord(call, country, now) };

const byId = async (
  api: ExotelApi,
  id: string,
  country: string,
  now: EpochMs,
  signal: AbortSignal,
): Promise<FoundCall> => {
  const answer = await api.get(`/Calls/${encodeURIComponent(id)}.json?details=true`, signal);
  if (!answer.ok) return unreachable(answer);
  const { Call: call } = answer.json;
  return isObject(call)
    ? found(call, country, now)
    : { result: 'unreachable', reason: 'answer_unreadable', retryAt: null };
};

/** The nearest of the account's calls around the time; one of them may be on still, as only the call itself says. */
const byNumber = async (
  api: ExotelApi,
  query: CallQuery,
  country: string,
  now: EpochMs,
  signal: AbortSignal,
): Promise<FoundCall> => {
  const window = { from: query.startedAt - NEAR_MS, to: query.startedAt + NEAR_MS };
  const calls = new Map<CallRecord, JsonObject>();
  let after: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const listed: Page = await listPage(api, { ...window, after }, signal);
    if (!listed.ok) return unreachable(listed);
    for (const call of listed.calls) calls.set(readRecord(call, country, now), call);
    after = listed.next;
    if (after !== null) continue;
    const nearest = nearestRecord([...calls.keys()], query);
    const call = nearest && calls.get(nearest);
    return call ? found(call, country, now) : { result: 'none' };
  }
  return { result: 'unreachable', reason: 'too_many_records', retryAt: null };
};

/** Asks for call details (vendors.md 2.3). It does not dial: Exotel is for inbound calls alone (product 8). */
export const exotelClient = (account: VendorAccount, tools: VendorTools): VendorClient | null => {
  const settings = exotelSettings.safeParse(account.vendorSettings);
  const api = settings.success ? exotelApi(account, settings.data, tools) : null;
  if (api === null) return null;
  const { country } = account;
  return {
    test: async (signal) => {
      const answer = await api.get('/Calls.json?PageSize=1', signal);
      if (answer.ok) return { ok: true };
      // An account that is not there is one we have no log-in for.
      return {
        ok: false,
        reason: answer.reason === 'not_found' ? 'credentials_refused' : answer.reason,
        retryAt: answer.retryAt,
      };
    },
    findCall: async (query, caller) => {
      const signal = AbortSignal.any([AbortSignal.timeout(longestMs), ...(caller === undefined ? [] : [caller])]);
      if (query.callId !== null) return byId(api, query.callId, country, tools.now(), signal);
      return query.number === null ? { result: 'none' } : byNumber(api, query, country, tools.now(), signal);
    },
    listCalls: async (window, caller) => {
      const listed = await listPage(api, window, caller);
      if (listed.ok) {
        const over = listed.calls.filter((call) => !isLive(call));
        return {
          result: 'listed',
          records: over.map((call) => readRecord(call, country, tools.now())),
          next: listed.next,
        };
      }
      const { reason, retryAt } = listed;
      return { result: 'unreachable', reason: reason === 'not_found' ? 'request_refused' : reason, retryAt };
    },
  };
};
