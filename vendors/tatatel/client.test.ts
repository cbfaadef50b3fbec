import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../simulator/tatatel/faults.ts';
import type { ExchangeRecord } from '../../simulator/tatatel/rows.ts';
import { startTatatelExchange } from '../../simulator/tatatel/server.ts';
import type { TatatelExchange } from '../../simulator/tatatel/server.ts';
import type { CallQuery, FoundCall, ListedCalls, VendorTools } from '../adapter.ts';
import { createHttp } from '../http.ts';
import type { Http } from '../http.ts';
import { createSessions } from '../session.ts';
import { tatatel } from './adapter.ts';

const startedAt = Date.UTC(2026, 6, 12, 12, 4, 58);
const minute = 60_000;
let now: number;
let vendor: TatatelExchange;
let http: Http;
let tools: VendorTools;

beforeEach(async () => {
  now = startedAt + 5 * minute;
  vendor = await startTatatelExchange({ now: () => now });
  http = createHttp({ allow: ['127.0.0.1'] });
  tools = { http, sessions: createSessions(), now: () => now, gapMs: 0 };
});
afterEach(async () => {
  http.close();
  await vendor.stop();
});

const record: ExchangeRecord = {
  callId: '1783857898.240111',
  direction: 'inbound',
  customer: '+919876500024',
  did: '+919240200031',
  agent: '+919990947416',
  status: 'answered',
  startedAt,
  endedAt: startedAt + 51_000,
  answeredSeconds: 41,
  recordingUrl: 'https://cloudphone.example/file/recording?callId=1&type=rec&token=t',
};
const byId: CallQuery = {
  callId: record.callId,
  number: record.customer,
  agent: null,
  direction: 'inbound',
  startedAt,
};
const byNumber: CallQuery = { ...byId, callId: null };

const login = { email: 'desk@demo.test', password: 'exchange-password' };
const ask = async (
  query: CallQuery = byId,
  settings: object = login,
  authenticationKey: string | null = null,
): Promise<FoundCall> => {
  const client = tatatel.client(
    { instituteId: 100, country: 'IN', authenticationKey, vendorSettings: { apiUrl: vendor.url, ...settings } },
    tools,
  );
  if (client === null) throw new Error('no client');
  return client.findCall(query);
};
const asked = (path: string): number => vendor.exchange.requests.filter((request) => request.path === path).length;

describe('a call', () => {
  test('that is on is live', async () => {
    vendor.exchange.addLiveCall({ ...record, state: 'Ringing' });
    expect(await ask()).toEqual({ result: 'live' });
    expect(await ask(byNumber)).toEqual({ result: 'live' });
    expect(await ask({ ...byId, callId: 'another' })).toEqual({ result: 'none' });
    expect(await ask({ ...byNumber, direction: 'outbound' })).toEqual({ result: 'none' });
    expect(await ask({ ...byNumber, number: '+919876500099' })).toEqual({ result: 'none' });
  });

  test('that is over is found in the records, by its id', async () => {
    vendor.exchange.addRecord(record);
    expect(await ask()).toEqual({
      result: 'found',
      report: {
        callId: record.callId,
        number: '+919876500024',
        did: { raw: '+919240200031', key: '+919240200031' },
        direction: 'inbound',
        agent: { raw: '+919990947416', key: '+919990947416' },
        missedAgents: [],
        status: { result: 'success' },
        talkSeconds: 41,
        startedAt,
        endedAt: startedAt + 51_000,
        recordingUrl: record.recordingUrl,
        flags: [],
      },
    });
  });

  test('that has just left the live list is found once its record appears', async () => {
    vendor.exchange.addRecord({ ...record, appearsAt: now + 10_000 });
    expect(await ask()).toEqual({ result: 'none' });
    now += 10_000;
    expect(await ask()).toMatchObject({ result: 'found' });
  });

  test('without an id is found by number and time, whatever the spelling', async () => {
    vendor.exchange.addRecord({ ...record, callId: 'earlier', startedAt: startedAt - 8 * minute });
    vendor.exchange.addRecord({ ...record, style: 'bare' });
    vendor.exchange.addRecord({ ...record, callId: 'outbound', direction: 'outbound' });
    vendor.exchange.addRecord({ ...record, callId: 'sibling', customer: '+919876500025' });
    expect(await ask({ ...byNumber, startedAt: startedAt + 20_000 })).toMatchObject({
      result: 'found',
      report: { callId: record.callId },
    });
    expect(await ask({ ...byNumber, startedAt: startedAt + 20 * minute })).toEqual({ result: 'none' });
  });

  test("without an id is the agent's own of two", async () => {
    vendor.exchange.addRecord({ ...record, callId: 'one', agent: '+919899364545' });
    vendor.exchange.addRecord({ ...record, callId: 'two', startedAt: startedAt - minute });
    expect(await ask({ ...byNumber, agent: '+919990947416' })).toMatchObject({ report: { callId: 'two' } });
    expect(await ask({ ...byNumber, agent: null })).toMatchObject({ report: { callId: 'one' } });
  });

  test('of nobody knows what is none, and nobody is asked', async () => {
    expect(await ask({ ...byNumber, number: null })).toEqual({ result: 'none' });
    expect(vendor.exchange.requests).toEqual([]);
  });

  test('that was missed names who was rung and why, and has no talk', async () => {
    const missedAgents = [{ id: '0507730050004', name: 'Agent Two', number: '+919899364545' }];
    vendor.exchange.addRecord({
      ...record,
      status: 'missed',
      agent: '',
      answeredSeconds: 16,
      reason: 'noanswer',
      missedAgents,
    });
    expect(await ask()).toMatchObject({
      report: {
        agent: null,
        status: { result: 'failure', cause: 'no_answer' },
        talkSeconds: null,
        missedAgents: [{ key: '+919899364545' }],
      },
    });
  });

  test('of an extension keeps the extension', async () => {
    vendor.exchange.addRecord({ ...record, agent: 'Extension-0602141810347' });
    expect(await ask()).toMatchObject({ report: { agent: { key: '0602141810347' } } });
  });

  test('with two records is the answered one', async () => {
    vendor.exchange.addRecord({ ...record, status: 'missed', endedAt: startedAt + 90_000 });
    vendor.exchange.addRecord(record);
    expect(await ask()).toMatchObject({ report: { status: { result: 'success' } } });
  });
});

describe('the records', () => {
  test('are read page by page, in a window around the call, without customer filters', async () => {
    await vendor.stop();
    vendor = await startTatatelExchange({ now: () => now, largestPage: 20, customerFilters: 'return_nothing' });
    vendor.exchange.addRecord(record);
    for (let other = 0; other < 90; other += 1)
      vendor.exchange.addRecord({ ...record, callId: `other-${other}`, startedAt: startedAt + 1000 });
    expect(await ask()).toMatchObject({ result: 'found', report: { callId: record.callId } });
    const pages = vendor.exchange.requests.filter(({ path }) => path === '/v1/call/records');
    expect(pages.map(({ query }) => query['page'])).toEqual(['1', '2', '3', '4', '5']);
    expect(pages[0]?.query).toEqual({
      from_date: '2026-07-12 16:34:58',
      to_date: '2026-07-12 17:49:58',
      page: '1',
      limit: '100',
    });
  });

  test('beyond a bound are not read, and that is not "none"', async () => {
    await vendor.stop();
    vendor = await startTatatelExchange({ now: () => now, largestPage: 2 });
    for (let other = 0; other < 61; other += 1) vendor.exchange.addRecord({ ...record, callId: `other-${other}` });
    expect(await ask()).toEqual({ result: 'unreachable', reason: 'too_many_records', retryAt: null });
    expect(asked('/v1/call/records')).toBe(30);
  });
});

describe('the token', () => {
  test('is fetched once for many calls, and again after 50 minutes', async () => {
    await Promise.all([ask(), ask(), ask()]);
    expect(asked('/v1/auth/login')).toBe(1);
    now += 49 * minute;
    await ask();
    expect(asked('/v1/auth/login')).toBe(1);
    now += 2 * minute;
    await ask();
    expect(asked('/v1/auth/login')).toBe(2);
  });

  test.each<[string, () => void]>([
    ['has expired', () => vendor.exchange.expireTokens()],
    ['is unknown', () => vendor.exchange.forgetTokens()],
    ['is called blacklisted with status 200', () => vendor.exchange.failNext('token_blacklisted')],
    ['does not reach the gateway', () => vendor.exchange.failNext('gateway')],
  ])('that %s is replaced once', async (_, happen) => {
    vendor.exchange.addRecord(record);
    await ask();
    happen();
    expect(await ask()).toMatchObject({ result: 'found' });
    expect(asked('/v1/auth/login')).toBe(2);
  });

  test('that is refused again is a matter of credentials', async () => {
    vendor.exchange.failNext('token_expired', 2, '/v1/live_calls');
    expect(await ask()).toEqual({ result: 'unreachable', reason: 'credentials_refused', retryAt: null });
    expect(asked('/v1/auth/login')).toBe(2);
  });

  test('of the portal is used as it is', async () => {
    vendor.exchange.addRecord(record);
    expect(await ask(byId, {}, 'Bearer portal-token')).toMatchObject({ result: 'found' });
    expect(await ask(byId, {}, 'another')).toEqual({
      result: 'unreachable',
      reason: 'credentials_refused',
      retryAt: null,
    });
    expect(asked('/v1/auth/login')).toBe(0);
  });

  test('of the portal stands in for a log-in that is refused', async () => {
    vendor.exchange.addRecord(record);
    expect(await ask(byId, { ...login, password: 'old' }, 'portal-token')).toMatchObject({ result: 'found' });
  });
});

describe('a log-in', () => {
  test('that is refused is not tried again for five minutes, unless the password changes', async () => {
    const wrong = { ...login, password: 'wrong' };
    const refused = { result: 'unreachable', reason: 'credentials_refused', retryAt: now + 5 * minute };
    expect(await ask(byId, wrong)).toEqual(refused);
    expect(await ask(byId, wrong)).toEqual(refused);
    expect(vendor.exchange.failedLogins).toBe(1);
    expect(await ask()).toEqual({ result: 'none' });
    now += 5 * minute;
    await ask(byId, wrong);
    expect(vendor.exchange.failedLogins).toBe(2);
  });

  test('that comes too often is repeated when the vendor says so, not before', async () => {
    vendor.exchange.retryAt = now + 2 * minute;
    vendor.exchange.failNext('too_many_requests', 1, '/v1/auth/login');
    const limited = { result: 'unreachable', reason: 'rate_limited', retryAt: startedAt + 7 * minute };
    expect(await ask()).toEqual(limited);
    now += minute;
    expect(await ask()).toEqual(limited);
    expect(asked('/v1/auth/login')).toBe(1);
    now += minute;
    expect(await ask()).toEqual({ result: 'none' });
  });

  test('limit of a wrong clock does not keep us away for more than an hour', async () => {
    vendor.exchange.retryAt = now + 48 * 60 * minute;
    vendor.exchange.failNext('too_many_requests');
    expect(await ask()).toMatchObject({ reason: 'rate_limited', retryAt: now + 60 * minute });
  });
});

describe('a vendor that can not be asked', () => {
  test.each<[Fault, string, string]>([
    ['server_error', '/v1/auth/login', 'vendor_error'],
    ['server_error', '/v1/live_calls', 'vendor_error'],
    ['server_error', '/v1/call/records', 'vendor_error'],
    ['failure_with_200', '/v1/live_calls', 'request_refused'],
    ['validation', '/v1/call/records', 'request_refused'],
    ['html', '/v1/auth/login', 'answer_unreadable'],
    ['html', '/v1/live_calls', 'answer_unreadable'],
    ['other_shape', '/v1/live_calls', 'answer_unreadable'],
    ['other_shape', '/v1/call/records', 'answer_unreadable'],
    ['redirect', '/v1/live_calls', 'answer_unreadable'],
    ['huge', '/v1/call/records', 'too_large'],
    ['cut', '/v1/live_calls', 'cut'],
    ['cut', '/v1/call/records', 'cut'],
  ])('for %s at %s is %s', async (fault, path, reason) => {
    vendor.exchange.failNext(fault, 1, path);
    expect(await ask()).toEqual({ result: 'unreachable', reason, retryAt: null });
  });

  test('for live calls is asked for the record all the same, when it declined', async () => {
    vendor.exchange.addRecord(record);
    vendor.exchange.failNext('validation', 1, '/v1/live_calls');
    expect(await ask()).toMatchObject({ result: 'found' });
  });

  test('is told from one that is not there', async () => {
    await vendor.stop();
    expect(await ask()).toEqual({ result: 'unreachable', reason: 'not_connected', retryAt: null });
    vendor = await startTatatelExchange();
  });

  test('on an internal address is refused', async () => {
    expect(await ask(byId, { ...login, apiUrl: 'http://10.0.0.1' })).toEqual({
      result: 'unreachable',
      reason: 'address_refused',
      retryAt: null,
    });
  });
});

test('requests of one account leave one after the other', async () => {
  const began = performance.now();
  tools = { ...tools, gapMs: 40 };
  await Promise.all([ask(), ask()]); // log-in, two live lists, two windows of records
  expect(performance.now() - began).toBeGreaterThanOrEqual(4 * 40 - 5);
});

test('an account without credentials has no client', () => {
  const account = {
    instituteId: 100,
    country: 'IN',
    authenticationKey: null,
    vendorSettings: { apiUrl: 'http://x.test' },
  };
  expect(tatatel.client(account, tools)).toBeNull();
  expect(tatatel.client({ ...account, vendorSettings: { ...login, password: null } }, tools)).toBeNull();
  expect(tatatel.client({ ...account, vendorSettings: { apiUrl: 'nonsense', ...login } }, tools)).toBeNull();
  expect(tatatel.canPull([])).toBe(false);
  expect(tatatel.canPull(['vendorSettings.password'])).toBe(true);
});

test('a day’s calls are listed page by page', async () => {
  for (let nth = 0; nth < 3; nth += 1)
    vendor.exchange.addRecord({ ...record, callId: `listed ${nth}`, startedAt: startedAt + nth * 1000 });
  const client = tatatel.client(
    { instituteId: 100, country: 'IN', authenticationKey: null, vendorSettings: { apiUrl: vendor.url, ...login } },
    tools,
  );
  const window = { from: startedAt - minute, to: startedAt + minute };
  const ids: (string | null)[] = [];
  let after: string | null = null;
  do {
    const listed: ListedCalls | undefined = await client?.listCalls?.({ ...window, after });
    if (listed?.result !== 'listed') throw new Error('not listed');
    ids.push(...listed.records.map(({ callId }) => callId));
    after = listed.next;
  } while (after !== null);
  expect(ids.toSorted()).toEqual(['listed 0', 'listed 1', 'listed 2']);
});
