import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { hashSecret, matchesSecret } from '../../config/secrets.ts';
import { findAccountByToken, findInstituteForVendor } from '../../db/accounts.ts';
import { noRows } from '../../db/columns.ts';
import { auditOf, storedText } from './audit-trail.ts';
import { openFrame, type Call, type Frame } from './frame.ts';

let frame: Frame;
let admin: Call;
beforeAll(async () => {
  frame = await openFrame();
  admin = await frame.signedIn('Admin', { permissions: ['configure_calling'] });
});
afterAll(async () => frame.close());
beforeEach(async () => {
  await frame.db.query(sql.type(noRows)`truncate audit, vendor_account cascade`);
});

const tatatel = '/v1/settings/telephony/tatatel';
const put = async (body: unknown, path = tatatel) => admin('PUT', path, body);
const audits = async () => await auditOf(frame.db, 1);

describe('rotating', () => {
  const rotate = async (body: unknown) => admin('POST', `${tatatel}/rotate`, body);

  test('the token: shown once, the one before counts for the overlap and not longer', async () => {
    const first = await rotate({ what: 'token' });
    expect(first).toMatchObject({
      status: 200,
      body: { token: expect.stringMatching(/^[0-9a-f]{32}$/), previousValidUntil: null, affects: ['tatatel'] },
    });
    const now = frame.clock.now;
    const second = await rotate({ what: 'token', overlapSeconds: 60 });
    expect(second.body.previousValidUntil).toBe(new Date(now + 60_000).toISOString());
    const find = async (token: string, at: number) =>
      (await findAccountByToken(frame.db, hashSecret(token), at))?.account.vendor ?? null;
    expect(await find(second.body.token, now + 60_000)).toBe('tatatel');
    expect(await find(first.body.token, now + 59_999)).toBe('tatatel');
    expect(await find(first.body.token, now + 60_000)).toBeNull();
    expect(await find('0'.repeat(32), now)).toBeNull();
    const stored = await storedText(frame.db);
    expect(stored).not.toContain(second.body.token);
    expect((await audits()).map(({ action, after }) => [action, after])).toEqual([
      ['telephony.rotate', { token: 'changed', overlapSeconds: 86_400 }],
      ['telephony.rotate', { token: 'changed', overlapSeconds: 60 }],
    ]);
  });

  test('without overlap ends the one before at once', async () => {
    const first = await rotate({ what: 'token' });
    const second = await rotate({ what: 'token', overlapSeconds: 0 });
    expect(second.body.previousValidUntil).toBeNull();
    expect(await findAccountByToken(frame.db, hashSecret(first.body.token), frame.clock.now)).toBeNull();
  });

  test('the secret key: it is the institute’s, and the answer says which vendors have to be told', async () => {
    await put({ enabled: true });
    await put({ enabled: true }, '/v1/settings/telephony/exotel');
    const first = await rotate({ what: 'secretKey' });
    expect(first).toMatchObject({ status: 200, body: { previousValidUntil: null, affects: ['exotel', 'tatatel'] } });
    const now = frame.clock.now;
    const second = await rotate({ what: 'secretKey', overlapSeconds: 60 });
    const found = await findInstituteForVendor(frame.db, 1, 'exotel');
    const matches = (given: string | null, at: number) => matchesSecret(given, found?.secretKey ?? null, at);
    expect(matches(second.body.secretKey, now + 3_600_000)).toBe(true);
    expect(matches(first.body.secretKey, now + 59_999)).toBe(true);
    expect(matches(first.body.secretKey, now + 60_000)).toBe(false);
    expect(matches(null, now)).toBe(false);
    expect((await findInstituteForVendor(frame.db, 2, 'tatatel'))?.secretKey.hash).toBeNull();
  });

  test('refuses an overlap below nothing or beyond 30 days, and a vendor there is not', async () => {
    for (const overlapSeconds of [-1, 2_592_001, 0.5]) {
      expect(await rotate({ what: 'token', overlapSeconds })).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'overlapSeconds' }] },
      });
    }
    expect(await admin('POST', '/v1/settings/telephony/vonage/rotate', { what: 'token' })).toMatchObject({
      status: 404,
    });
  });

  test('a vendor nobody set up gives it a token and leaves it off', async () => {
    await rotate({ what: 'token' });
    expect((await findInstituteForVendor(frame.db, 1, 'tatatel'))?.account).toMatchObject({ enabled: false });
  });
});
