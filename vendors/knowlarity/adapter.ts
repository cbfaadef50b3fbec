import type { VendorAccount, VendorAdapter, VendorClient, VendorTools } from '../adapter.ts';
import { findInPages, listPage } from '../record-pages.ts';
import { knowlarityApi } from './api.ts';
import { dial } from './dial.ts';
import { readStreamEvent } from './event.ts';
import { readPostCall } from './hook.ts';
import { callLog, mostPages } from './records.ts';
import { knowlaritySettings, knowlarityZone } from './settings.ts';
import { openStream, ownNumbersOf } from './stream.ts';

/** For all requests of one question; each has its own limit too. */
const longestMs = 28_000;

const knowlarityClient = (account: VendorAccount, tools: VendorTools): VendorClient | null => {
  const settings = knowlaritySettings.safeParse(account.vendorSettings);
  const api = settings.success ? knowlarityApi(account, settings.data, tools) : null;
  if (!settings.success || api === null) return null;
  const { country } = account;
  const readPage = callLog({ api, country, now: tools.now });
  const within = (caller?: AbortSignal): AbortSignal =>
    AbortSignal.any([AbortSignal.timeout(longestMs), ...(caller === undefined ? [] : [caller])]);
  return {
    dial: async (request, signal) => await dial({ api, settings: settings.data, country }, request, signal),
    findCall: async (query, signal) =>
      await findInPages(readPage, query, { now: tools.now(), mostPages }, within(signal)),
    listCalls: async (window, signal) => await listPage(readPage, window, within(signal)),
    test: async (signal) => {
      const now = tools.now();
      const listed = await listPage(readPage, { from: now - 60_000, to: now, after: null }, signal);
      return listed.result === 'listed' ? { ok: true } : { ok: false, reason: listed.reason, retryAt: listed.retryAt };
    },
  };
};

const hasKeys = (credentials: readonly string[]): boolean =>
  credentials.includes('authenticationKey') && credentials.includes('vendorSettings.accessKey');

/**
 * Knowlarity (vendors.md 4). The authentication key is its Authorization key. Calls are heard of on its event stream,
 * which we read; hooks after a call say the rest.
 */
export const knowlarity: VendorAdapter = {
  slug: 'knowlarity',
  name: 'Knowlarity',
  zone: knowlarityZone,
  keyName: 'Authorization key',
  settingsSchema: knowlaritySettings,
  secretFields: ['accessKey', 'streamKey'],
  endpoints: [
    {
      name: 'post-call',
      summary: 'How a call went, after it: any of the hooks of the dashboard',
      methods: ['GET', 'POST'],
      read: ({ fields }, context) => readPostCall(fields, context),
      answerEvent: () => ({ httpStatus: 200, body: { status: 'success' } }),
      hooks: [{ where: 'Dashboard → Settings → Integrations → Webhooks → post-call (“CDR push”): POST, JSON' }],
    },
  ],
  stream: {
    read: readStreamEvent,
    ownNumbers: ownNumbersOf,
    canOpen: (credentials) => credentials.includes('vendorSettings.streamKey'),
    open: openStream,
  },
  expectedEvents: ['routing_question', 'popup_request', 'call_back'],
  canDial: hasKeys,
  canPull: hasKeys,
  client: knowlarityClient,
};
