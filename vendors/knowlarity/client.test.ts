import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { json, startStub, type Stub } from '../../test/vendors/stub.ts';
import type { CallQuery, DialRequest, VendorClient } from '../adapter.ts';
import { createHttp, type Http } from '../http.ts';
import { createSessions } from '../session.ts';
import { knowlarity } from './adapter.ts';

const startedAt = Date.UTC(2025, 11, 6, 5, 41, 21);
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

function client(more: object = {}): VendorClient {
  const tools = { http, sessions: createSessions(), now: () => startedAt + 5 * minute, gapMs: 0 };
  const vendorSettings = {
    apiUrl: vendor.url,
    channel: 'Basic',
    accessKey: 'access',
    srNumber: '08790000001',
    callerId: null,
    ...more,
  };
  const made = knowlarity.client(
    { instituteId: 100, country: 'IN', authenticationKey: 'authorization', vendorSettings },
    tools,
  );
  if (made === null) throw new Error('no client');
  return made;
}

const request: DialRequest = { agentNumber: '9000000021', number: '+919876500051', callerId: null, reference: 'ours' };
const placed = {
  success: { status: 'success', message: 'Call successfully placed', call_id: '00000000-0000-4000-8000-0000000000b1' },
};

describe('a click to call', () => {
  test('is asked with both keys bare, a plus on every number, and our reference beside', async () => {
    vendor.answer = (_, response) => json(response, 200, placed);
    expect(await client({ callerId: '8030000001' }).dial?.(request)).toEqual({
      result: 'accepted',
      callId: '00000000-0000-4000-8000-0000000000b1',
      vendorRef: null,
    });
    expect(vendor.asked).toMatchObject([
      {
        method: 'POST',
        path: '/Basic/v1/account/call/makecall',
        headers: { authorization: 'authorization', 'x-api-key': 'access' },
      },
    ]);
    expect(vendor.asked[0]?.fields).toEqual({
      k_number: '+918790000001',
      agent_number: '+919000000021',
      customer_number: '+919876500051',
      caller_id: '+918030000001',
      additional_params: { uniqueid: 'ours' },
    });
  });

  test.each<[number, object | string, object]>([
    [200, { error: { message: 'Agent is busy' } }, { result: 'refused', reason: 'request_refused' }],
    [400, { error: { message: 'Invalid Authorization' } }, { result: 'refused', reason: 'credentials_refused' }],
    [403, { message: 'Forbidden' }, { result: 'refused', reason: 'credentials_refused' }],
    [429, {}, { result: 'not_taken', reason: 'rate_limited', retryAt: null }],
    [504, '', { result: 'unclear', reason: 'vendor_error' }],
    [200, '<html>', { result: 'unclear', reason: 'answer_unreadable' }],
    [200, {}, { result: 'unclear', reason: 'answer_unreadable' }],
  ])('answered %i %j is %j', async (status, body, result) => {
    vendor.answer = (_, response) =>
      typeof body === 'string' ? response.writeHead(status).end(body) : json(response, status, body);
    expect(await client().dial?.(request)).toEqual(result);
  });

  test('without the account’s own number is refused unasked', async () => {
    expect(await client({ srNumber: null }).dial?.(request)).toEqual({
      result: 'refused',
      reason: 'credentials_refused',
    });
    expect(vendor.asked).toEqual([]);
  });
});

const object = (uuid: string, more: object = {}) => ({
  uuid,
  customer_number: '+919876500056',
  agent_number: '+919000000021',
  knowlarity_number: '+918790000001',
  start_time: '2025-12-06 11:11:21+05:30',
  call_duration: 42,
  business_call_type: 'Call Group',
  call_recording: '',
  ...more,
});
const log = (objects: readonly object[], total = objects.length) => ({
  meta: { limit: 500, next: null, offset: 0, previous: null, total_count: total },
  objects,
});
const byId: CallQuery = { callId: 'b6', number: '+919876500056', agent: null, direction: 'inbound', startedAt };

describe('the call log', () => {
  test('is asked for a window with an offset and no T, and read here', async () => {
    vendor.answer = (_, response) => json(response, 200, log([object('other'), object('b6_0')]));
    expect(await client().findCall(byId)).toEqual({
      result: 'found',
      report: {
        callId: 'b6',
        number: '+919876500056',
        did: { raw: '+918790000001', key: '+918790000001' },
        direction: 'inbound',
        agent: { raw: '+919000000021', key: '+919000000021' },
        missedAgents: [],
        status: { result: 'success' },
        talkSeconds: 42,
        startedAt,
        endedAt: null,
        recordingUrl: null,
        flags: [],
      },
    });
    expect(vendor.asked[0]).toMatchObject({
      path: '/Basic/v1/account/calllog',
      query: {
        start_time: '2025-12-06 10:11:21+05:30',
        end_time: '2025-12-06 11:26:21+05:30',
        limit: '500',
        offset: '0',
      },
    });
  });

  test('names free text for an agent, and a word for a call that nobody took', async () => {
    const missed = object('missed', {
      agent_number: 'Call Missed',
      business_call_type: 'Missed Call',
      call_duration: 0,
    });
    const unanswered = object('unanswered', { business_call_type: 'Unanswered', call_duration: 0 });
    const outgoing = object('outgoing', { business_call_type: 'Outbound', call_duration: 0 });
    vendor.answer = (_, response) => json(response, 200, log([missed, unanswered, outgoing]));
    const found = async (callId: string) => await client().findCall({ ...byId, callId });
    expect(await found('missed')).toMatchObject({
      report: { agent: null, status: { result: 'failure', cause: 'no_answer' }, talkSeconds: null },
    });
    expect(await found('unanswered')).toMatchObject({ report: { agent: {}, status: { result: 'failure' } } });
    expect(await found('outgoing')).toMatchObject({
      report: { direction: 'outbound', status: { result: 'failure', cause: 'no_answer' } },
    });
    expect(await found('unheard')).toEqual({ result: 'none' });
  });

  test('is listed part by part', async () => {
    const all = Array.from({ length: 700 }, (_, index) => object(`call-${index}`));
    vendor.answer = ({ query }, response) =>
      json(response, 200, log(all.slice(Number(query['offset']), Number(query['offset']) + 500), all.length));
    const day = { from: startedAt, to: startedAt + minute };
    expect(await client().listCalls?.({ ...day, after: null })).toMatchObject({ result: 'listed', next: '500' });
    expect(await client().listCalls?.({ ...day, after: '500' })).toMatchObject({ result: 'listed', next: null });
    expect(await client().findCall({ ...byId, callId: 'call-650' })).toMatchObject({ result: 'found' });
  });

  test('that is not to be had says why', async () => {
    vendor.answer = (_, response) => json(response, 401, {});
    expect(await client().findCall(byId)).toEqual({
      result: 'unreachable',
      reason: 'credentials_refused',
      retryAt: null,
    });
    expect(await client().test?.(AbortSignal.timeout(1000))).toEqual({
      ok: false,
      reason: 'credentials_refused',
      retryAt: null,
    });
    vendor.answer = (_, response) => json(response, 200, { meta: {} });
    expect(await client().findCall(byId)).toMatchObject({ reason: 'answer_unreadable' });
  });
});

test('an account without either key has no client', () => {
  const tools = { http, sessions: createSessions(), now: Date.now, gapMs: 0 };
  const account = { instituteId: 100, country: 'IN', authenticationKey: 'authorization', vendorSettings: {} };
  expect(knowlarity.client(account, tools)).toBeNull();
  expect(
    knowlarity.client({ ...account, authenticationKey: null, vendorSettings: { accessKey: 'access' } }, tools),
  ).toBeNull();
});
