import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../simulator/tatatel/faults.ts';
import { startTatatelExchange, type TatatelExchange } from '../../simulator/tatatel/server.ts';
import type { Dialled, VendorClient } from '../adapter.ts';
import { createHttp, type Http } from '../http.ts';
import { createSessions } from '../session.ts';
import { tatatel } from './adapter.ts';

let vendor: TatatelExchange;
let http: Http;
beforeEach(async () => {
  vendor = await startTatatelExchange();
  http = createHttp({ allow: ['127.0.0.1'] });
});
afterEach(async () => {
  http.close();
  await vendor.stop();
});

const request = {
  agentNumber: '0507330050011',
  number: '+919876500024',
  callerId: '+918047100100',
  reference: 'our-reference',
};

function client(apiUrl = vendor.url): VendorClient {
  const vendorSettings = { apiUrl, email: 'desk@demo.test', password: 'exchange-password' };
  const tools = { http, sessions: createSessions(), now: Date.now, gapMs: 0 };
  const made = tatatel.client({ instituteId: 100, country: 'IN', authenticationKey: null, vendorSettings }, tools);
  if (made === null) throw new Error('no client');
  return made;
}

async function dial(apiUrl?: string): Promise<Dialled | undefined> {
  return await client(apiUrl).dial?.(request);
}

describe('a click to call', () => {
  test('is sent without a leading plus, asynchronous, with our reference', async () => {
    expect(await dial()).toMatchObject({ result: 'accepted', vendorRef: null });
    expect(vendor.exchange.placed).toMatchObject([
      {
        agentNumber: '0507330050011',
        destination: '919876500024',
        callerId: '918047100100',
        customIdentifier: 'our-reference',
      },
    ]);
  });

  test.each(['ref_id', 'nothing'] as const)(
    'is accepted by an account that answers with %s',
    async (clickToCallGives) => {
      await vendor.stop();
      vendor = await startTatatelExchange({ clickToCallGives });
      const dialled = await dial();
      expect(dialled).toMatchObject({ result: 'accepted', callId: null });
      expect(dialled).toHaveProperty(
        'vendorRef',
        clickToCallGives === 'ref_id' ? vendor.exchange.placed[0]?.refId : null,
      );
    },
  );

  test('is placed once when its token had expired: the refused request did nothing', async () => {
    const same = client();
    await same.findCall({ callId: 'x', number: null, agent: null, direction: null, startedAt: Date.now() });
    vendor.exchange.expireTokens();
    expect(await same.dial?.(request)).toMatchObject({ result: 'accepted' });
    expect(vendor.exchange.placed).toHaveLength(1);
  });

  const outcomes: readonly (readonly [Fault, Dialled['result']])[] = [
    ['server_error', 'unclear'],
    ['html', 'unclear'],
    ['cut', 'unclear'],
    ['huge', 'unclear'],
    ['too_many_requests', 'not_taken'],
    ['failure_with_200', 'refused'],
    ['validation', 'refused'],
  ];
  test.each(outcomes)('that meets %s is %s', async (fault, result) => {
    vendor.exchange.failNext(fault, 1, '/v1/click_to_call');
    expect(await dial()).toMatchObject({ result });
    expect(vendor.exchange.requests.filter(({ path }) => path === '/v1/click_to_call')).toHaveLength(1);
  });

  test('was certainly not taken when there was no connection, or the log-in before it failed', async () => {
    await vendor.stop();
    expect(await dial()).toMatchObject({ result: 'not_taken', reason: 'not_connected' });
    vendor = await startTatatelExchange();
    vendor.exchange.failNext('server_error', 1, '/v1/auth/login');
    expect(await dial()).toMatchObject({ result: 'not_taken', reason: 'vendor_error' });
  });

  test('with wrong credentials is refused for good', async () => {
    await vendor.stop();
    vendor = await startTatatelExchange({ password: 'changed' });
    expect(await dial()).toEqual({ result: 'refused', reason: 'credentials_refused' });
  });
});

describe('a hang-up', () => {
  test('ends a live call, and is refused for one that is not on', async () => {
    const live = {
      callId: 'live-1',
      direction: 'outbound',
      customer: '+919876500024',
      did: '+918047100100',
      agent: '+919990947416',
    } as const;
    vendor.exchange.addLiveCall({ ...live, state: 'Answered', startedAt: Date.now() });
    expect(await client().hangUp?.('live-1')).toBe(true);
    expect(vendor.exchange.liveCalls()).toHaveLength(0);
    expect(await client().hangUp?.('live-1')).toBe(false);
  });
});
