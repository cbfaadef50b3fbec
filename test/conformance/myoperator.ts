import type { Conformance } from './conformance.ts';

const agent = { raw: '919000000021', key: '+919000000021' };
const link = (file: string): string =>
  `https://developers.myoperator.co/recordings/link?${new URLSearchParams({ file }).toString()}`;
const legs = [{ leg_index: 2, type: 'agent', phone_number: '919000000021' }];
const v2 = {
  company_id: '5cd40f65xxxxxxxx',
  event_id: 'e-1',
  event_version: '1',
  timestamp: '2025-12-23T12:21:49.120Z',
  channel: 'call',
  direction: 'incoming',
  session_id: 's4.1',
  system_identifier: '8065000041',
  customer_identifier: '919876500046',
};
const ofV2 = {
  callId: 's4.1',
  vendorRef: 's4.1',
  number: '+919876500046',
  did: { raw: '8065000041', key: '+918065000041' },
  direction: 'inbound',
  flags: [],
} as const;

/** MyOperator: its corpus, and what the corpus lacks of its events (vendors.md 3.3, 3.4). */
export const myoperator: Conformance = {
  corpus: 'myoperator',
  account: {
    authenticationKey: 'api-key',
    vendorSettings: { companyId: 'company', secretToken: 'secret', publicIvrId: 'ivr' },
  },
  deliveries: [
    {
      event: 'webhook v1: In-Call',
      to: 'in-call',
      says: {
        callId: 'n2.1596270949.2175777',
        reference: 'crm-000321',
        number: '+919876500042',
        did: null,
        direction: 'outbound',
        flags: [],
      },
      comesTo: [{ kind: 'offered', agent, at: null, reportsAnswer: false }],
    },
    {
      event: 'webhook v1: After Call, answered incoming',
      to: 'after-call',
      says: {
        callId: 'd5.1594969927.2496777',
        reference: null,
        number: '+919876500043',
        did: { raw: '8065000041', key: '+918065000041' },
        direction: 'inbound',
        flags: [],
      },
      comesTo: [
        {
          kind: 'ended',
          agent: { raw: '+919000000021', key: '+919000000021', aliases: ['10', '5cd40f65vvvvvvvv'] },
          status: { result: 'success' },
          talkSeconds: 9,
          startedAt: 1_594_969_929_000,
          endedAt: 1_594_969_968_000,
          recordingUrl: link('<hash>.mp3'),
        },
      ],
    },
    {
      event: 'webhook v1: GET with admin-chosen keys',
      to: 'after-call',
      says: { callId: 'd5.1594969927.2496777', number: '+919876500045', flags: [] },
      comesTo: [
        {
          kind: 'ended',
          agent: { raw: '+919000000021', key: '+919000000021' },
          status: { result: 'success' },
          talkSeconds: null,
          startedAt: 1_594_969_929_000,
        },
      ],
    },
    {
      event: 'webhook v2: call.end incoming',
      to: 'v2',
      says: { ...ofV2, callId: 's4.1766492465.1359', vendorRef: 's4.1766492465.1359' },
      comesTo: [
        {
          kind: 'ended',
          agent,
          status: { result: 'success' },
          talkSeconds: 6,
          startedAt: Date.UTC(2025, 11, 23, 12, 21, 5, 779),
          endedAt: Date.UTC(2025, 11, 23, 12, 21, 48, 962),
          recordingUrl: link('<hash>-v2.mp3'),
        },
      ],
    },
    {
      event: 'a call begins',
      payload: { ...v2, event_type: 'call.initiated', payload: {} },
      to: 'v2',
      says: ofV2,
      comesTo: [{ kind: 'noticed' }],
    },
    {
      event: 'a menu speaks',
      payload: { ...v2, event_type: 'call.ivr_started', payload: {} },
      to: 'v2',
      says: ofV2,
      comesTo: [{ kind: 'noticed' }],
    },
    {
      event: 'an agent is rung',
      payload: { ...v2, event_type: 'call.dial_begin', payload: { legs } },
      to: 'v2',
      says: ofV2,
      comesTo: [{ kind: 'offered', agent, at: Date.UTC(2025, 11, 23, 12, 21, 49, 120), reportsAnswer: true }],
    },
    {
      event: 'an agent answers',
      payload: { ...v2, event_type: 'call.answered', payload: { legs } },
      to: 'v2',
      says: ofV2,
      comesTo: [{ kind: 'answered', agent }],
    },
    {
      event: 'a summary, the only one that names the agent',
      payload: {
        ...v2,
        event_type: 'call.summary',
        system_identifier: '',
        payload: {
          did: '8065000041',
          status: 'missed',
          legs: [
            {
              leg_index: 2,
              type: 'agent',
              result: 'not_answered',
              dial_status: 'NO ANSWER',
              agent: { id: 'hex', contact_number: '919000000021' },
            },
          ],
        },
      },
      to: 'v2',
      says: ofV2,
      comesTo: [
        {
          kind: 'ended',
          agent: { ...agent, aliases: ['hex'] },
          status: { result: 'failure', cause: 'no_answer' },
          talkSeconds: null,
        },
      ],
    },
    {
      event: 'a disposition',
      payload: { ...v2, event_type: 'call.disposition', payload: {} },
      to: 'v2',
      says: {},
      comesTo: 'ignored',
    },
  ],
};
