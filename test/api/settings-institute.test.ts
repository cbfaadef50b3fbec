import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { noRows } from '../../db/columns.ts';
import { auditOf } from './audit-trail.ts';
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
  await frame.db.query(sql.type(noRows)`truncate audit, did, blocked_number, agent_number`);
});

const path = '/v1/settings/institute';
const put = async (body: unknown) => admin('PUT', path, body);

describe('the institute', () => {
  test('reads back as it was written, and is nobody else’s', async () => {
    expect((await admin('GET', path)).body).toEqual({
      name: 'First',
      country: 'IN',
      timeZone: 'Asia/Kolkata',
      callingHours: null,
      defaultVendor: null,
    });
    const hours = [{ days: ['mon', 'sat'], from: '09:30', to: '18:00' }];
    const answer = await put({ name: 'First University', callingHours: hours, defaultVendor: 'tatatel' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        name: 'First University',
        country: 'IN',
        timeZone: 'Asia/Kolkata',
        callingHours: hours,
        defaultVendor: 'tatatel',
      },
    });
    expect((await admin('GET', path)).body).toEqual(answer.body);
    expect((await elsewhere('GET', path)).body.name).toBe('Second');
    expect(await auditOf(frame.db, 1)).toEqual([
      {
        action: 'institute.change',
        target: 'institute',
        before: { name: 'First', callingHours: null, defaultVendor: null },
        after: { name: 'First University', callingHours: hours, defaultVendor: 'tatatel' },
      },
    ]);
  });

  test('written back as it was read changes nothing and leaves no trace', async () => {
    const read = (await admin('GET', path)).body;
    expect(await put(read)).toMatchObject({ status: 200, body: read });
    expect(await auditOf(frame.db, 1)).toEqual([]);
  });

  test('takes days by ISO number too, and hours that are always or never', async () => {
    const answer = await put({ callingHours: [{ days: [1, 7], from: '00:00', to: '24:00' }] });
    expect(answer.body.callingHours).toEqual([{ days: ['mon', 'sun'], from: '00:00', to: '24:00' }]);
    expect((await put({ callingHours: [] })).body.callingHours).toEqual([]);
    expect((await put({ callingHours: null })).body.callingHours).toBeNull();
  });

  test.each([
    [{ name: ' ' }, 'name'],
    [{ country: 'ZZ' }, 'country'],
    [{ country: 'India' }, 'country'],
    [{ timeZone: 'Asia/Nowhere' }, 'timeZone'],
    [{ timeZone: '+05:30' }, 'timeZone'],
    [{ timeZone: 'ASIA/KOLKATA' }, 'timeZone'],
    [{ defaultVendor: 'vonage' }, 'defaultVendor'],
    [{ callingHours: [{ days: ['mon'], from: '18:00', to: '09:00' }] }, 'callingHours.0.to'],
    [{ callingHours: [{ days: ['someday'], from: '09:00', to: '18:00' }] }, 'callingHours.0.days.0'],
    [{ secretKey: 'x' }, ''],
  ])('refuses %j by its place', async (body, place) => {
    const answer = await put(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.errors[0].path).toBe(place);
  });

  test('that moves to another country has its own numbers read there', async () => {
    const keys = async () =>
      await frame.db.anyFirst(sql.type(z.object({ key: z.string() }))`
        select number_key as key from did union all select number_key from blocked_number union all select number_key from agent_number order by 1
      `);
    await admin('PUT', '/v1/settings/numbers', {
      dids: [{ number: '2025550123' }],
      blocked: [{ number: '2025550124' }],
    });
    await admin('POST', '/v1/settings/counsellors', {
      name: 'Asha',
      email: 'asha.first@uni.test',
      agentNumbers: [
        { vendor: 'tatatel', number: '2025550125' },
        { vendor: 'tatatel', number: 'ext 7' },
      ],
    });
    expect(await put({ country: 'us' })).toMatchObject({ status: 200, body: { country: 'US' } });
    expect(await keys()).toEqual(['+12025550123', '+12025550124', '+12025550125', 'ext7']);
    expect((await admin('GET', '/v1/settings/numbers')).body.dids[0].number).toBe('2025550123');
    expect((await put({ country: 'IN' })).status).toBe(200);
  });

  test('does not move to a country in which one of its numbers is none', async () => {
    await admin('PUT', '/v1/settings/numbers', { dids: [{ number: '+65 6123 4567' }, { number: '080 4710 0100' }] });
    const refused = await put({ country: 'SG' });
    expect(refused).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'country', problem: 'dids.1.number, read in it, is not a telephone number' }] },
    });
    expect((await admin('GET', path)).body.country).toBe('IN');
  });
});
