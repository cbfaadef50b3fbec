import type { ClassicEndpoint } from './heard.ts';

/** How much a field is wanted: without a required one the request is refused, the others only say less. */
export type FieldUse = 'required' | 'expected' | 'optional';

export interface GuidedField {
  readonly name: string;
  readonly use: FieldUse;
  /** What it holds, for whoever sets up the vendor's side. */
  readonly holds: string;
}

export interface GuidedEndpoint {
  readonly endpoint: ClassicEndpoint;
  /** When to call it. */
  readonly purpose: string;
  readonly fields: readonly GuidedField[];
  /** What a good answer looks like. */
  readonly answer: string;
}

const applicant: GuidedField = {
  name: 'applicant_no',
  use: 'required',
  holds: 'the student’s number, any spelling; send the field even when the number is withheld',
};
const callId = (use: FieldUse): GuidedField => ({
  name: 'call_id',
  use,
  holds: 'your id of the call, the same in every request of one call',
});
const did: GuidedField = { name: 'did_no', use: 'optional', holds: 'the virtual number the student dialled' };
const callType: GuidedField = { name: 'call_type', use: 'optional', holds: 'inbound, outbound or campaign' };
const stampHolds = (zone: string): string =>
  `YYYY-MM-DD HH:MM:SS in the zone ${zone}, or ISO 8601 with offset, or epoch`;

/**
 * What a vendor's side is told of the classic endpoints (contract 1.1, 1.2), in the order of a call.
 *
 * @param zone the institute's, in which stamps without offset are read
 */
export const classicGuide = (zone: string): readonly GuidedEndpoint[] => [
  {
    endpoint: 'getCounsellor',
    purpose: 'A call comes in: ask whom to ring, in this order. An empty list leaves it to you.',
    fields: [applicant, callId('optional'), did],
    answer: '{"data":[{"agent_number":"…"}],"status":1}',
  },
  {
    endpoint: 'ivrCallNotification',
    purpose: 'A counsellor’s phone begins to ring: one request for each counsellor, before pick-up.',
    fields: [
      applicant,
      {
        name: 'agent_no',
        use: 'required',
        holds: 'the counsellor who is being rung: phone number, extension or agent id, as entered in Callthread',
      },
      callId('expected'),
      did,
      callType,
    ],
    answer: '{"status":1,"message":"Notification accepted","call_id":"…"}',
  },
  {
    endpoint: 'ivrCallBackDetails',
    purpose: 'A call, or one counsellor’s part of it, has ended: answered or not.',
    fields: [
      applicant,
      { name: 'status', use: 'required', holds: 'answered, missed, busy, cancelled, … or 1 and 0' },
      callId('expected'),
      { name: 'agent_no', use: 'expected', holds: 'who took the call; empty when nobody was rung' },
      { name: 'call_duration', use: 'expected', holds: 'talk, in seconds or HH:MM:SS; not the time in the menu' },
      did,
      callType,
      { name: 'start_time', use: 'optional', holds: stampHolds(zone) },
      { name: 'end_time', use: 'optional', holds: stampHolds(zone) },
      { name: 'resource_url', use: 'optional', holds: 'the recording, http or https' },
    ],
    answer: '{"status":1,"message":"Call details accepted","call_id":"…"}',
  },
  {
    endpoint: 'getOpportunity',
    purpose: 'Optional: ask which lead a number belongs to.',
    fields: [applicant],
    answer:
      '{"status":1,"data":{"lead_id":"…","name":"…","stage":"…","owner":{"name":"…","agent_number":"…"},"applications":[]}}',
  },
];
