import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fields } from '../classic/fields.ts';
import type { NativeHappening, NativeHeard } from '../native.ts';
import { readPush } from './push.ts';

const receivedAt = Date.UTC(2026, 0, 10, 8);
const context = { country: 'IN', zone: 'Asia/Kolkata', receivedAt, vendorSettings: {} };

type Event = Extract<NativeHeard, { kind: 'event' }>;

function push(fields: Fields): Event {
  const read = readPush(fields, context);
  if (read.kind !== 'event') throw new Error(`not an event but ${read.kind}`);
  return read;
}

function only(fields: Fields): NativeHappening {
  const [first, ...others] = push(fields).happenings;
  if (first === undefined || others.length > 0) throw new Error('not one happening');
  return first;
}

const ringing = {
  starttime: '2025-10-12 11:49:57',
  callid: '98765000621697091597',
  emp_phone: '9000000021',
  clicktocalldid: '8065000041',
  callto: '9876500062',
  dialstatus: 'CONNECTING',
  filename: 'None',
  direction: 'inbound',
  endtime: '',
  disconnectedby: '',
  answeredtime: '',
  groupname: 'Sales',
  agentname: 'Agent One',
  refid: null,
};
const hangup = {
  ...ringing,
  dialstatus: 'ANSWER',
  filename: 'https://s3.ap-south-1.amazonaws.com/app.mcube.com/recordings/example.wav',
  endtime: '2025-10-12 11:51:06',
  disconnectedby: 'Customer',
  answeredtime: '00:00:52',
};
const agent = { raw: '9000000021', key: '+919000000021' };
const said = {
  callId: '98765000621697091597',
  reference: null,
  vendorRef: null,
  number: '+919876500062',
  did: { raw: '8065000041', key: '+918065000041' },
  direction: 'inbound',
  flags: [],
};

test('a push without an end rings the agent it names', () => {
  expect(push(ringing)).toEqual({
    kind: 'event',
    said,
    happenings: [{ kind: 'offered', agent, at: null, reportsAnswer: false }],
  });
});

test('a push with an end reports the call, its stamps read in Indian time and its talk as a duration', () => {
  expect(push(hangup)).toEqual({
    kind: 'event',
    said,
    happenings: [
      {
        kind: 'ended',
        agent,
        status: { result: 'success' },
        talkSeconds: 52,
        startedAt: Date.UTC(2025, 9, 12, 6, 19, 57),
        endedAt: Date.UTC(2025, 9, 12, 6, 21, 6),
        recordingUrl: 'https://s3.ap-south-1.amazonaws.com/app.mcube.com/recordings/example.wav',
      },
    ],
  });
});

test('callto is the student of an outgoing call too, and refid is ours', () => {
  const read = push({ ...hangup, direction: 'outbound', refid: 'crm-555' });
  expect(read.said).toMatchObject({ direction: 'outbound', number: '+919876500062', reference: 'crm-555' });
});

describe('the classic dialect', () => {
  const classic = {
    callid: '98765000641697091900',
    callfrom: '9876500064',
    empnumber: '9000000021',
    status: 'ANSWER',
    callType: 'Incoming',
    start_time: '2025-10-12 11:55:00',
    end_time: '2025-10-12 11:56:00',
    duration: '00:40',
    recordingUrl: '',
  };

  test('stands as JSON in one form field, or as an object', () => {
    const expected = {
      said: { callId: '98765000641697091900', number: '+919876500064', direction: 'inbound', flags: [] },
      happenings: [
        {
          kind: 'ended',
          agent,
          status: { result: 'success' },
          talkSeconds: 40,
          startedAt: Date.UTC(2025, 9, 12, 6, 25),
        },
      ],
    };
    expect(push({ data: JSON.stringify(classic) })).toMatchObject(expected);
    expect(push({ data: classic })).toMatchObject(expected);
    expect(push(classic)).toMatchObject(expected);
  });

  test('without a word or a talk leaves open how the call came out', () => {
    const { status: _, duration: __, ...bare } = classic;
    expect(push(bare)).toMatchObject({
      said: { flags: ['status_unrecognised'] },
      happenings: [{ status: { result: 'unrecognised' } }],
    });
  });

  test('has a talk of unknown length where it says nothing and has a recording', () => {
    const read = push({ ...classic, duration: '0', recordingUrl: 'rec/2025/a.wav' });
    expect(read.said.flags).toEqual(['duration_unreadable']);
    expect(read.happenings).toMatchObject([
      { status: { result: 'success' }, talkSeconds: null, recordingUrl: 'https://recordings.mcube.com/rec/2025/a.wav' },
    ]);
  });
});

test('the dialect in capitals tells the two ends by its direction', () => {
  const capitals = {
    CallSessionId: 'sess-1',
    StartTime: '2025-10-12 11:55:00',
    EndTime: '2025-10-12 11:56:00',
    CallDuration: '35',
    SourceNumber: '9876500065',
    DestinationNumber: '9000000021',
    DisplayNumber: '8065000041',
    Status: 'ANSWER',
    ResourceURL: 'null',
    Direction: 'Inbound',
  };
  const ends = {
    said: { callId: 'sess-1', number: '+919876500065', did: { key: '+918065000041' } },
    happenings: [{ agent, talkSeconds: 35, recordingUrl: null }],
  };
  expect(push(capitals)).toMatchObject(ends);
  expect(
    push({ ...capitals, Direction: 'Outbound', SourceNumber: '9000000021', DestinationNumber: '9876500065' }),
  ).toMatchObject(ends);
});

describe('a status', () => {
  test.each(['CONNECTING', 'RINGING', 'ASSIGNED', 'Originate', '', null, 'Invented'])(
    '%s without an end is a ringing',
    (dialstatus) => {
      expect(only({ ...ringing, dialstatus })).toMatchObject({ kind: 'offered' });
    },
  );

  test('of an answer without an end says who talks', () => {
    expect(only({ ...ringing, dialstatus: 'ANSWER' })).toEqual({ kind: 'answered', agent });
  });

  test.each([
    ['CANCEL', 'cancelled'],
    ['Busy', 'busy'],
    ['BUSY', 'busy'],
    ['Executive Busy', 'busy'],
    ['Customer Busy', 'busy'],
    ['NoAnswer', 'no_answer'],
    ['Missed', 'no_answer'],
  ])('%s ends the call, with or without an end', (dialstatus, cause) => {
    const failure = { kind: 'ended', agent, status: { result: 'failure', cause }, talkSeconds: null };
    expect(only({ ...ringing, dialstatus })).toMatchObject(failure);
    expect(only({ ...hangup, dialstatus })).toMatchObject(failure);
  });

  test('of ringing with an end was not answered', () => {
    expect(only({ ...hangup, dialstatus: 'CONNECTING', answeredtime: '' })).toMatchObject({
      status: { result: 'failure', cause: 'no_answer' },
    });
  });

  test('of the old system is a number, and its end is a word', () => {
    expect(only({ ...ringing, dialstatus: '1' })).toMatchObject({ kind: 'offered' });
    expect(only({ ...ringing, dialstatus: 'Call Complete', answeredtime: '00:10' })).toMatchObject({
      kind: 'ended',
      status: { result: 'success' },
      talkSeconds: 10,
    });
  });

  test('that the counsellor was busy, of a call dialled out, is that nobody took it', () => {
    expect(only({ ...hangup, direction: 'outbound', dialstatus: 'Executive Busy' })).toMatchObject({
      agent: null,
      status: { cause: 'no_answer' },
    });
  });
});

test.each([
  ['a number of nobody', { callto: 'anonymous' }, ['number_unreadable']],
  ['a number that is not sent', { callto: null }, ['number_unreadable']],
  ['no id', { callid: '' }, ['no_call_id']],
  ['an end before the start', { endtime: '2025-10-12 11:40:00' }, ['time_implausible']],
  ['a talk that is none', { answeredtime: 'soon' }, ['duration_unreadable']],
  ['an unfilled variable', { groupname: '$group' }, ['template_unfilled']],
  ['an unknown direction', { direction: 'sideways' }, ['word_unrecognised']],
  ['an id that is too long', { callid: '9'.repeat(300) }, ['call_id_shortened']],
])('%s is flagged, and costs nothing else', (_, change, flags) => {
  const read = push({ ...hangup, ...change });
  expect(read.said.flags).toEqual(flags);
  expect(read.happenings).toMatchObject([{ kind: 'ended', agent, status: { result: 'success' } }]);
});

test('nothing at all is a test of the address', () => {
  expect(readPush({}, context)).toEqual({ kind: 'ignored', reason: 'empty' });
});

test('no push is refused, whatever is wrong with its fields in combination', () => {
  const odd = fc.constantFrom<Fields[string]>(
    '',
    null,
    'None',
    '$variable',
    '_number',
    '1970-01-01 05:30:00',
    '0000-00-00 00:00:00',
    -1,
    9e18,
    [],
    {},
    '99:99:99',
  );
  const bent = fc
    .dictionary(fc.constantFrom(...Object.keys(hangup)), odd)
    .map((changes): Fields => ({ ...hangup, ...changes }));
  fc.assert(
    fc.property(bent, fc.boolean(), (fields, wrapped) => {
      const read = push(wrapped ? { data: JSON.stringify(fields) } : fields);
      expect(read.happenings).toHaveLength(1);
      for (const one of read.happenings) {
        if (one.kind !== 'ended') continue;
        expect(one.talkSeconds ?? 0).toBeGreaterThanOrEqual(0);
        if (one.startedAt !== null && one.endedAt !== null) expect(one.endedAt).toBeGreaterThanOrEqual(one.startedAt);
        if (one.status.result !== 'success') expect(one.talkSeconds).toBeNull();
      }
    }),
    { numRuns: 500 },
  );
});
