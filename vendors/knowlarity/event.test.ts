import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { NativeHeard } from '../native.ts';
import { readStreamEvent } from './event.ts';

const receivedAt = Date.UTC(2026, 2, 5, 6, 1);
const context = { country: 'IN', zone: 'Asia/Kolkata', receivedAt, vendorSettings: {} };

type Event = Extract<NativeHeard, { kind: 'event' }>;

function event(fields: object): Event {
  const read = readStreamEvent(JSON.stringify(fields), context);
  if (read.kind !== 'event') throw new Error(`not an event but ${read.kind}`);
  return read;
}

const outgoing = {
  event_type: 'ORIGINATE',
  call_direction: 'Outbound',
  business_call_type: 'Outbound',
  agent_number: '+919000000021',
  customer_number: '+919876500051',
  knowlarity_number: '+918790000001',
  uuid: '00000000-0000-4000-8000-0000000000b1',
  Event_Date_Local: '2026-03-05 11:30:01',
  Caller_Channel_Created_Time: '1772690401000000',
};
const incoming = { ...outgoing, call_direction: 'Inbound', business_call_type: 'Call Group' };
const agent = { raw: '+919000000021', key: '+919000000021' };

test('an event names its call, the student, the number and the direction', () => {
  expect(event(incoming).said).toEqual({
    callId: outgoing.uuid,
    reference: null,
    vendorRef: null,
    number: '+919876500051',
    did: { raw: '+918790000001', key: '+918790000001' },
    direction: 'inbound',
    flags: [],
  });
});

test.each([
  ['ORIGINATE', { kind: 'noticed' }, { kind: 'noticed' }],
  ['ANSWER', { kind: 'noticed' }, { kind: 'noticed' }],
  [
    'AGENT_CALL',
    { kind: 'offered', agent, at: Date.UTC(2026, 2, 5, 6, 0, 1), reportsAnswer: true },
    { kind: 'offered', agent, at: Date.UTC(2026, 2, 5, 6, 0, 1), reportsAnswer: true },
  ],
  ['AGENT_ANSWER', { kind: 'answered', agent }, { kind: 'student_rung', agent }],
  ['CUSTOMER_CALL', { kind: 'noticed' }, { kind: 'student_rung', agent }],
  ['BRIDGE', { kind: 'answered', agent }, { kind: 'answered', agent }],
  ['HANGUP', { kind: 'noticed' }, { kind: 'noticed' }],
])('%s of an incoming call is %j, of an outgoing one %j', (event_type, coming, going) => {
  expect(event({ ...incoming, event_type }).happenings).toEqual([coming]);
  expect(event({ ...outgoing, event_type }).happenings).toEqual([going]);
});

test('a hang-up of the agent’s leg ends their ring', () => {
  expect(event({ ...incoming, event_type: 'HANGUP', leg_identifier: 'agent' }).happenings).toEqual([
    { kind: 'offer_ended', agent },
  ]);
  expect(event({ ...incoming, event_type: 'HANGUP', leg_identifier: 'customer' }).happenings).toEqual([
    { kind: 'noticed' },
  ]);
});

test('a call ends with its record, whose keys are of the other style', () => {
  const record = {
    type: 'CDR',
    Call_Type: 'Incoming',
    call_duration: '42',
    dispnumber: '+918790000001',
    caller_id: '+919876500051',
    agent_number: '+919000000021',
    uuid: outgoing.uuid,
    Caller_Channel_Created_Time: '1772690401000000',
  };
  expect(event(record)).toEqual({
    kind: 'event',
    said: {
      callId: outgoing.uuid,
      reference: null,
      vendorRef: null,
      number: '+919876500051',
      did: { raw: '+918790000001', key: '+918790000001' },
      direction: 'inbound',
      flags: [],
    },
    happenings: [
      {
        kind: 'ended',
        agent,
        status: { result: 'success' },
        talkSeconds: 42,
        startedAt: Date.UTC(2026, 2, 5, 6, 0, 1),
        endedAt: null,
        recordingUrl: null,
      },
    ],
  });
  expect(event({ ...record, business_call_type: 'Missed Call', call_duration: '0' }).happenings).toMatchObject([
    { agent, status: { result: 'failure', cause: 'no_answer' } },
  ]);
  expect(
    event({ ...record, Call_Type: 'Outgoing', caller_id: '+918790000001', customer_number: '+919876500051' }).said,
  ).toMatchObject({ number: '+919876500051', direction: 'outbound' });
});

test.each(['', 'not json', '[]', '{}', '{"event_type":"PING"}', '{"uuid":"x"}'])('%j is of no call', (data) => {
  expect(readStreamEvent(data, context).kind).toBe('ignored');
});

test('an unknown word only says that the call is there', () => {
  expect(event({ ...incoming, event_type: 'TELEPORT' })).toMatchObject({
    said: { flags: ['word_unrecognised'] },
    happenings: [{ kind: 'noticed' }],
  });
});

test('no event is too odd to be read', () => {
  const odd = fc.constantFrom<unknown>(
    '',
    null,
    'None',
    '$uuid',
    '1970-01-01 05:30:00',
    -1,
    9e18,
    [],
    {},
    'CDR',
    '1772690401000000',
  );
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...Object.keys(outgoing), 'type', 'call_duration', 'leg_identifier'), odd),
      (changes) => {
        const read = readStreamEvent(JSON.stringify({ ...incoming, ...changes }), context);
        if (read.kind === 'event') expect(read.happenings).toHaveLength(1);
      },
    ),
    { numRuns: 500 },
  );
});
