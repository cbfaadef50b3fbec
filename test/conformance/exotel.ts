import type { Conformance } from './conformance.ts';

const agentOne = { raw: '09000000021', key: '+919000000021' };
const byEmail = { ...agentOne, aliases: ['agent.one@example.com'] };
const call = { callId: 'bb00bb11cc22dd33ee44ff5566778800', number: '+919876500032', direction: 'inbound' } as const;
const did = { raw: '08065000041', key: '+918065000041' };

/** Exotel: its corpus, and what applets and callbacks send that the corpus lacks (vendors.md 2.4 to 2.6). */
export const exotel: Conformance = {
  corpus: 'exotel',
  account: { authenticationKey: 'token', vendorSettings: { accountSid: 'exampleacct', apiKey: 'key' } },
  deliveries: [
    {
      event: 'asked by a Connect applet with a dynamic URL',
      payload: {
        CallSid: 'bb00bb11cc22dd33ee44ff5566778800',
        CallFrom: '09876500032',
        CallTo: '08065000041',
        Direction: 'incoming',
      },
      to: 'connect',
      says: { ...call, did, flags: [] },
      comesTo: 'question',
    },
    {
      event: 'asked by Dial Whom, with a lower-case f and no id',
      payload: {
        Callfrom: '09876500032',
        CallTo: '08065000041',
        CallStatus: 'null',
        Direction: 'incoming',
        DialCallDuration: '0',
      },
      to: 'dial-whom',
      says: { callId: null, number: '+919876500032', flags: [] },
      comesTo: 'question',
    },
    {
      event: 'asked by a Passthru before any Connect',
      payload: {
        CallSid: 'cc00bb11cc22dd33ee44ff5566778813',
        CallFrom: '09876500034',
        CallTo: '08065000041',
        Direction: 'incoming',
        CallType: 'call-attempt',
        DialCallStatus: 'null',
      },
      to: 'passthru',
      says: { number: '+919876500034', flags: [] },
      comesTo: 'question',
    },
    {
      event: 'popup: Connect applet dial event, agent ringing',
      to: 'popup',
      says: { ...call, did, flags: [] },
      // "busy": this agent is being rung
      comesTo: [{ kind: 'offered', agent: byEmail, at: Date.UTC(2022, 1, 23, 7, 2, 2), reportsAnswer: true }],
    },
    {
      event: 'popup: Connect applet dial event, agent released',
      to: 'popup',
      says: call,
      comesTo: [{ kind: 'offer_ended', agent: byEmail }],
    },
    {
      event: 'an agent answered, without the call’s id',
      payload: {
        CallSid: 'null',
        CallFrom: '09876500032',
        CallTo: '08065000041',
        Direction: 'incoming',
        DialWhomNumber: '09000000021',
        Status: 'busy',
        EventType: 'Answered',
      },
      to: 'popup',
      says: { callId: null, number: '+919876500032', flags: ['no_call_id'] },
      comesTo: [{ kind: 'answered', agent: agentOne }],
    },
    {
      event: 'a soft phone rings',
      payload: {
        event: 'incoming_call',
        call_sid: 'ee00',
        direction: 'incoming',
        from: '+919876500037',
        to: 'sip:agentone',
        user_id: 'agent1',
        exophone: '+918065000041',
        timestamp: '2026-11-24T05:59:58Z',
      },
      to: 'popup',
      says: { callId: 'ee00', number: '+919876500037', direction: 'inbound', flags: [] },
      comesTo: [
        {
          kind: 'offered',
          agent: { raw: 'agent1', key: 'agent1', aliases: ['sip:agentone'] },
          at: Date.UTC(2026, 10, 24, 5, 59, 58),
          reportsAnswer: false,
        },
      ],
    },
    {
      event: 'notification: WebRTC outbound',
      to: 'popup',
      says: { callId: 'dd00bb11cc22dd33ee44ff5566778833', number: '+919876500036', direction: 'outbound', flags: [] },
      comesTo: [{ kind: 'student_rung', agent: { ...agentOne, aliases: ['agent1'] } }],
    },
    {
      event: 'passthru: IVR digits',
      to: 'passthru',
      says: { callId: 'cc00bb11cc22dd33ee44ff5566778812', number: '+919876500034', flags: [] },
      comesTo: [{ kind: 'noticed' }],
    },
    {
      event: 'passthru: end of call, answered',
      to: 'passthru',
      // EndTime is always the beginning of 1970
      says: { ...call, did, flags: ['time_implausible'] },
      comesTo: [
        {
          kind: 'ended',
          agent: agentOne,
          status: { result: 'success' },
          talkSeconds: 10,
          startedAt: Date.UTC(2022, 1, 23, 7, 1, 58),
          endedAt: null,
        },
      ],
    },
    {
      event: 'passthru: nobody answered',
      to: 'passthru',
      says: { ...call, flags: ['time_implausible'] },
      comesTo: [
        { kind: 'ended', agent: agentOne, status: { result: 'failure', cause: 'no_answer' }, talkSeconds: null },
      ],
    },
    {
      event: 'forwarded: the leg alone says who talked',
      payload: {
        CallSid: 'bb01',
        CallFrom: '09876500032',
        CallTo: '08065000041',
        Direction: 'incoming',
        DialCallStatus: 'completed',
        CallType: 'completed',
        'Legs[0][Number]': '09000000022',
        'Legs[0][OnCallDuration]': '0',
        'Legs[0][CauseCode]': 'RING_TIMEOUT',
        'Legs[1][Number]': '09000000021',
        'Legs[1][OnCallDuration]': '33',
        DialCallDuration: '40',
        EndTime: '0000-00-00 00:00:00',
      },
      to: 'passthru',
      says: { callId: 'bb01' },
      comesTo: [
        {
          kind: 'ended',
          agent: { raw: '09000000022', key: '+919000000022' },
          status: { result: 'failure', cause: 'no_answer' },
        },
        { kind: 'ended', agent: agentOne, status: { result: 'success' }, talkSeconds: 33 },
      ],
    },
    {
      event: 'the caller left while an agent was rung',
      payload: {
        CallSid: 'bb02',
        CallFrom: '09876500032',
        CallTo: '08065000041',
        Direction: 'incoming',
        DialCallStatus: 'canceled',
        CallType: 'client-hangup',
        DialWhomNumber: '09000000021',
        DialCallDuration: '0',
      },
      to: 'passthru',
      says: { callId: 'bb02' },
      comesTo: [
        { kind: 'ended', agent: agentOne, status: { result: 'failure', cause: 'cancelled' } },
        { kind: 'ended', agent: null, status: { result: 'failure', cause: 'cancelled' } },
      ],
    },
    {
      event: 'the menu was left, stored as completed',
      payload: {
        CallSid: 'bb03',
        CallFrom: '09876500032',
        CallTo: '08065000041',
        Direction: 'incoming',
        CallType: 'completed',
        DialCallStatus: 'null',
        DialCallDuration: '0',
      },
      to: 'passthru',
      says: { callId: 'bb03', flags: ['answered_by_menu'] },
      comesTo: [{ kind: 'ended', agent: null, status: { result: 'failure', cause: null }, talkSeconds: null }],
    },
    {
      event: 'a message was left',
      payload: {
        CallSid: 'bb04',
        CallFrom: '09876500032',
        CallTo: '08065000041',
        Direction: 'incoming',
        CallType: 'voicemail',
        RecordingUrl: 'https://recordings.exotel.com/bb04.mp3',
      },
      to: 'passthru',
      says: { callId: 'bb04' },
      comesTo: [
        {
          kind: 'ended',
          agent: null,
          status: { result: 'failure', cause: 'voicemail' },
          recordingUrl: 'https://recordings.exotel.com/bb04.mp3',
        },
      ],
    },
    {
      event: 'StatusCallback: terminal event',
      to: 'status',
      says: {
        callId: 'aa00bb11cc22dd33ee44ff5566778899',
        number: '+919876500031',
        did,
        direction: 'outbound',
        flags: [],
      },
      comesTo: [
        {
          kind: 'ended',
          agent: agentOne,
          status: { result: 'success' },
          talkSeconds: 41,
          startedAt: Date.UTC(2026, 2, 5, 5, 50, 1),
          endedAt: Date.UTC(2026, 2, 5, 5, 51, 8),
        },
      ],
    },
    {
      event: 'a status callback with its four default fields',
      payload: { CallSid: 'aa01', DateUpdated: '2026-03-05 11:21:10', Status: 'no-answer', RecordingUrl: 'null' },
      to: 'status',
      says: { callId: 'aa01', number: null, flags: [] },
      comesTo: [{ kind: 'ended', agent: null, status: { result: 'failure', cause: 'no_answer' }, recordingUrl: null }],
    },
    { event: 'a status callback with nothing in it', payload: {}, to: 'status', says: {}, comesTo: 'ignored' },
  ],
};
