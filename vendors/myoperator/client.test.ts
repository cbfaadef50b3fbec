import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { json, startStub, type Stub } from '../../test/vendors/stub.ts';
import type { CallQuery, VendorClient } from '../adapter.ts';
import { createHttp, type Http } from '../http.ts';
import { createSessions } from '../session.ts';
import { myoperator } from './adapter.ts';

const startedAt = Date.UTC(2026, 5, 16);
const minute = 60_000;

let vendor: Stub;
let http: Http;
beforeEach(async () => {
  vendor = await startStub();
  http = createHttp({ allow: ['127.0.0.1'] });
});
afterEach(async () => {
  http.close();
  await vendor.stop();
});

const settings = {
  companyId: 'company',
  secretToken: 'secret',
  publicIvrId: 'ivr',
  dialMethod: 'user',
  callerId: null,
};

function client(more: object = {}, authenticationKey: string | null = 'api-key'): VendorClient {
  const vendorSettings = { apiUrl: vendor.url, logsUrl: vendor.url, ...settings, ...more };
  const tools = { http, sessions: createSessions(), now: () => startedAt + 5 * minute, gapMs: 0 };
  const made = myoperator.client({ instituteId: 100, country: 'IN', authenticationKey, vendorSettings }, tools);
  if (made === null) throw new Error('no client');
  return made;
}

const source = (uid: string, at: number, more: object = {}) => ({
  _source: {
    caller_number: '+919876500048',
    caller_number_raw: '9876500048',
    start_time: at / 1000,
    end_time: at / 1000 + 95,
    duration: '00:01:35',
    event: 2,
    status: 1,
    filename: 'a1b2-v2.mp3',
    fileurl: 'https://app.myoperator.co/audio/a1b2',
    log_details: [
      {
        _rst: '2026-06-16 00:00:05',
        _ds: 'ANSWER',
        _did: '+918065000041',
        action: 'received',
        duration: '00:01:02',
        received_by: [{ name: 'Agent One', email: 'agent.one@example.com', contact_number: '9000000021' }],
      },
    ],
    additional_parameters: [{ ky: 'ui', vl: uid }],
    ...more,
  },
});
const found = (hits: readonly object[], total = hits.length) => ({
  status: 'success',
  code: '200',
  data: { total, hits },
});
const byId: CallQuery = {
  callId: 's4.1781568000.1001',
  number: '+919876500048',
  agent: null,
  direction: 'outbound',
  startedAt,
};

describe('the log', () => {
  test('is searched in a window and read here, with the student in both directions and the talk of the leg', async () => {
    vendor.answer = (_, response) =>
      json(response, 200, found([source('another', startedAt), source('s4.1781568000.1001', startedAt)]));
    expect(await client().findCall(byId)).toEqual({
      result: 'found',
      report: {
        callId: 's4.1781568000.1001',
        number: '+919876500048',
        did: { raw: '+918065000041', key: '+918065000041' },
        direction: 'outbound',
        agent: { raw: '9000000021', key: '+919000000021', aliases: ['agent.one@example.com'] },
        missedAgents: [],
        status: { result: 'success' },
        talkSeconds: 62,
        startedAt,
        endedAt: startedAt + 95_000,
        recordingUrl: `${vendor.url}/recordings/link?file=a1b2-v2.mp3`,
        flags: [],
      },
    });
    expect(vendor.asked[0]?.fields).toEqual({
      token: 'secret',
      from: String((startedAt - 60 * minute) / 1000),
      to: String((startedAt + 15 * minute) / 1000),
      log_from: '0',
      page_size: '100',
    });
  });

  test('is read page by page, and without an id by number and time', async () => {
    const hits = [
      ...Array.from({ length: 100 }, (_, index) =>
        source(`other-${index}`, startedAt, { caller_number: '+919876500049' }),
      ),
      source('mine', startedAt + minute),
    ];
    vendor.answer = ({ fields }, response) => {
      const from = Number(fields['log_from']);
      json(response, 200, found(hits.slice(from, from + 100), hits.length));
    };
    expect(await client().findCall({ ...byId, callId: null })).toMatchObject({
      result: 'found',
      report: { callId: 'mine' },
    });
    expect(await client().findCall({ ...byId, callId: null, direction: 'inbound' })).toEqual({ result: 'none' });
    expect(await client().findCall({ ...byId, callId: 'unheard' })).toEqual({ result: 'none' });
    expect(await client().findCall({ ...byId, callId: null, number: null })).toEqual({ result: 'none' });
  });

  test('of an account that takes no form is asked in JSON, and from then on at once', async () => {
    vendor.answer = ({ headers }, response) =>
      headers['content-type'] === 'application/json'
        ? json(response, 200, found([]))
        : json(response, 400, { status: 'error', code: '400', message: 'You are not an authorized request' });
    const asking = client();
    expect(await asking.findCall(byId)).toEqual({ result: 'none' });
    expect(await asking.findCall(byId)).toEqual({ result: 'none' });
    expect(vendor.asked.map(({ headers }) => headers['content-type'])).toEqual([
      'application/x-www-form-urlencoded',
      'application/json',
      'application/json',
    ]);
  });

  test('is opened by the API key where the secret token does not', async () => {
    vendor.answer = ({ fields }, response) =>
      fields['token'] === 'api-key'
        ? json(response, 200, found([]))
        : json(response, 401, { status: 'error', message: 'Invalid token' });
    expect(await client().findCall(byId)).toEqual({ result: 'none' });
    expect(await client({}, null).findCall(byId)).toEqual({
      result: 'unreachable',
      reason: 'credentials_refused',
      retryAt: null,
    });
  });

  test('that can not be asked says why, and when to come back', async () => {
    vendor.answer = (_, response) => response.writeHead(429, { 'retry-after': '60' }).end();
    const asking = client();
    const limited = { result: 'unreachable', reason: 'rate_limited', retryAt: startedAt + 6 * minute };
    expect(await asking.findCall(byId)).toEqual(limited);
    expect(await asking.findCall(byId)).toEqual(limited);
    expect(vendor.asked).toHaveLength(1);
    vendor.answer = (_, response) => json(response, 200, { status: 'success', data: {} });
    expect(await client().findCall(byId)).toMatchObject({ reason: 'answer_unreadable' });
  });

  test('lists a day part by part', async () => {
    const hits = Array.from({ length: 150 }, (_, index) => source(`call-${index}`, startedAt));
    vendor.answer = ({ fields }, response) => {
      const from = Number(fields['log_from']);
      json(response, 200, found(hits.slice(from, from + 100), hits.length));
    };
    const day = { from: startedAt, to: startedAt + 24 * 60 * minute };
    const first = await client().listCalls?.({ ...day, after: null });
    expect(first).toMatchObject({ result: 'listed', next: '100' });
    const second = await client().listCalls?.({ ...day, after: '100' });
    expect(second).toMatchObject({ result: 'listed', next: null });
    expect(second?.result === 'listed' ? second.records.length : 0).toBe(50);
  });

  test('of missed calls and voicemails says who was rung', async () => {
    const log_details = ['9000000021', '9000000022'].map((contact_number) => ({
      _ds: 'NOANSWER',
      action: 'missed',
      received_by: [{ contact_number }],
    }));
    const missed = source('missed', startedAt, { event: 1, status: 2, filename: null, log_details });
    const voicemail = source('voicemail', startedAt, { event: 1, status: '3', log_details });
    vendor.answer = (_, response) => json(response, 200, found([missed, voicemail]));
    expect(await client().findCall({ ...byId, callId: 'missed' })).toMatchObject({
      report: {
        agent: { key: '+919000000022' },
        missedAgents: [{ key: '+919000000021' }],
        status: { result: 'failure', cause: 'no_answer' },
        recordingUrl: null,
        talkSeconds: null,
      },
    });
    expect(await client().findCall({ ...byId, callId: 'voicemail' })).toMatchObject({
      report: { agent: null, missedAgents: [{}, {}], status: { result: 'failure', cause: 'voicemail' } },
    });
  });
});

describe('a recording', () => {
  const address = (): string => `${vendor.url}/recordings/link?file=a1b2.mp3`;

  test('is had by a fresh link, from whichever address the account knows', async () => {
    vendor.answer = ({ path }, response) =>
      path.startsWith('/search')
        ? json(response, 200, { status: 'success', data: { link: 'https://cdn.test/a1b2.mp3?sig=1' } })
        : json(response, 404, { status: 'error', code: '404' });
    expect(await client().recordingLink?.(address())).toEqual({
      result: 'found',
      url: 'https://cdn.test/a1b2.mp3?sig=1',
      headers: {},
    });
    expect(vendor.asked.map(({ path, query }) => [path, query['file'], query['token']])).toEqual([
      ['/recordings/link', 'a1b2.mp3', 'secret'],
      ['/search/recordings/link', 'a1b2.mp3', 'secret'],
    ]);
  });

  test('that the vendor does not have is none, and one it can not say is unreachable', async () => {
    vendor.answer = (_, response) => json(response, 404, { status: 'error', code: '404' });
    expect(await client().recordingLink?.(address())).toEqual({ result: 'none' });
    vendor.answer = (_, response) => response.writeHead(502).end();
    expect(await client().recordingLink?.(address())).toEqual({
      result: 'unreachable',
      reason: 'vendor_error',
      retryAt: null,
    });
  });
});

test('a counsellor who takes no calls is told by their id in the panel, or not at all', async () => {
  vendor.answer = (_, response) => json(response, 200, { status: 'success', code: '200' });
  const user = { agentNumber: '9000000021', vendorUserId: 'hex-user', email: 'agent@x.test' };
  expect(await client().setTakingCalls?.(user, false)).toEqual({ result: 'done' });
  expect(await client().setTakingCalls?.({ ...user, vendorUserId: null }, true)).toEqual({ result: 'unsupported' });
  expect(vendor.asked).toMatchObject([
    { method: 'PUT', path: '/user', fields: { token: 'secret', uuid: 'hex-user', receive_calls: '0' } },
  ]);
});

test('credentials are tried by the smallest search', async () => {
  vendor.answer = (_, response) => json(response, 200, found([]));
  expect(await client().test?.(AbortSignal.timeout(1000))).toEqual({ ok: true });
  vendor.answer = (_, response) => json(response, 401, { status: 'error', message: 'Invalid token' });
  expect(await client().test?.(AbortSignal.timeout(1000))).toEqual({
    ok: false,
    reason: 'credentials_refused',
    retryAt: null,
  });
});

test('an account without a token has no client', () => {
  const tools = { http, sessions: createSessions(), now: Date.now, gapMs: 0 };
  expect(
    myoperator.client({ instituteId: 100, country: 'IN', authenticationKey: null, vendorSettings: {} }, tools),
  ).toBeNull();
});
