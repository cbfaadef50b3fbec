import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fields } from '../classic/fields.ts';
import type { NativeHeard } from '../native.ts';
import { readPostCall } from './hook.ts';

const receivedAt = Date.UTC(2026, 0, 10, 8);
const context = { country: 'IN', zone: 'Asia/Kolkata', receivedAt, vendorSettings: {} };

type Event = Extract<NativeHeard, { kind: 'event' }>;

function hook(fields: Fields): Event {
  const read = readPostCall(fields, context);
  if (read.kind !== 'event') throw new Error(`not an event but ${read.kind}`);
  return read;
}

const uuid = '00000000-0000-4000-8000-0000000000b3';
const agent = { raw: '+919000000021', key: '+919000000021' };

/** Dialect A: a call that went no further than the menu. */
const menuOnly = {
  dispnumber: '+918790000001',
  extension: 'None',
  callid: uuid,
  call_duration: '7',
  destination: 'Welcome Sound',
  caller_id: '+919876500053',
  end_time: '2025-09-27 09:19:34.667036+05:30',
  action: '6',
  timezone: 'Asia/Kolkata',
  resource_url: '',
  hangup_cause: '900',
  type: 'dtmf',
  start_time: '2025-09-27 03:49:44.391601+00:00',
  call_type: 'incoming',
};

/** Dialect B. */
const connected = {
  call_uuid: uuid,
  called_number: '+918790000001',
  call_status: 'Connected',
  call_duration: '0:00:42',
  call_time: '2025-05-02 15:04:05',
  customer_number: '+919876500054',
  agent_number: '+919000000021',
  recording_url: '',
  call_direction: 'Inbound',
};

/** Dialect C: a click to call. */
const clicked = {
  call_uuid: `${uuid}_0`,
  call_status: 'Connected',
  call_transfer_status: 'Connected',
  call_duration: '0:1:2',
  call_transfer_duration: '0:0:42',
  callrecordingurl: 'https://sr.knowlarity.com/r.mp3',
  customer_number: '+919876500054',
  agent_number: '+919000000021',
};

/** Dialect D: few fields, by GET. */
const few = {
  agent_number: ' 919000000021',
  customer_number: ' 919876500054',
  call_duration: '42',
  Call_Type: 'Incoming',
  business_call_type: 'Call Group',
  uuid,
  caller_id: ' 918790000001',
  resource_url: 'https://sr.knowlarity.com/r.mp3',
};

describe('a hook', () => {
  test('of a call that only the menu took names nobody, and keeps no stamp where two contradict each other', () => {
    expect(hook(menuOnly)).toEqual({
      kind: 'event',
      said: {
        callId: uuid,
        reference: null,
        vendorRef: null,
        number: '+919876500053',
        did: { raw: '+918790000001', key: '+918790000001' },
        direction: 'inbound',
        flags: ['time_implausible'],
      },
      happenings: [
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
    });
  });

  test('reads two stamps of one body each in the zone it names', () => {
    const later = { ...menuOnly, end_time: '2025-09-27 09:20:34.667036+05:30' };
    expect(hook(later).happenings).toMatchObject([
      { startedAt: Date.UTC(2025, 8, 27, 3, 49, 44, 391), endedAt: Date.UTC(2025, 8, 27, 3, 50, 34, 667) },
    ]);
  });

  test('that was transferred to somebody names them under destination, and of an outgoing call the other way round', () => {
    const taken = { ...menuOnly, destination: '+919000000021', type: 'phone', call_duration: '30' };
    expect(hook(taken)).toMatchObject({
      said: { number: '+919876500053' },
      happenings: [{ agent, status: { result: 'success' }, talkSeconds: 30 }],
    });
    const outgoing = { ...taken, call_type: 'outgoing', caller_id: '+919000000021', destination: '+919876500053' };
    expect(hook(outgoing)).toMatchObject({
      said: { number: '+919876500053', direction: 'outbound' },
      happenings: [{ agent }],
    });
  });

  test('in JSON says in a word how it went', () => {
    expect(hook(connected)).toMatchObject({
      said: { callId: uuid, number: '+919876500054', did: { key: '+918790000001' }, direction: 'inbound', flags: [] },
      happenings: [
        {
          agent,
          status: { result: 'success' },
          talkSeconds: 42,
          startedAt: Date.UTC(2025, 4, 2, 9, 34, 5),
          recordingUrl: null,
        },
      ],
    });
    for (const [call_status, cause] of [
      ['Missed', 'no_answer'],
      ['Not Connected', 'no_answer'],
      ['Busy', 'busy'],
      ['Cancelled', 'cancelled'],
      ['Voicemail', 'voicemail'],
    ]) {
      expect(hook({ ...connected, call_status: call_status ?? '' }).happenings).toMatchObject([
        { status: { result: 'failure', cause }, talkSeconds: null },
      ]);
    }
  });

  test('of a click to call drops the id’s tail and counts the transfer', () => {
    expect(hook(clicked)).toMatchObject({
      said: { callId: uuid, direction: 'outbound' },
      happenings: [
        { agent, status: { result: 'success' }, talkSeconds: 42, recordingUrl: 'https://sr.knowlarity.com/r.mp3' },
      ],
    });
    for (const call_transfer_status of ['missed', 'not connected', 'none', 'did not process']) {
      expect(hook({ ...clicked, call_transfer_status }).happenings).toMatchObject([
        { agent, status: { result: 'failure', cause: 'no_answer' }, talkSeconds: null },
      ]);
    }
    expect(hook({ ...clicked, call_status: 'Missed', call_transfer_status: 'none' }).happenings).toMatchObject([
      { agent: null, status: { cause: 'no_answer' } },
    ]);
  });

  test('in a few fields, with lost pluses, is judged by who is named and how long it took', () => {
    expect(hook(few)).toMatchObject({
      said: { callId: uuid, number: '+919876500054', did: { key: '+918790000001' }, direction: 'inbound', flags: [] },
      happenings: [{ agent: { key: '+919000000021' }, status: { result: 'success' }, talkSeconds: 42 }],
    });
    expect(hook({ ...few, agent_number: 'Call Missed', business_call_type: 'Missed Call' }).happenings).toMatchObject([
      { agent: null, status: { result: 'failure', cause: 'no_answer' } },
    ]);
    expect(hook({ ...few, call_duration: '0' }).happenings).toMatchObject([
      { agent: { key: '+919000000021' }, status: { result: 'failure', cause: 'no_answer' } },
    ]);
  });

  test('gives our reference back, in whichever way', () => {
    for (const own of [
      { uniqueid: 'ours' },
      { additional_params: { uniqueid: 'ours' } },
      { additional_params: '{"uniqueid":"ours"}' },
    ]) {
      expect(hook({ ...connected, ...own }).said.reference).toBe('ours');
    }
  });

  test('without anything is a test of the address', () => {
    expect(readPostCall({}, context)).toEqual({ kind: 'ignored', reason: 'empty' });
  });
});

test('no hook is refused, whatever is wrong with its fields in combination', () => {
  const odd = fc.constantFrom<Fields[string]>(
    '',
    null,
    'None',
    '$variable',
    '1970-01-01 05:30:00',
    '0000-00-00',
    -1,
    9e18,
    [],
    {},
    '99:99:99',
    'Welcome Sound',
  );
  const bent = (whole: Fields) =>
    fc.dictionary(fc.constantFrom(...Object.keys(whole)), odd).map((changes): Fields => ({ ...whole, ...changes }));
  fc.assert(
    fc.property(fc.oneof(bent(menuOnly), bent(connected), bent(clicked), bent(few)), (fields) => {
      for (const one of hook(fields).happenings) {
        if (one.kind !== 'ended') throw new Error('not a report');
        expect(one.talkSeconds ?? 0).toBeGreaterThanOrEqual(0);
        if (one.startedAt !== null && one.endedAt !== null) expect(one.endedAt).toBeGreaterThanOrEqual(one.startedAt);
        if (one.status.result !== 'success') expect(one.talkSeconds).toBeNull();
      }
    }),
    { numRuns: 500 },
  );
});
