import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { json, startStub, type Stub } from '../../test/vendors/stub.ts';
import type { DialRequest, VendorClient } from '../adapter.ts';
import { createHttp, type Http } from '../http.ts';
import { createSessions } from '../session.ts';
import { myoperator } from './adapter.ts';

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
  const tools = { http, sessions: createSessions(), now: () => Date.UTC(2026, 5, 16), gapMs: 0 };
  const made = myoperator.client({ instituteId: 100, country: 'IN', authenticationKey, vendorSettings }, tools);
  if (made === null) throw new Error('no client');
  return made;
}

const request: DialRequest = {
  agentNumber: '9000000021',
  vendorUserId: 'hex-user',
  number: '+919876500041',
  callerId: null,
  reference: 'ours',
};
const accepted = {
  details: 'Request accepted successfully',
  status: 'success',
  code: '200',
  unique_id: 'n2.1766492465.2175777',
};

describe('a click to call', () => {
  test('rings a user by id, never by number as well', async () => {
    vendor.answer = (_, response) => json(response, 200, accepted);
    expect(await client().dial?.(request)).toEqual({
      result: 'accepted',
      callId: null,
      vendorRef: 'n2.1766492465.2175777',
    });
    expect(vendor.asked).toMatchObject([{ method: 'POST', path: '/obd-api-v1', headers: { 'x-api-key': 'api-key' } }]);
    expect(vendor.asked[0]?.fields).toEqual({
      company_id: 'company',
      secret_token: 'secret',
      type: '1',
      number: '+919876500041',
      user_id: 'hex-user',
      public_ivr_id: 'ivr',
      reference_id: 'ours',
    });
  });

  test('rings by number where the account says so, or the counsellor has no id there', async () => {
    vendor.answer = (_, response) => json(response, 200, accepted);
    await client({ dialMethod: 'number', callerId: '8065000041' }).dial?.(request);
    await client().dial?.({ ...request, vendorUserId: null });
    expect(vendor.asked.map(({ fields }) => [fields['number_2'], fields['user_id'], fields['caller_id']])).toEqual([
      ['+919000000021', undefined, '8065000041'],
      ['+919000000021', undefined, undefined],
    ]);
  });

  test.each<[number, object | string, object]>([
    [
      403,
      { details: 'invalid public_ivr_id', status: 'error', code: '403' },
      { result: 'refused', reason: 'request_refused' },
    ],
    [
      200,
      { details: 'duplicate reference_id', status: 'error', code: '403' },
      { result: 'refused', reason: 'request_refused' },
    ],
    [403, { message: 'Forbidden' }, { result: 'refused', reason: 'credentials_refused' }],
    [
      403,
      { details: 'invalid secret_token', status: 'error', code: '403' },
      { result: 'refused', reason: 'credentials_refused' },
    ],
    [429, {}, { result: 'not_taken', reason: 'rate_limited', retryAt: null }],
    [500, {}, { result: 'unclear', reason: 'vendor_error' }],
    [200, '<html>', { result: 'unclear', reason: 'answer_unreadable' }],
  ])('answered %i %j is %j', async (status, body, result) => {
    vendor.answer = (_, response) =>
      typeof body === 'string' ? response.writeHead(status).end(body) : json(response, status, body);
    expect(await client().dial?.(request)).toEqual(result);
  });

  test('that can not reach the vendor was not taken, and one without credentials is refused unasked', async () => {
    expect(await client({ apiUrl: 'http://127.0.0.1:1' }).dial?.(request)).toEqual({
      result: 'not_taken',
      reason: 'not_connected',
      retryAt: null,
    });
    expect(await client({ publicIvrId: null }).dial?.(request)).toEqual({
      result: 'refused',
      reason: 'credentials_refused',
    });
    expect(vendor.asked).toEqual([]);
  });
});
