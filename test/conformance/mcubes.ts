import type { Conformance } from './conformance.ts';

const agent = { raw: '9000000021', key: '+919000000021' };
const did = { raw: '8065000041', key: '+918065000041' };

/** MCube: its corpus, and the dialect in capitals, which the corpus lacks (vendors.md 5.2). */
export const mcubes: Conformance = {
  corpus: 'mcube',
  account: { authenticationKey: 'key', vendorSettings: {} },
  deliveries: [
    {
      event: 'push: on call (agent ringing/connecting)',
      to: 'push',
      says: {
        callId: '98765000621697091597',
        reference: null,
        number: '+919876500062',
        did,
        direction: 'inbound',
        flags: [],
      },
      comesTo: [{ kind: 'offered', agent, at: null, reportsAnswer: false }],
    },
    {
      event: 'push: hangup, answered inbound',
      to: 'push',
      says: { callId: '98765000621697091597', number: '+919876500062', did, direction: 'inbound', flags: [] },
      comesTo: [
        {
          kind: 'ended',
          agent,
          status: { result: 'success' },
          talkSeconds: 52,
          startedAt: Date.UTC(2023, 9, 12, 6, 19, 57),
          endedAt: Date.UTC(2023, 9, 12, 6, 21, 6),
          recordingUrl: 'https://s3.ap-south-1.amazonaws.com/app.mcube.com/recordings/example.wav',
        },
      ],
    },
    {
      event: 'push: form field wrapper',
      to: 'push',
      says: {
        callId: '98765000641697091900',
        number: '+919876500064',
        direction: null,
        flags: ['status_unrecognised'],
      },
      comesTo: [{ kind: 'ended', agent, status: { result: 'unrecognised' }, talkSeconds: null, recordingUrl: null }],
    },
    {
      event: 'a hang-up in capitals, dialled out',
      payload: {
        CallSessionId: 'sess-1',
        StartTime: '2025-10-12 11:55:00',
        EndTime: '2025-10-12 11:56:00',
        CallDuration: '35',
        SourceNumber: '9000000021',
        DestinationNumber: '9876500065',
        DisplayNumber: '8065000041',
        Status: 'ANSWER',
        ResourceURL: 'rec/1.wav',
        Direction: 'Outbound',
      },
      to: 'push',
      says: { callId: 'sess-1', number: '+919876500065', did, direction: 'outbound', flags: [] },
      comesTo: [
        {
          kind: 'ended',
          agent,
          status: { result: 'success' },
          talkSeconds: 35,
          recordingUrl: 'https://recordings.mcube.com/rec/1.wav',
        },
      ],
    },
  ],
};
