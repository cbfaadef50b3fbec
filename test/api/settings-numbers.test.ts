import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

const audits = async () => await auditOf(frame.db, 1);

describe('numbers', () => {
  const path = '/v1/settings/numbers';
  const put = async (body: unknown) => admin('PUT', path, body);
  const did = {
    number: '080 4710 0100',
    label: 'Main',
    campaign: 'Website',
    source: null,
    medium: null,
    createOn: 'answer',
    ring: null,
  };

  test('read back as they were entered and in that order; a list that is not sent stays', async () => {
    expect((await admin('GET', path)).body).toEqual({ dids: [], blocked: [] });
    const dids = [did, { number: '+91 80 4710 0101' }];
    const answer = await put({ dids, blocked: [{ number: '98123-45670' }] });
    const blank = { label: null, campaign: null, source: null, medium: null, createOn: null, ring: null };
    expect(answer).toMatchObject({
      status: 200,
      body: { dids: [did, { ...blank, number: '+91 80 4710 0101' }], blocked: [{ number: '98123-45670' }] },
    });
    await put({ blocked: [] });
    expect((await admin('GET', path)).body).toEqual({ dids: answer.body.dids, blocked: [] });
    expect((await elsewhere('GET', path)).body).toEqual({ dids: [], blocked: [] });
    expect((await audits()).at(-1)).toEqual({
      action: 'numbers.change',
      target: 'numbers',
      before: { blocked: [{ number: '98123-45670' }] },
      after: { blocked: [] },
    });
  });

  test('are refused by their place when unreadable or there twice, and no error repeats one', async () => {
    const unreadable = await put({ dids: [did, { number: 'reception' }] });
    expect(unreadable).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'dids.1.number', problem: 'not a telephone number' }] },
    });
    const twice = await put({
      blocked: [{ number: '9812345670' }, { number: '9812345671' }, { number: '+91 98123 45670' }],
    });
    expect(twice).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'blocked.2.number', problem: 'the same number as blocked.0' }] },
    });
    expect(JSON.stringify([twice.body, unreadable.body])).not.toMatch(/98123|reception/);
    expect(await put({ dids: [{ ...did, ring: 'loud' }] })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'dids.0.ring' }] },
    });
  });
});
