import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listen, type Listening } from '../../simulator/listen.ts';
import type { CallQuery, VendorClient, VendorTools } from '../adapter.ts';
import type { Json } from '../json.ts';
import { createHttp, type Http } from '../http.ts';
import { createSessions } from '../session.ts';
import { exotel } from './adapter.ts';

const now = Date.UTC(2026, 2, 5, 6, 30);
const startedAt = Date.UTC(2026, 2, 5, 5, 50, 1);
let server: Listening;
let http: Http;
let tools: VendorTools;
/** What was asked for, and what is answered: status and body by path. */
let asked: { readonly path: string; readonly authorization: string | undefined }[];
let answers: Map<string, readonly [number, Json]>;

beforeEach(async () => {
  asked = [];
  answers = new Map();
  server = await listen(0, async (request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://exotel');
    asked.push({ path: pathname + search, authorization: request.headers.authorization });
    const [status, body] = answers.get(pathname + (search.includes('After') ? search : '')) ?? [
      404,
      { RestException: { Status: 404, Message: 'no' } },
    ];
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
    await Promise.resolve();
  });
  http = createHttp({ allow: ['127.0.0.1'] });
  tools = { http, sessions: createSessions(), now: () => now, gapMs: 0 };
});
afterEach(async () => {
  http.close();
  await server.stop();
});

const account = (settings: object = {}, authenticationKey: string | null = 'the-token') => ({
  instituteId: 100,
  country: 'IN',
  authenticationKey,
  vendorSettings: { apiUrl: server.url, accountSid: 'exampleacct', apiKey: 'the-key', ...settings },
});
const client = (): VendorClient => {
  const made = exotel.client(account(), tools);
  if (made === null) throw new Error('no client');
  return made;
};
const byId: CallQuery = { callId: 'bb00', number: '+919876500032', agent: null, direction: 'inbound', startedAt };
const one = '/v1/Accounts/exampleacct/Calls/bb00.json';
const list = '/v1/Accounts/exampleacct/Calls.json';

const call = (more: { readonly [key: string]: Json } = {}) => ({
  Sid: 'bb00',
  From: '09876500032',
  To: '09000000021',
  PhoneNumberSid: '08065000041',
  Status: 'completed',
  Direction: 'inbound',
  StartTime: '2026-03-05 11:20:01',
  EndTime: '2026-03-05 11:21:08',
  Duration: 67,
  RecordingUrl: 'https://recordings.exotel.com/bb00.mp3',
  ...more,
});

describe('a call’s details', () => {
  test('are asked for with key and token, and read with who talked and how long', async () => {
    answers.set(one, [
      200,
      { Call: call({ Details: { ConversationDuration: 41, Legs: [{ Leg: { Id: 1, OnCallDuration: 60 } }] } }) },
    ]);
    expect(await client().findCall(byId)).toEqual({
      result: 'found',
      report: {
        callId: 'bb00',
        number: '+919876500032',
        did: { raw: '08065000041', key: '+918065000041' },
        direction: 'inbound',
        agent: { raw: '09000000021', key: '+919000000021' },
        missedAgents: [],
        status: { result: 'success' },
        talkSeconds: 41,
        startedAt,
        endedAt: Date.UTC(2026, 2, 5, 5, 51, 8),
        recordingUrl: 'https://recordings.exotel.com/bb00.mp3',
        flags: [],
      },
    });
    expect(asked).toEqual([
      { path: `${one}?details=true`, authorization: `Basic ${Buffer.from('the-key:the-token').toString('base64')}` },
    ]);
  });

  test('of a menu that nobody was reached behind are no success, though they say completed', async () => {
    answers.set(one, [200, { Call: call({ To: '08065000041', Details: { ConversationDuration: 0 } }) }]);
    expect(await client().findCall(byId)).toMatchObject({
      report: { agent: null, status: { result: 'failure', cause: null }, talkSeconds: null },
    });
  });

  test('that are filled in only later lack what is not there yet', async () => {
    answers.set(one, [
      200,
      { Call: call({ EndTime: null, Duration: null, RecordingUrl: null, Details: { ConversationDuration: null } }) },
    ]);
    expect(await client().findCall(byId)).toMatchObject({
      report: { status: { result: 'success' }, talkSeconds: null, endedAt: null, recordingUrl: null, flags: [] },
    });
  });

  test('of a call that goes on say so', async () => {
    for (const Status of ['queued', 'ringing', 'in-progress']) {
      answers.set(one, [200, { Call: call({ Status }) }]);
      expect(await client().findCall(byId)).toEqual({ result: 'live' });
    }
  });

  test.each([
    [404, {}, { result: 'none' }],
    [401, {}, { result: 'unreachable', reason: 'credentials_refused', retryAt: null }],
    [
      403,
      { RestException: { Status: 403, Message: 'x' } },
      { result: 'unreachable', reason: 'credentials_refused', retryAt: null },
    ],
    [400, {}, { result: 'unreachable', reason: 'request_refused', retryAt: null }],
    [503, {}, { result: 'unreachable', reason: 'vendor_error', retryAt: null }],
    [200, '<TwilioResponse/>', { result: 'unreachable', reason: 'answer_unreadable', retryAt: null }],
    [200, { Call: 'null' }, { result: 'unreachable', reason: 'answer_unreadable', retryAt: null }],
  ] as const)('answered with %s %j are %j', async (status, body, expected) => {
    answers.set(one, [status, body]);
    expect(await client().findCall(byId)).toEqual(expected);
  });

  test('are not asked for again within the minute after a 429', async () => {
    answers.set(one, [429, {}]);
    const limited = { result: 'unreachable', reason: 'rate_limited', retryAt: now + 60_000 };
    expect([await client().findCall(byId), await client().findCall(byId)]).toEqual([limited, limited]);
    expect(asked).toHaveLength(1);
  });
});

describe('without an id', () => {
  const byNumber: CallQuery = { ...byId, callId: null };

  test('the nearest call of the number is taken from the list, page by page', async () => {
    answers.set(list, [
      200,
      {
        Metadata: { NextPageUri: `${list}?After=2&PageSize=100` },
        Calls: [call({ Sid: 'far', StartTime: '2026-03-05 11:26:00' }), call({ Sid: 'other', From: '09876500099' })],
      },
    ]);
    answers.set(`${list}?After=2&PageSize=100`, [
      200,
      {
        Metadata: { NextPageUri: null },
        Calls: [call({ Details: { ConversationDuration: 41 } }), call({ Sid: 'out', Direction: 'outbound-api' })],
      },
    ]);
    expect(await client().findCall(byNumber)).toMatchObject({
      result: 'found',
      report: { callId: 'bb00', talkSeconds: 41 },
    });
    expect(new URL(asked[0]?.path ?? '', 'http://x').searchParams.get('DateCreated')).toBe(
      'gte:2026-03-05 11:10:01;lte:2026-03-05 11:30:01',
    );
  });

  test('of two calls of the number the agent’s own is taken, though the other is nearer', async () => {
    answers.set(list, [
      200,
      {
        Calls: [
          call({ Sid: 'another agent’s', To: '09000000022' }),
          call({ Sid: 'the agent’s', StartTime: '2026-03-05 11:22:00', EndTime: '2026-03-05 11:23:00' }),
        ],
      },
    ]);
    expect(await client().findCall({ ...byNumber, agent: '+919000000021' })).toMatchObject({
      report: { callId: 'the agent’s' },
    });
  });

  test('and without a number nobody can say which it is', async () => {
    answers.set(list, [200, { Calls: [] }]);
    expect(await client().findCall(byNumber)).toEqual({ result: 'none' });
    expect(await client().findCall({ ...byNumber, number: null })).toEqual({ result: 'none' });
  });
});

test('a day’s calls are listed without those that go on', async () => {
  answers.set(list, [
    200,
    { Metadata: { NextPageUri: `${list}?After=2` }, Calls: [call(), call({ Sid: 'on', Status: 'in-progress' })] },
  ]);
  expect(await client().listCalls?.({ from: startedAt, to: now, after: null })).toMatchObject({
    result: 'listed',
    records: [{ callId: 'bb00' }],
    next: '?After=2',
  });
});

describe('an account', () => {
  test('is tested by asking for one call', async () => {
    const signal = AbortSignal.timeout(5000);
    answers.set(list, [200, { Calls: [] }]);
    expect(await client().test?.(signal)).toEqual({ ok: true });
    answers.set(list, [401, {}]);
    expect(await client().test?.(signal)).toEqual({ ok: false, reason: 'credentials_refused', retryAt: null });
  });

  test('that lacks a part has no client, and no account dials', () => {
    expect(exotel.client(account({ accountSid: null }), tools)).toBeNull();
    expect(exotel.client(account({ apiKey: null }), tools)).toBeNull();
    expect(exotel.client(account({}, null), tools)).toBeNull();
    expect(client().dial).toBeUndefined();
    expect(exotel.canDial).toBeUndefined();
    expect(exotel.canPull(['authenticationKey', 'vendorSettings.apiKey'])).toBe(true);
  });
});
