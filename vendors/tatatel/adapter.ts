import type { CallQuery, VendorAccount, VendorAdapter, VendorClient, VendorTools } from '../adapter.ts';
import type { Failure } from './answer.ts';
import { tatatelApi } from './api.ts';
import type { TatatelApi } from './api.ts';
import { tatatelEndpoints } from './endpoints.ts';
import { isLive } from './live.ts';
import { dial, hangUp } from './dial.ts';
import { findRecord, listRecords } from './records.ts';
import { tatatelPortal } from './portal.ts';
import { recordingLink } from './recording.ts';
import { tatatelSettings, tatatelZone } from './settings.ts';
import { testCredentials } from './test-credentials.ts';

const unreachable = ({ reason, retryAt }: Failure) =>
  ({ result: 'unreachable', reason: reason === 'token_refused' ? 'credentials_refused' : reason, retryAt }) as const;

/** For all requests of one question; each has its own limit too. */
const longestMs = 25_000;

const askLive = async (
  api: TatatelApi,
  query: CallQuery,
  country: string,
  signal: AbortSignal,
): Promise<boolean | Failure> => {
  const answer = await api.get('/v1/live_calls', {}, signal);
  return answer.ok
    ? (isLive(answer.json, query, country) ?? { ok: false, reason: 'answer_unreadable', retryAt: null })
    : answer;
};

/** An account may lack the live list and still have records: a record says that the call is over. */
const isDeclined = ({ reason }: Failure): boolean => reason === 'request_refused' || reason === 'answer_unreadable';

const tatatelClient = (account: VendorAccount, tools: VendorTools): VendorClient | null => {
  const settings = tatatelSettings.safeParse(account.vendorSettings);
  if (!settings.success) return null;
  const api = tatatelApi(account, settings.data, tools);
  if (api === null) return null;
  const { country } = account;
  return {
    test: async (signal) => testCredentials(account, settings.data, tools, signal),
    dial: async (request, signal) => dial(api, request, signal),
    hangUp: async (callId, signal) => hangUp(api, callId, signal),
    recordingLink: async (url, _signal, refused = false) => recordingLink(api, settings.data.apiUrl, url, refused),
    listCalls: async (window, signal) => {
      const listed = await listRecords(api, window, country, tools.now(), signal);
      return 'ok' in listed ? unreachable(listed) : listed;
    },
    findCall: async (query, caller) => {
      if (query.callId === null && query.number === null) return { result: 'none' };
      const signal = AbortSignal.any([AbortSignal.timeout(longestMs), ...(caller === undefined ? [] : [caller])]);
      const live = await askLive(api, query, country, signal);
      if (live === true) return { result: 'live' };
      if (live !== false && !isDeclined(live)) return unreachable(live);
      // A call leaves the live list seconds before its record appears: "none" may come in between.
      const record = await findRecord(api, query, country, tools.now(), signal);
      if (record === null) return live === false ? { result: 'none' } : unreachable(live);
      return 'ok' in record ? unreachable(record) : { result: 'found', report: record };
    },
  };
};

const hasCredentials = (credentials: readonly string[]): boolean =>
  credentials.includes('authenticationKey') || credentials.includes('vendorSettings.password');

/**
 * TataTele, whose system is Smartflo (vendors.md 1). The classic `call_id` is Smartflo's own. The
 * authentication key is a long-lived token of the portal; e-mail and password log in instead.
 */
export const tatatel: VendorAdapter = {
  slug: 'tatatel',
  name: 'TataTele (Smartflo)',
  zone: tatatelZone,
  keyName: 'API token',
  settingsSchema: tatatelSettings,
  secretFields: ['password'],
  endpoints: tatatelEndpoints,
  expectedEvents: ['routing_question', 'popup_request', 'call_back'],
  portal: tatatelPortal,
  canDial: hasCredentials,
  canPull: hasCredentials,
  client: tatatelClient,
};
