import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import { startTatatelExchange, type TatatelExchange } from '../../simulator/tatatel/server.ts';
import { openFrame, type Call, type Frame } from './frame.ts';

let frame: Frame;
let admin: Call;
beforeAll(async () => {
  frame = await openFrame();
  admin = await frame.signedIn('Admin', { permissions: ['configure_calling'] });
});
afterAll(async () => frame.close());

let tatatel: TatatelExchange;
beforeEach(async () => {
  // A port of its own, and with it sessions of its own.
  tatatel = await startTatatelExchange();
  await frame.db.query(sql.type(noRows)`truncate vendor_account cascade`);
});
afterEach(async () => tatatel.stop());

const path = '/v1/settings/telephony/tatatel';
const configure = async (settings: Record<string, unknown>, authenticationKey: string | null = null) =>
  admin('PUT', path, { enabled: true, authenticationKey, vendorSettings: { apiUrl: tatatel.url, ...settings } });
const tested = async (vendor = 'tatatel') => (await admin('POST', `/v1/settings/telephony/${vendor}/test`)).body;
const failing = async () => (await admin('GET', '/v1/settings/health')).body.failingCredentials;
const logIn = { email: 'desk@demo.test', password: 'exchange-password' };

describe('a vendor’s credentials', () => {
  test('that are good are said to be', async () => {
    await configure(logIn);
    expect(await tested()).toEqual({ ok: true });
    await configure({ email: null, password: null }, 'portal-token');
    expect(await tested()).toEqual({ ok: true });
    expect(await failing()).toEqual([]);
    expect(tatatel.exchange.requests.map(({ path: asked }) => asked)).not.toContain('/v1/click_to_call');
  });

  test('that the vendor refuses are told by a word and a sentence, and stand on the health page', async () => {
    await configure({ ...logIn, password: 'expired' });
    expect(await tested()).toMatchObject({
      ok: false,
      reason: 'credentials_refused',
      text: expect.stringMatching(/does not accept/),
    });
    expect(await failing()).toMatchObject([{ vendor: 'tatatel', reason: 'credentials_refused', changedSince: false }]);
    // Again at once: not asked again, since failures lock the account.
    expect(await tested()).toMatchObject({ ok: false, retryAt: expect.any(String) });
    expect(tatatel.exchange.failedLogins).toBe(1);
    frame.clock.now += 1000;
    await configure(logIn);
    expect(await failing()).toMatchObject([{ changedSince: true }]);
    expect(await tested()).toEqual({ ok: true });
    expect(await failing()).toEqual([]);
  });

  test('are each tried: a good key does not hide a bad log-in', async () => {
    await configure({ ...logIn, password: 'expired' }, 'portal-token');
    expect(await tested()).toMatchObject({ ok: false, reason: 'credentials_refused' });
    await configure(logIn, 'another-token');
    expect(await tested()).toMatchObject({ ok: false, reason: 'credentials_refused' });
  });

  test('are tried anew: what was good an hour ago proves nothing', async () => {
    await configure(logIn);
    await tested();
    await tested();
    expect(tatatel.exchange.requests.filter(({ path: asked }) => asked === '/v1/auth/login')).toHaveLength(2);
  });

  test('that are not set, or can no longer be read, are not tried', async () => {
    expect(await tested()).toMatchObject({ ok: false, reason: 'credentials_missing' });
    await configure(logIn);
    const keys = frame.secretKeys.splice(0);
    expect(await tested()).toMatchObject({ ok: false, reason: 'credentials_unreadable' });
    frame.secretKeys.push(...keys);
    expect(tatatel.exchange.requests).toEqual([]);
  });

  test('of a vendor we know no question for are said to be just that, and a vendor there is not is 404', async () => {
    expect(await tested('mcubes')).toMatchObject({ ok: false, reason: 'not_supported' });
    expect((await admin('POST', '/v1/settings/telephony/vonage/test')).status).toBe(404);
  });

  test.each([
    ['server_error', 'vendor_error'],
    ['html', 'answer_unreadable'],
    ['cut', 'cut'],
    ['redirect', 'answer_unreadable'],
  ] as const)('are neither good nor bad when the vendor’s system has its day (%s)', async (fault, reason) => {
    await configure(logIn);
    tatatel.exchange.failNext(fault, 5);
    expect(await tested()).toMatchObject({ ok: false, reason });
    expect(await failing()).toEqual([]);
  });

  test('are sent nowhere inside: an internal address that is not allowed is refused', async () => {
    await configure({ ...logIn, apiUrl: 'http://169.254.169.254' });
    expect(await tested()).toMatchObject({ ok: false, reason: 'address_refused' });
  });

  test('never stand in an answer', async () => {
    await configure({ ...logIn, password: 'expired' });
    expect(JSON.stringify([await tested(), await failing()])).not.toMatch(/expired"|desk@demo/);
    expect(frame.logged.join('')).not.toMatch(/exchange-password|desk@demo/);
  });
});
