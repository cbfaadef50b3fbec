import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApis } from '../../simulator/exchange/apis.ts';
import type { Placed, VendorApi } from '../../simulator/exchange/vendor-api.ts';
import { seeded } from '../../simulator/random.ts';
import type { VendorClient, VendorTools } from '../../vendors/adapter.ts';
import { createHttp, type Http } from '../../vendors/http.ts';
import { createSessions } from '../../vendors/session.ts';
import { simulatedCalls } from './simulated.ts';
import { covered } from './vendors.ts';

/** What a client asks of a vendor, asked of the exchange that plays it: over HTTP, with calls that were. */

let http: Http;
let tools: VendorTools;
let apis: ReadonlyMap<string, VendorApi>;
beforeAll(async () => {
  http = createHttp({ allow: ['127.0.0.1'] });
  tools = { http, sessions: createSessions(), now: Date.now, gapMs: 0 };
  apis = await startApis(
    covered.map(([slug]) => slug),
    { random: seeded('conformance'), rates: {}, isOut: () => false },
  );
});
afterAll(async () => {
  http.close();
  await Promise.all([...apis.values()].map(async (api) => await api.stop()));
});

/** Of each course of an inbound call one, an hour ago, five minutes apart. */
const callsOf = (slug: (typeof covered)[number][0]) =>
  ['answered', 'missed', 'voicemail'].flatMap((outcome, place) => {
    const found = simulatedCalls(slug).find(
      ({ facts: { call, script } }) => call.kind === 'inbound' && script.outcome === outcome,
    );
    const beganAt = Math.floor(Date.now() / 1000) * 1000 - 3_600_000 + place * 300_000;
    return found === undefined ? [] : [{ ...found.facts, beganAt }];
  });

describe.each(covered)('the client of %s', (slug, adapter) => {
  let api: VendorApi;
  let client: VendorClient;
  const calls = callsOf(slug);
  beforeAll(() => {
    const found = apis.get(slug);
    if (found === undefined) throw new Error(`No exchange plays ${slug}`);
    api = found;
    const { authenticationKey, vendorSettings } = api.account;
    const made = adapter.client(
      {
        instituteId: 1,
        country: 'IN',
        authenticationKey: typeof authenticationKey === 'string' ? authenticationKey : null,
        vendorSettings: adapter.settingsSchema.parse(vendorSettings),
      },
      tools,
    );
    if (made === null) throw new Error('no client');
    client = made;
    for (const call of calls) {
      api.began(call);
      api.ended(call);
    }
  });
  const credentials = ['authenticationKey', ...adapter.secretFields.map((field) => `vendorSettings.${field}`)];
  const pulls = adapter.canPull(credentials);
  const asked = { agent: null, direction: 'inbound' } as const;

  test('finds each call, by its id and by its number, and knows none that was not', async () => {
    for (const { callId, call, beganAt, script } of pulls ? calls : []) {
      const number = call.student.number;
      for (const query of [
        { ...asked, callId, number, startedAt: beganAt },
        { ...asked, callId: null, number, startedAt: beganAt + 2000 },
      ])
        expect(await client.findCall(query)).toMatchObject({
          result: 'found',
          report: {
            callId,
            number,
            startedAt: beganAt,
            status: { result: script.talks.length > 0 ? 'success' : 'failure' },
          },
        });
    }
    const nobodys = { ...asked, callId: null, number: '+919800000000', startedAt: Date.now() - 3_600_000 };
    if (pulls) expect(await client.findCall(nobodys)).toEqual({ result: 'none' });
  });

  test('lists them all', async () => {
    const window = { from: Date.now() - 7_200_000, to: Date.now(), after: null };
    const listed = await client.listCalls?.(window);
    expect(client.listCalls !== undefined).toBe(pulls);
    if (listed === undefined) return;
    expect(listed).toMatchObject({ result: 'listed', next: null });
    const ids = listed.result === 'listed' ? listed.records.map(({ callId }) => callId) : [];
    expect(ids.toSorted()).toEqual(calls.map(({ callId }) => callId).toSorted());
  });

  test('places a call that gives back our reference', async () => {
    const placed: Placed[] = [];
    api.onPlaced = (one) => placed.push(one);
    const dialled = await client.dial?.({
      agentNumber: '9990947416',
      number: '+919812345670',
      callerId: null,
      reference: 'our-reference',
    });
    expect(dialled?.result).toBe(adapter.canDial === undefined ? undefined : 'accepted');
    expect(placed.map(({ reference }) => reference)).toEqual(adapter.canDial === undefined ? [] : ['our-reference']);
  });
});
