import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { json, startStub, type Stub } from '../../test/vendors/stub.ts';
import type { DialRequest, VendorClient } from '../adapter.ts';
import { createHttp, type Http } from '../http.ts';
import { createSessions } from '../session.ts';
import { mcubes } from './adapter.ts';
import { baseOf, mcubesSettings } from './settings.ts';

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

function client(mode: 'classic' | 'softphone', more: object = {}): VendorClient {
  const tools = { http, sessions: createSessions(), now: Date.now, gapMs: 0 };
  const vendorSettings = { apiUrl: vendor.url, mode, did: '08065000041', ...more };
  const made = mcubes.client({ instituteId: 100, country: 'IN', authenticationKey: 'key-1', vendorSettings }, tools);
  if (made === null) throw new Error('no client');
  return made;
}

const request: DialRequest = {
  agentNumber: '+91 90000 00021',
  number: '+919876500061',
  callerId: null,
  reference: 'ours',
};

test('the soft phone is asked with the token in the body, ten digits and our reference', async () => {
  vendor.answer = (_, response) =>
    json(response, 200, {
      status: 'succ',
      msg: 'Call Originated Successfully',
      callid: '98765000611791097591',
      refid: 'ours',
    });
  expect(await client('softphone').dial?.(request)).toEqual({
    result: 'accepted',
    callId: '98765000611791097591',
    vendorRef: null,
  });
  expect(vendor.asked).toMatchObject([{ method: 'POST', path: '/Restmcube-api/outbound-calls', query: {} }]);
  expect(vendor.asked[0]?.fields).toEqual({
    HTTP_AUTHORIZATION: 'key-1',
    exenumber: '9000000021',
    custnumber: '9876500061',
    refurl: 1,
    refid: 'ours',
    did: '8065000041',
  });
  expect(vendor.asked[0]?.headers['authorization']).toBeUndefined();
});

test('the classic system is asked with the key in the URL, and shows the counsellor’s own DID where there is one', async () => {
  vendor.answer = (_, response) => json(response, 200, { status: 'success', message: 'Originated' });
  expect(await client('classic').dial?.({ ...request, callerId: '+918065000042' })).toEqual({
    result: 'accepted',
    callId: null,
    vendorRef: null,
  });
  expect(vendor.asked).toMatchObject([
    {
      path: '/api/outboundcall',
      query: { apikey: 'key-1', exenumber: '9000000021', custnumber: '9876500061', refid: 'ours', did: '8065000042' },
    },
  ]);
});

test('a number of another country keeps its code, an extension stays as it was entered', async () => {
  vendor.answer = (_, response) => json(response, 200, { status: 'succ' });
  await client('softphone').dial?.({ ...request, agentNumber: 'ext-12', number: '+447911123456' });
  expect(vendor.asked[0]?.fields).toMatchObject({ exenumber: 'ext-12', custnumber: '447911123456' });
});

describe('an answer', () => {
  test.each<[number, object | string, object]>([
    [200, { status: 'fail', msg: 'Agent busy' }, { result: 'refused', reason: 'request_refused' }],
    [200, { status: 'fail', msg: 'Invalid token' }, { result: 'refused', reason: 'credentials_refused' }],
    [200, { status: '0', message: 'DND' }, { result: 'refused', reason: 'request_refused' }],
    [200, '0', { result: 'refused', reason: 'request_refused' }],
    [200, '2', { result: 'refused', reason: 'request_refused' }],
    [200, '1', { result: 'accepted', callId: null, vendorRef: null }],
    [401, 'no', { result: 'refused', reason: 'credentials_refused' }],
    [404, 'no', { result: 'refused', reason: 'request_refused' }],
    [429, '', { result: 'not_taken', reason: 'rate_limited', retryAt: null }],
    [502, '', { result: 'unclear', reason: 'vendor_error' }],
    [200, '<html>', { result: 'unclear', reason: 'answer_unreadable' }],
    [302, '', { result: 'unclear', reason: 'answer_unreadable' }],
  ])('of %i %j is %j', async (status, body, result) => {
    vendor.answer = (_, response) =>
      typeof body === 'string' ? response.writeHead(status).end(body) : json(response, status, body);
    expect(await client('classic').dial?.(request)).toEqual(result);
    expect(await client('softphone').dial?.(request)).toEqual(result);
  });
});

test('a break is told of soft phones alone, with the address the user signs in with', async () => {
  vendor.answer = (_, response) => json(response, 200, { status: 'success' });
  const user = { agentNumber: '9000000021', vendorUserId: null, email: 'agent@x.test' };
  expect(await client('softphone').setTakingCalls?.(user, false)).toEqual({ result: 'done' });
  expect(await client('softphone').setTakingCalls?.({ ...user, vendorUserId: 'other@x.test' }, true)).toEqual({
    result: 'done',
  });
  expect(await client('classic').setTakingCalls?.(user, false)).toEqual({ result: 'unsupported' });
  expect(vendor.asked.map(({ path, fields }) => [path, fields['email'], fields['break']])).toEqual([
    ['/Break-api/break-api', 'agent@x.test', 1],
    ['/Break-api/break-api', 'other@x.test', 0],
  ]);
});

test('each mode has a host of its own, unless another was entered', () => {
  const base = (given: object): string => baseOf(mcubesSettings.parse(given));
  expect(base({})).toBe('https://mcube.vmc.in');
  expect(base({ mode: 'softphone' })).toBe('https://api.mcube.com');
  expect(base({ apiUrl: 'http://127.0.0.1:4010/' })).toBe('http://127.0.0.1:4010');
});

test('an account without a key has no client, and nobody’s calls can be asked for', () => {
  const tools = { http, sessions: createSessions(), now: Date.now, gapMs: 0 };
  expect(
    mcubes.client({ instituteId: 100, country: 'IN', authenticationKey: null, vendorSettings: {} }, tools),
  ).toBeNull();
  expect(mcubes.canPull(['authenticationKey'])).toBe(false);
});
