import type { VendorAccount, VendorAdapter, VendorClient, VendorTools } from '../adapter.ts';
import { findInPages, listPage } from '../record-pages.ts';
import { setTakingCalls } from './availability.ts';
import { dial } from './dial.ts';
import { myoperatorEndpoints } from './endpoints.ts';
import { openLogs } from './logs.ts';
import { freshLink } from './recording.ts';
import { callLog, mostPages } from './records.ts';
import { myoperatorSettings, myoperatorZone } from './settings.ts';

/** For all requests of one question; each has its own limit too. */
const longestMs = 28_000;

const myoperatorClient = (account: VendorAccount, tools: VendorTools): VendorClient | null => {
  const settings = myoperatorSettings.safeParse(account.vendorSettings);
  const logs = settings.success ? openLogs(account, settings.data, tools) : null;
  if (!settings.success || logs === null) return null;
  const { logsUrl } = settings.data;
  const readPage = callLog({ logs, country: account.country, logsUrl, now: tools.now });
  const within = (caller?: AbortSignal): AbortSignal =>
    AbortSignal.any([AbortSignal.timeout(longestMs), ...(caller === undefined ? [] : [caller])]);
  return {
    dial: async (request, signal) => await dial({ account, settings: settings.data, tools }, request, signal),
    findCall: async (query, signal) =>
      await findInPages(readPage, query, { now: tools.now(), mostPages }, within(signal)),
    listCalls: async (window, signal) => await listPage(readPage, window, within(signal)),
    recordingLink: async (url, signal) => await freshLink(logs, url, within(signal)),
    setTakingCalls: async (user, takingCalls, signal) => await setTakingCalls(logs, user, takingCalls, within(signal)),
    test: async (signal) => {
      const now = Math.floor(tools.now() / 1000);
      const answer = await logs.search({ from: now - 60, to: now, log_from: 0, page_size: 1 }, signal);
      return answer.ok ? { ok: true } : { ok: false, reason: answer.reason, retryAt: answer.retryAt };
    },
  };
};

/**
 * MyOperator (vendors.md 3). The authentication key is the API key of click to call; logs, recordings and users are
 * opened by the secret token. There is no list of live calls: what is not in the log yet is not known.
 */
export const myoperator: VendorAdapter = {
  slug: 'myoperator',
  name: 'MyOperator',
  zone: myoperatorZone,
  keyName: 'API key',
  settingsSchema: myoperatorSettings,
  secretFields: ['secretToken'],
  endpoints: myoperatorEndpoints,
  expectedEvents: ['routing_question', 'popup_request', 'call_back'],
  canDial: (credentials) =>
    credentials.includes('authenticationKey') && credentials.includes('vendorSettings.secretToken'),
  canTellAvailability: true,
  canPull: (credentials) =>
    credentials.includes('vendorSettings.secretToken') || credentials.includes('authenticationKey'),
  client: myoperatorClient,
};
