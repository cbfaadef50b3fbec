import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTatatelExchange, type TatatelExchange } from '../../simulator/tatatel/server.ts';
import { openFrame, type Call, type Frame } from './frame.ts';

let frame: Frame;
let admin: Call;
let tatatel: TatatelExchange;
beforeAll(async () => {
  [frame, tatatel] = await Promise.all([openFrame(), startTatatelExchange()]);
  admin = await frame.signedIn('Admin', { permissions: ['configure_calling'] });
});
afterAll(async () => {
  await frame.close();
  await tatatel.stop();
});

const path = '/v1/settings/telephony';
const standing = async (vendor: string) =>
  (await admin('GET', path)).body.items.find((one: { vendor: string }) => one.vendor === vendor);

describe('the list of vendors', () => {
  test('has each with its name, what it can and what it wants to be told', async () => {
    const { status, body } = await admin('GET', path);
    expect(status).toBe(200);
    expect(body.items.map(({ vendor }: { vendor: string }) => vendor)).toEqual([
      'tatatel',
      'mcubes',
      'myoperator',
      'knowlarity',
      'exotel',
    ]);
    expect(await standing('exotel')).toMatchObject({
      name: 'Exotel',
      keyName: 'API token',
      canDial: false,
      canTest: true,
    });
    expect(await standing('mcubes')).toMatchObject({ canDial: true, canTest: false });
    const { fields } = await standing('tatatel');
    expect(fields).toContainEqual({
      name: 'password',
      title: 'Password',
      description: expect.any(String),
      kind: 'text',
      options: [],
      isSecret: true,
    });
    expect((await standing('myoperator')).fields).toContainEqual(
      expect.objectContaining({ name: 'dialMethod', kind: 'choice', options: ['user', 'number'] }),
    );
  });

  test('is read page by page like every list', async () => {
    const first = (await admin('GET', `${path}?limit=2`)).body;
    const second = (await admin('GET', `${path}?limit=4&cursor=${first.nextCursor}`)).body;
    const slugs = [...first.items, ...second.items].map(({ vendor }: { vendor: string }) => vendor);
    expect(slugs).toEqual(['tatatel', 'mcubes', 'myoperator', 'knowlarity', 'exotel']);
    expect(second.nextCursor).toBeNull();
    expect((await admin('GET', `${path}?cursor=nonsense`)).status).toBe(400);
  });

  test('says how far each is set up: begun, tried, with an address, with people who can be rung', async () => {
    expect(await standing('tatatel')).toMatchObject({
      isSetUp: false,
      enabled: false,
      inbound: false,
      outbound: false,
      hasCredentials: false,
      tested: null,
      hasToken: false,
      hasSecretKey: false,
      counsellors: 0,
      ready: 0,
      hasCalls: false,
    });
    const vendorSettings = { apiUrl: tatatel.url, email: 'desk@demo.test', password: 'expired' };
    await admin('PUT', `${path}/tatatel`, { enabled: true, inbound: { enabled: true }, vendorSettings });
    await admin('POST', `${path}/tatatel/test`);
    expect(await standing('tatatel')).toMatchObject({
      isSetUp: true,
      enabled: true,
      inbound: true,
      hasCredentials: true,
      tested: { ok: false, text: expect.stringMatching(/does not accept/), changedSince: false },
    });
    frame.clock.now += 1000;
    // What the key is not asked with leaves the test standing.
    await admin('PUT', `${path}/tatatel`, { inbound: { keepOwner: true } });
    expect((await standing('tatatel')).tested).toMatchObject({ ok: false, changedSince: false });
    await admin('PUT', `${path}/tatatel`, { vendorSettings: { password: 'exchange-password' } });
    expect((await standing('tatatel')).tested).toMatchObject({ ok: false, changedSince: true });
    await admin('POST', `${path}/tatatel/test`);
    expect((await standing('tatatel')).tested).toMatchObject({ ok: true, text: null, changedSince: false });

    await admin('POST', `${path}/tatatel/rotate`, { what: 'token' });
    await admin('POST', `${path}/tatatel/rotate`, { what: 'secretKey' });
    const counsellor = { name: 'Dev', email: 'dev@vendors.test', roles: ['ringers'] };
    const agentNumbers = [{ vendor: 'tatatel', number: '9876543210' }];
    await admin('POST', '/v1/settings/counsellors', { ...counsellor, agentNumbers });
    expect(await standing('tatatel')).toMatchObject({ hasToken: true, hasSecretKey: true, counsellors: 1, ready: 0 });
    await admin('PUT', '/v1/settings/permissions/ringers', { grants: { receive_popups: 'yes' } });
    expect(await standing('tatatel')).toMatchObject({ counsellors: 1, ready: 1 });
    // The secret key is the institute's, a token each vendor's own.
    expect(await standing('exotel')).toMatchObject({ isSetUp: false, hasToken: false, hasSecretKey: true, ready: 0 });
    expect(JSON.stringify((await admin('GET', path)).body)).not.toMatch(/exchange-password|desk@demo/);
  });

  test('is for who may configure calling, of their own institute', async () => {
    const other = await frame.signedIn('Other', { instituteId: 2, permissions: ['configure_calling'] });
    const { body } = await other('GET', path);
    expect(body.items.map(({ isSetUp, hasSecretKey }: Record<string, boolean>) => [isSetUp, hasSecretKey])).toEqual(
      Array.from({ length: 5 }, () => [false, false]),
    );
    const nobody = await frame.signedIn('Nobody');
    expect((await nobody('GET', path)).status).toBe(403);
  });
});
