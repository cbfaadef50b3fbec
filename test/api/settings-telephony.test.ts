import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { findInstituteForVendor, findStoredAccount } from '../../db/accounts.ts';
import { noRows } from '../../db/columns.ts';
import { openAccount } from '../../db/credentials.ts';
import { auditOf, storedText } from './audit-trail.ts';
import { openFrame, type Call, type Frame } from './frame.ts';

let frame: Frame;
let admin: Call;
let elsewhere: Call;
beforeAll(async () => {
  frame = await openFrame();
  admin = await frame.signedIn('Admin', { permissions: ['configure_calling'] });
  elsewhere = await frame.signedIn('Other', { instituteId: 2, permissions: ['configure_calling'] });
});
afterAll(async () => frame.close());
beforeEach(async () => {
  await frame.db.query(sql.type(noRows)`truncate audit, vendor_account cascade`);
});

const tatatel = '/v1/settings/telephony/tatatel';
const put = async (body: unknown, path = tatatel) => admin('PUT', path, body);
const audits = async () => await auditOf(frame.db, 1);

describe('settings of a vendor', () => {
  test('nobody touched are the defaults of the contract', async () => {
    const answer = await admin('GET', tatatel);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      enabled: false,
      authenticationKey: null,
      appCalling: false,
      cloudCalling: true,
      handset: 'softphone',
      outbound: { enabled: false, clickToCallUrl: null, formIds: [] },
      inbound: {
        enabled: false,
        keepOwner: false,
        stickyCounsellorIds: [],
        addNotesInstead: false,
        matchAlternateMobile: true,
        routingFallback: 'vendor',
        ring: 'sequential',
      },
      leads: { createOn: 'ring', answeredOwner: 'answerer', missedOwner: 'none' },
      times: { ringSeconds: 45, talkSeconds: 7200, callBackSeconds: 300, wrapUpSeconds: 600, amendSeconds: 86_400 },
      allowedAddresses: [],
      vendorSettings: expect.objectContaining({ apiUrl: expect.stringMatching(/^https:/), password: null }),
    });
    expect(await findInstituteForVendor(frame.db, 1, 'tatatel')).toMatchObject({ account: null });
  });

  test('exist for every vendor, with what that vendor adds, and for no other', async () => {
    for (const vendor of ['tatatel', 'mcubes', 'myoperator', 'knowlarity', 'exotel']) {
      const answer = await admin('PUT', `/v1/settings/telephony/${vendor}`, { enabled: true });
      expect(answer).toMatchObject({
        status: 200,
        body: { enabled: true, vendorSettings: { apiUrl: expect.any(String) } },
      });
    }
    for (const path of ['/v1/settings/telephony/vonage', '/v1/settings/telephony/constructor']) {
      expect(await admin('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(await put({ enabled: true }, path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });

  test('merge deeply: what is not sent stays, a list that is sent replaces', async () => {
    await put({
      inbound: { enabled: true, routingFallback: 'random' },
      allowedAddresses: ['10.0.0.0/8', '2001:db8::1'],
    });
    const answer = await put({
      inbound: { ring: 'simultaneous' },
      allowedAddresses: ['192.0.2.7'],
      times: { ringSeconds: 5 },
    });
    expect(answer.body).toMatchObject({
      inbound: { enabled: true, routingFallback: 'random', ring: 'simultaneous', matchAlternateMobile: true },
      allowedAddresses: ['192.0.2.7'],
      times: { ringSeconds: 5, talkSeconds: 7200 },
    });
    expect((await admin('GET', tatatel)).body).toEqual(answer.body);
    expect((await put({ allowedAddresses: [] })).body.allowedAddresses).toEqual([]);
  });

  test('written back as they were read change nothing and leave no trace', async () => {
    await put({
      enabled: true,
      authenticationKey: 'key-of-forty-two',
      vendorSettings: { email: 'desk@uni.test', password: 'hidden-password' },
    });
    const before = await audits();
    const read = (await admin('GET', tatatel)).body;
    const again = await put(read);
    expect(again).toMatchObject({ status: 200, body: read });
    expect(await audits()).toEqual(before);
    expect((await findInstituteForVendor(frame.db, 1, 'tatatel'))?.account?.version).toBe(2);
  });

  test.each([
    ['a field there is not', { inbound: { rings: 1 } }, 'inbound'],
    ['a vendor field there is not', { vendorSettings: { accountSid: 'x' } }, 'vendorSettings'],
    ['a word that is no choice', { leads: { createOn: 'later' } }, 'leads.createOn'],
    ['a ring time below its range', { times: { ringSeconds: 4 } }, 'times.ringSeconds'],
    ['a ring time above its range', { times: { ringSeconds: 301 } }, 'times.ringSeconds'],
    ['a time that is no whole number', { times: { wrapUpSeconds: 1.5 } }, 'times.wrapUpSeconds'],
    ['null in the place of a group', { inbound: null }, 'inbound'],
    ['a text in the place of a group with secrets', { vendorSettings: 'x' }, 'vendorSettings'],
    ['an address that is none', { allowedAddresses: ['10.0.0.0/8', 'somewhere'] }, 'allowedAddresses.1'],
    [
      'a click-to-call URL that is no web address',
      { outbound: { clickToCallUrl: 'ftp://vendor.test' } },
      'outbound.clickToCallUrl',
    ],
    ['a secret that is no text', { authenticationKey: 12 }, 'authenticationKey'],
    ['a mask of another secret', { vendorSettings: { password: '••••word' } }, 'vendorSettings.password'],
  ])('refuse %s', async (_what, body, path) => {
    const answer = await put(body);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ path, problem: expect.any(String) }] },
    });
    expect(await audits()).toEqual([]);
    expect(await findStoredAccount(frame.db, 1, 'tatatel')).toBeNull();
  });

  test('name sticky counsellors of this institute only, in order', async () => {
    const first = await frame.addUser('Sticky');
    const second = await frame.addUser('Stickier');
    const foreign = await frame.addUser('Foreign', { instituteId: 2 });
    expect((await put({ inbound: { stickyCounsellorIds: [second, first] } })).body.inbound.stickyCounsellorIds).toEqual(
      [second, first],
    );
    for (const id of [foreign, randomUUID()]) {
      const answer = await put({ inbound: { stickyCounsellorIds: [first, id] } });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'inbound.stickyCounsellorIds.1' }] } });
    }
  });

  test('are an institute’s own', async () => {
    await put({ enabled: true, authenticationKey: 'key-of-forty-two' });
    expect((await elsewhere('GET', tatatel)).body).toMatchObject({ enabled: false, authenticationKey: null });
    await elsewhere('PUT', tatatel, { handset: 'phone' });
    expect((await admin('GET', tatatel)).body).toMatchObject({ enabled: true, handset: 'softphone' });
  });

  test('are lost by none of two who change them at once', async () => {
    await Promise.all([
      put({ appCalling: true }),
      put({ inbound: { keepOwner: true } }),
      put({ authenticationKey: 'key-of-forty-two' }),
    ]);
    expect((await admin('GET', tatatel)).body).toMatchObject({
      appCalling: true,
      inbound: { keepOwner: true },
      authenticationKey: '••••-two',
    });
  });
});

describe('a secret', () => {
  const secrets = { authenticationKey: 'key-of-forty-two', vendorSettings: { password: 'hidden-password' } };

  test('reads back as dots and its last four, and is nowhere in the clear', async () => {
    const answer = await put({ enabled: true, ...secrets });
    expect(answer.body).toMatchObject({ authenticationKey: '••••-two', vendorSettings: { password: '••••word' } });
    const stored = await storedText(frame.db);
    const traces = [
      stored,
      JSON.stringify(answer.body),
      JSON.stringify((await admin('GET', tatatel)).body),
      frame.logged.join(''),
    ];
    for (const trace of traces) {
      expect(trace).not.toContain('key-of-forty');
      expect(trace).not.toContain('hidden-pass');
    }
  });

  test('is "changed" to the audit, which tells everything else as it was and is', async () => {
    await put({ enabled: true, ...secrets, inbound: { ring: 'simultaneous' } });
    const changed = { authenticationKey: 'changed', vendorSettings: { password: 'changed' } };
    expect(await audits()).toEqual([
      {
        action: 'telephony.change',
        target: 'tatatel',
        before: { enabled: false, inbound: { ring: 'sequential' }, ...changed },
        after: { enabled: true, inbound: { ring: 'simultaneous' }, ...changed },
      },
    ]);
  });

  test('is kept when its mask is written back, and taken away by null', async () => {
    await put(secrets);
    await put({ authenticationKey: '••••-two', vendorSettings: { password: '••••word', email: 'desk@uni.test' } });
    const open = async () => {
      const account = await findStoredAccount(frame.db, 1, 'tatatel');
      return account === null ? null : openAccount(account, { keys: frame.secretKeys, instituteId: 1 });
    };
    expect(await open()).toEqual({
      authenticationKey: 'key-of-forty-two',
      vendorSettings: { email: 'desk@uni.test', password: 'hidden-password' },
    });
    expect((await put({ authenticationKey: null })).body).toMatchObject({
      authenticationKey: null,
      vendorSettings: { password: '••••word' },
    });
    expect(await open()).toMatchObject({ authenticationKey: null });
    expect((await findInstituteForVendor(frame.db, 1, 'tatatel'))?.account?.credentials).toEqual([
      'vendorSettings.password',
    ]);
  });

  test('opens after the key was rotated, and no longer once its key is gone', async () => {
    await put(secrets);
    frame.secretKeys.unshift({ id: 'second', key: randomBytes(32) });
    await put({ vendorSettings: { password: 'another-password' } });
    const account = await findStoredAccount(frame.db, 1, 'tatatel');
    expect(account?.credentials['authenticationKey']?.key).toBe('first');
    expect(account?.credentials['vendorSettings.password']?.key).toBe('second');
    if (account === null) throw new Error('the account is there');
    expect(openAccount(account, { keys: frame.secretKeys, instituteId: 1 })).toMatchObject({
      authenticationKey: 'key-of-forty-two',
      vendorSettings: { password: 'another-password' },
    });
    const unreadable = expect.objectContaining({ code: 'credential_unreadable' });
    expect(() => openAccount(account, { keys: frame.secretKeys.slice(0, 1), instituteId: 1 })).toThrow(unreadable);
    expect(() => openAccount(account, { keys: frame.secretKeys, instituteId: 2 })).toThrow(unreadable);
  });
});
