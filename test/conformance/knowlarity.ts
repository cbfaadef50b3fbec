import { readStreamEvent } from '../../vendors/knowlarity/event.ts';
import type { Conformance, Delivery } from './conformance.ts';

const agent = { raw: '+919000000021', key: '+919000000021' };
const did = { raw: '+918790000001', key: '+918790000001' };
const at = Date.UTC(2026, 2, 5, 6, 0, 1);
const uuid = (tail: string): string => `00000000-0000-4000-8000-0000000000${tail}`;

/** One event of an outgoing call on the stream. */
const streamed = (event: string, comesTo: Delivery['comesTo']): Delivery => ({
  event: `SSE: ${event}`,
  to: 'stream',
  says: { callId: uuid('b1'), number: '+919876500051', did, direction: 'outbound', flags: [] },
  comesTo,
});

/** Knowlarity: its corpus, the stream's final record, and the two hooks that the corpus lacks (vendors.md 4.3, 4.4). */
export const knowlarity: Conformance = {
  corpus: 'knowlarity',
  account: {
    authenticationKey: 'key',
    vendorSettings: { accessKey: 'access', streamKey: 'stream', srNumber: '+918790000001' },
  },
  readers: { stream: ({ fields }, context) => readStreamEvent(JSON.stringify(fields), context) },
  deliveries: [
    streamed('ORIGINATE', [{ kind: 'noticed' }]),
    streamed('AGENT_CALL', [{ kind: 'offered', agent, at, reportsAnswer: true }]),
    streamed('AGENT_ANSWER', [{ kind: 'student_rung', agent }]),
    streamed('CUSTOMER_CALL', [{ kind: 'student_rung', agent }]),
    streamed('BRIDGE', [{ kind: 'answered', agent }]),
    streamed('HANGUP', [{ kind: 'noticed' }]),
    {
      event: 'SSE: the call’s record',
      payload: {
        type: 'CDR',
        Call_Type: 'Incoming',
        call_duration: '42',
        dispnumber: '+918790000001',
        caller_id: '+919876500051',
        agent_number: '+919000000021',
        uuid: uuid('b2'),
      },
      to: 'stream',
      says: { callId: uuid('b2'), number: '+919876500051', did, direction: 'inbound', flags: [] },
      comesTo: [{ kind: 'ended', agent, status: { result: 'success' }, talkSeconds: 42 }],
    },
    {
      event: 'hook: post-call, IVR only',
      to: 'post-call',
      says: { callId: uuid('b3'), number: '+919876500053', did, direction: 'inbound', flags: ['time_implausible'] },
      comesTo: [
        {
          kind: 'ended',
          agent: null,
          status: { result: 'failure', cause: null },
          talkSeconds: null,
          startedAt: null,
          endedAt: null,
          recordingUrl: null,
        },
      ],
    },
    {
      event: 'hook: post-call JSON (other dialect)',
      to: 'post-call',
      says: { callId: uuid('b4'), number: '+919876500054', did, direction: 'inbound', flags: [] },
      comesTo: [
        {
          kind: 'ended',
          agent,
          status: { result: 'success' },
          talkSeconds: 42,
          startedAt: Date.UTC(2023, 4, 2, 9, 34, 5),
        },
      ],
    },
    {
      event: 'hook: after a click to call whose student did not pick up',
      payload: {
        call_uuid: `${uuid('b5')}_0`,
        call_status: 'Connected',
        call_transfer_status: 'missed',
        call_duration: '0:0:20',
        call_transfer_duration: '0:0:0',
        customer_number: '+919876500055',
        agent_number: '+919000000021',
      },
      to: 'post-call',
      says: { callId: uuid('b5'), number: '+919876500055', direction: 'outbound', flags: [] },
      comesTo: [{ kind: 'ended', agent, status: { result: 'failure', cause: 'no_answer' }, talkSeconds: null }],
    },
    {
      event: 'hook: few fields, by GET',
      payload: {
        agent_number: '+919000000021',
        customer_number: '+919876500056',
        call_duration: '12',
        Call_Type: 'Incoming',
        business_call_type: 'Phone',
        uuid: uuid('b6'),
        caller_id: '+918790000001',
        resource_url: 'https://sr.knowlarity.com/r.mp3',
      },
      to: 'post-call',
      says: { callId: uuid('b6'), number: '+919876500056', did, direction: 'inbound', flags: [] },
      comesTo: [
        {
          kind: 'ended',
          agent,
          status: { result: 'success' },
          talkSeconds: 12,
          recordingUrl: 'https://sr.knowlarity.com/r.mp3',
        },
      ],
    },
  ],
};
