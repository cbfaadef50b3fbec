import type { Conformance } from './conformance.ts';

const agentOne = { key: '+919000000021' };
const missed = { result: 'failure', cause: 'no_answer' } as const;

/** Smartflo: its corpus, and triggers that the corpus names but lacks (vendors.md 1.6, 1.7). */
export const tatatel: Conformance = {
  corpus: 'smartflo',
  account: { authenticationKey: 'token', vendorSettings: { email: 'desk@demo.test', password: 'secret' } },
  deliveries: [
    {
      event: 'routing: API Dialplan request',
      to: 'dialplan',
      says: { callId: '1775721000.307200', number: '+919876500025', direction: 'inbound', flags: [] },
      comesTo: 'question',
    },
    {
      event: 'webhook: Call received on Server',
      to: 'events',
      says: { callId: '1775719461.306700', number: '+919876500011', direction: 'inbound', flags: [] },
      comesTo: [{ kind: 'noticed' }],
    },
    {
      event: 'webhook: Dialed on Agent (inbound)',
      to: 'events',
      says: { callId: '1775719461.306700', number: '+919876500011', direction: 'inbound', flags: [] },
      comesTo: [{ kind: 'offered', agent: { raw: '+919000000021', ...agentOne }, at: null, reportsAnswer: true }],
    },
    {
      event: 'webhook: screen pop as configured for Kylas CRM',
      to: 'events',
      says: { callId: '1775720400.307100', number: '+919876500022', direction: 'inbound' },
      comesTo: [{ kind: 'answered', agent: { raw: '+919000000021', ...agentOne } }],
    },
    {
      event: 'webhook: Call answered by Agent (click to call)',
      to: 'events',
      says: { callId: '1775719461.306777', number: '+919876500011', direction: 'outbound', vendorRef: null },
      comesTo: [{ kind: 'student_rung', agent: { raw: '+919000000021', ...agentOne } }],
    },
    {
      event: 'answered by the customer of a click to call: no call id, the agent an object',
      payload: {
        uuid: '69d75426f0a9f',
        call_to_number: '919876500011',
        caller_id_number: '+919240200031',
        start_stamp: '2026-04-09 12:54:21',
        answered_agent_number: { follow_me_number: '+919000000021', id: '0507330050011', name: 'Agent One' },
        call_status: 'Answered by customer',
        direction: 'click_to_call',
        'customer_no_with_prefix ': '919876500011',
        custom_identifier: 'crm-call-000123',
      },
      to: 'events',
      says: {
        callId: null,
        reference: 'crm-call-000123',
        number: '+919876500011',
        direction: 'outbound',
        flags: ['no_call_id'],
      },
      comesTo: [{ kind: 'answered', agent: { raw: '+919000000021', ...agentOne, aliases: ['0507330050011'] } }],
    },
    {
      event: 'connected to an agent by the dialler, with a time that lacks AM or PM',
      payload: {
        call_id: '4f1c8d2e-0c1b-4d8e-9f0a-1b2c3d4e5f60',
        direction: 'Dialer (outbound)',
        start_date: '11/24/2026',
        start_time: '11:19:58',
        agent_number: '+919000000021',
        customer_number: '+919876500018',
        campaign_name: 'Autumn',
        campaign_id: '12',
      },
      to: 'events',
      says: { number: '+919876500018', direction: 'campaign', flags: [] },
      comesTo: [{ kind: 'answered', agent: { raw: '+919000000021', ...agentOne } }],
    },
    {
      event: 'missed by one agent of a call that goes on',
      payload: {
        trigger: 'Call missed by Agent (Hangup)',
        call_id: '1775719461.306700',
        caller_id_number: '919876500011',
        missed_agent: [{ id: '0507730050004', number: '+919000000022' }],
        call_status: 'missed',
      },
      to: 'events',
      says: { callId: '1775719461.306700', number: '+919876500011', flags: [] },
      comesTo: [
        { kind: 'offer_ended', agent: { raw: '+919000000022', key: '+919000000022', aliases: ['0507730050004'] } },
      ],
    },
    {
      event: 'webhook: Call hangup (Answered), click to call',
      to: 'events',
      says: {
        callId: '1775967648.311022',
        reference: 'crm-call-000123',
        vendorRef: '3f6d0a52-1c55-4a0e-9b1f-0c6a2f0d7e11',
        number: '+919876500011',
        direction: 'outbound',
        flags: ['template_unfilled'],
      },
      comesTo: [
        {
          kind: 'ended',
          agent: { raw: '+919000000021', ...agentOne, aliases: ['0607330050011', '0507330050011'] },
          status: { result: 'success' },
          // billsec says 11
          talkSeconds: 7,
          startedAt: Date.UTC(2026, 3, 12, 4, 20, 48),
          endedAt: Date.UTC(2026, 3, 12, 4, 20, 59),
        },
      ],
    },
    {
      event: 'webhook: Call hangup (Missed), agent did not pick up a click to call',
      to: 'events',
      says: {
        callId: 'HYD1-D4-1790798403.486777',
        reference: 'test-002',
        number: '+919876500012',
        direction: 'outbound',
        flags: [],
      },
      comesTo: [
        {
          kind: 'ended',
          agent: { raw: '+919000000022', key: '+919000000022', aliases: ['0507730050004'] },
          status: missed,
        },
        { kind: 'ended', agent: null, status: missed, talkSeconds: null },
      ],
    },
    {
      event: 'webhook: Call hangup, support-API call to voice bot',
      to: 'events',
      says: { callId: 'h11.08-1770532700.2135701', number: '+919876500013', direction: 'outbound' },
      comesTo: [{ kind: 'ended', agent: null, status: { result: 'success' }, talkSeconds: 6 }],
    },
    {
      event: 'webhook: Call hangup (Missed), IVR dialect, inbound',
      to: 'events',
      says: { callId: '1783784632.231779', number: '+919876500015', direction: 'inbound', vendorRef: null, flags: [] },
      // billsec 16, an answer stamp and a recording, all of the menu
      comesTo: [
        {
          kind: 'ended',
          agent: null,
          status: missed,
          talkSeconds: null,
          recordingUrl: 'https://example.invalid/file/recording?callId=1783784632.231779',
        },
      ],
    },
    {
      event: 'webhook: Call hangup (Missed), queue abandon',
      to: 'events',
      says: { callId: '1783791000.232150', number: '+919876500017', direction: 'inbound', flags: [] },
      comesTo: [
        {
          kind: 'ended',
          agent: null,
          status: missed,
          startedAt: Date.UTC(2026, 6, 11, 17, 30),
          endedAt: Date.UTC(2026, 6, 11, 17, 33, 38),
        },
      ],
    },
    {
      event: 'webhook: hangup as form-urlencoded',
      to: 'events',
      says: { callId: '1775719999.306999', number: '+919876500019', direction: 'inbound' },
      // no outbound_sec: nothing else is talk
      comesTo: [
        {
          kind: 'ended',
          agent: { raw: '+919000000021', ...agentOne, aliases: ['0507330050011'] },
          status: { result: 'success' },
          talkSeconds: null,
        },
      ],
    },
  ],
};
