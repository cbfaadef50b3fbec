import { describe, expect, test } from '@jest/globals';
import type { Fields } from './fields.ts';
import type { CallBack, ClassicHeard, PopupRequest } from './heard.ts';
import { parseClassic } from './parse.ts';

const receivedAt = Date.UTC(2026, 3, 9, 8);
const context = { country: 'IN', zone: 'Asia/Kolkata', receivedAt };
const base = { applicant_no: '9812345670', agent_no: '9990947416', status: 'answered', call_id: 'c1' };

const heard = (endpoint: Parameters<typeof parseClassic>[0], fields: Fields): ClassicHeard => {
  const parsed = parseClassic(endpoint, fields, context);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.heard;
};
const callBack = (fields: Fields): CallBack => heard('ivrCallBackDetails', { ...base, ...fields }) as CallBack;
const popup = (fields: Fields): PopupRequest => heard('ivrCallNotification', { ...base, ...fields }) as PopupRequest;

test('a whole call back is read', () => {
  expect(
    callBack({
      did_no: '08047100100',
      call_type: 'inbound',
      start_time: '2026-04-09 12:54:21',
      end_time: '2026-04-09T12:56:00+05:30',
      call_duration: '00:01:15',
      resource_url: 'https://x.test/r.mp3?a=1',
    }),
  ).toEqual({
    kind: 'call_back',
    callId: 'c1',
    callIdSent: 'c1',
    reference: null,
    vendorRef: null,
    number: '+919812345670',
    did: { raw: '08047100100', key: '+918047100100' },
    agent: { raw: '9990947416', key: '+919990947416' },
    direction: 'inbound',
    status: { result: 'success' },
    talkSeconds: 75,
    startedAt: Date.UTC(2026, 3, 9, 7, 24, 21),
    endedAt: Date.UTC(2026, 3, 9, 7, 26),
    recordingUrl: 'https://x.test/r.mp3?a=1',
    flags: [],
  });
});

describe('required is the key', () => {
  test.each([
    ['getCounsellor', {}, ['applicant_no']],
    ['getOpportunity', {}, ['applicant_no']],
    ['ivrCallNotification', {}, ['applicant_no', 'agent_no']],
    ['ivrCallNotification', { applicant_no: '98' }, ['agent_no']],
    ['ivrCallBackDetails', { agent_no: '99' }, ['applicant_no', 'status']],
  ] as const)('of %s with %j lacks %j', (endpoint, fields, missing) => {
    expect(parseClassic(endpoint, fields, context)).toEqual({
      ok: false,
      message: `${missing[0]} is required`,
      errors: missing.map((field) => ({ field, problem: 'required' })),
    });
  });

  test('and an absent value is read as withheld, nobody or unrecognised', () => {
    for (const nothing of ['', ' ', 'null', 'None', 'UNDEFINED', 'n/a', '$caller_id_number', null]) {
      expect(popup({ applicant_no: nothing, agent_no: nothing })).toMatchObject({
        number: null,
        agent: null,
        flags: ['number_unreadable'],
      });
      expect(callBack({ status: nothing })).toMatchObject({
        status: { result: 'unrecognised' },
        flags: ['status_unrecognised'],
      });
    }
  });

  test('and may have spaces around it, not another case', () => {
    expect(parseClassic('getCounsellor', { ' applicant_no ': '9812345670' }, context)).toMatchObject({
      ok: true,
      heard: { number: '+919812345670' },
    });
    expect(parseClassic('getCounsellor', { Applicant_No: '9812345670' }, context)).toMatchObject({ ok: false });
  });
});

describe('status', () => {
  const words = {
    success: [
      '1',
      'TRUE',
      'Success',
      'answered',
      'Answered by Agent',
      'answered by customer',
      'answer',
      'completed',
      'connected',
      'BRIDGED',
      1,
      true,
    ],
    failure: [
      '0',
      'false',
      'failed',
      'fail',
      'Missed',
      'noanswer',
      'NO-ANSWER',
      'no answer',
      'busy',
      'cancel',
      'canceled',
      'cancelled',
      0,
      false,
    ],
  };
  test.each(Object.entries(words))('%s has its words, in any case', (result, list) => {
    for (const status of list) expect([status, callBack({ status }).status]).toMatchObject([status, { result }]);
  });

  test('tells why a call failed', () => {
    const cause = (status: string): unknown => (callBack({ status }).status as { cause?: unknown }).cause;
    expect(['busy', 'Cancelled', 'no answer', 'missed', 'failed', '0'].map(cause)).toEqual([
      'busy',
      'cancelled',
      'no_answer',
      'no_answer',
      'failed',
      null,
    ]);
  });

  test('in a word we do not know is a success when there was talk', () => {
    expect(callBack({ status: 'contacted', call_duration: '6' })).toMatchObject({
      status: { result: 'success' },
      flags: [],
    });
    expect(callBack({ status: 'contacted', call_duration: '0' })).toMatchObject({
      status: { result: 'unrecognised' },
      flags: ['status_unrecognised'],
    });
    expect(callBack({ status: 'constructor' }).status).toEqual({ result: 'unrecognised' });
  });
});

test.each([
  [{ call_type: 'Inbound' }, 'inbound'],
  [{ call_type: 'outbound', campaign_name: 'Fair' }, 'outbound'],
  [{ call_type: 'campaign' }, 'campaign'],
  [{ call_type: 'clicktocall', campaign_name: '$campaign_name', campaign_id: '' }, 'outbound'],
  [{ call_type: 'click_to_call', campaign_id: 12 }, 'campaign'],
  [{ call_type: 'Dialer (outbound)' }, 'outbound'],
  [{ call_type: 'Dialer (outbound)', campaign_name: 'Fair' }, 'campaign'],
  [{ call_type: 'Dialer (inbound)', campaign_name: 'Fair' }, 'inbound'],
  [{ call_type: 'sideways' }, null],
  [{}, null],
])('the direction of %j is %j', (fields, direction) => {
  expect(callBack(fields).direction).toBe(direction);
});

describe('what can not be true', () => {
  test.each([
    ['1970', { start_time: '1970-01-01 00:00:00', end_time: '2026-04-09 12:56:00' }, { startedAt: null }],
    [
      'end before start',
      { start_time: '2026-04-09 12:56:00', end_time: '2026-04-09 12:54:00' },
      { startedAt: null, endedAt: null },
    ],
    ['a time that is none', { start_time: 'soon' }, { startedAt: null }],
  ])('%s is dropped and flagged', (_, fields, kept) => {
    expect(callBack(fields)).toMatchObject({ ...kept, flags: ['time_implausible'] });
  });

  test('a talk below nothing or above a day is dropped and flagged', () => {
    for (const call_duration of ['-5', 'abc', '86401', '1e99', '9'.repeat(30)])
      expect(callBack({ call_duration })).toMatchObject({ talkSeconds: null, flags: ['duration_unreadable'] });
  });

  test('a recording that is no web address is dropped and flagged, one that is absent is not', () => {
    for (const resource_url of [
      '/path/x.mp3',
      'javascript:alert(1)',
      'file:///etc/passwd',
      `https://x.test/${'a'.repeat(5000)}`,
    ])
      expect(callBack({ resource_url })).toMatchObject({ recordingUrl: null, flags: ['recording_unreadable'] });
    expect(callBack({ resource_url: 'None' })).toMatchObject({ recordingUrl: null, flags: [] });
  });
});

describe('the vendor id', () => {
  test('that is absent is flagged on pop-ups and call backs, not on routing questions', () => {
    expect(popup({ call_id: '$call_id' })).toMatchObject({ callId: null, callIdSent: null, flags: ['no_call_id'] });
    expect(callBack({ call_id: 'null' }).flags).toEqual(['no_call_id']);
    expect(heard('getCounsellor', { applicant_no: '9812345670' }).flags).toEqual([]);
  });

  test('that is too long stays itself', () => {
    const long = callBack({ call_id: 'x'.repeat(300) });
    expect(long.callId).toMatch(/^sha256-[0-9a-f]{64}$/);
    expect(long).toMatchObject({ callIdSent: 'x'.repeat(300), flags: ['call_id_shortened'] });
    expect(popup({ call_id: 'x'.repeat(300) }).callId).toBe(long.callId);
    expect(popup({ call_id: 'x'.repeat(301) }).callId).not.toBe(long.callId);
  });
});

test('a bad optional field never costs the call', () => {
  const odd = [{}, [], [[]], { number: '9990947416' }, '_number'];
  for (const value of odd)
    expect(
      callBack({ agent_no: value, did_no: value, start_time: value, call_duration: value, resource_url: value }),
    ).toMatchObject({ number: '+919812345670', agent: null });
});

test('of a repeated field the last value that says something counts', () => {
  expect(popup({ agent_no: ['9899364545', '9990947416', ''] }).agent?.key).toBe('+919990947416');
});

test('a number whose plus became a space is the same number', () => {
  expect(popup({ applicant_no: ' 919812345670' }).number).toBe('+919812345670');
});
