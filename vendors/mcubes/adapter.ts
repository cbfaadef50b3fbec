import type { VendorAccount, VendorAdapter, VendorClient, VendorTools } from '../adapter.ts';
import { setTakingCalls } from './availability.ts';
import { dial } from './dial.ts';
import { readPush } from './push.ts';
import { mcubesSettings, mcubesZone } from './settings.ts';

const mcubesClient = (account: VendorAccount, tools: VendorTools): VendorClient | null => {
  const settings = mcubesSettings.safeParse(account.vendorSettings);
  const key = account.authenticationKey?.replace(/^bearer\s+/i, '').trim() ?? '';
  if (!settings.success || key === '') return null;
  const own = { key, settings: settings.data, country: account.country, tools };
  return {
    dial: async (request, signal) => await dial(own, request, signal),
    setTakingCalls: async (user, takingCalls, signal) => await setTakingCalls(own, user, takingCalls, signal),
    // No list of live or past calls is known: who asks all the same learns nothing, which is not "no such call".
    findCall: async () => await Promise.resolve({ result: 'unreachable', reason: 'request_refused', retryAt: null }),
  };
};

/**
 * MCube (vendors.md 5). The authentication key is the API key (classic) or the token (soft phone). Its call ids begin
 * with the student's digits: like a number, they stay out of logs and histories.
 */
export const mcubes: VendorAdapter = {
  slug: 'mcubes',
  name: 'MCube',
  zone: mcubesZone,
  keyName: 'API key or token',
  settingsSchema: mcubesSettings,
  secretFields: [],
  endpoints: [
    {
      name: 'push',
      summary: 'Who is rung, and how the call went: the same keys for both',
      methods: ['GET', 'POST'],
      read: ({ fields }, context) => readPush(fields, context),
      // What its own examples answer (vendors.md 5.2).
      answerEvent: () => ({ httpStatus: 200, body: { status: 'ok' } }),
      hooks: [
        {
          where:
            'sent to MCube’s support, or under Settings → API → Push URL: “on call” and “on hang-up” both, POST, JSON',
        },
      ],
    },
  ],
  expectedEvents: ['routing_question', 'popup_request', 'call_back'],
  canDial: (credentials) => credentials.includes('authenticationKey'),
  canTellAvailability: true,
  canPull: () => false,
  client: mcubesClient,
};
