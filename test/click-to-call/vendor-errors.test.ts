import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePorts } from '../../dev/process/ports.ts';
import type { Fault } from '../../simulator/tatatel/faults.ts';
import { startTatatelExchange } from '../../simulator/tatatel/server.ts';
import type { Person } from '../spine/stage.ts';
import { ASHA, isOver, isTaken, openFloor, type Floor, type Lead } from './floor.ts';

const DIAL = '/v1/click_to_call';

let floor: Floor;
let chitra: Person;
beforeAll(async () => {
  floor = await openFloor();
  chitra = await floor.stage.signIn('chitra@demo.test');
});
afterAll(async () => {
  await floor.close();
});

/** Clicks on a lead of its own; how the call goes on is for the test to see. */
async function clickAnew(who: Person = floor.asha): Promise<{ readonly id: string; readonly number: string }> {
  const lead = await floor.newLead();
  await floor.free(who);
  const { status, body } = await floor.click(who, { leadId: lead.id, via: 'cloud' });
  expect(status).toBe(202);
  return { id: body.call.id, number: lead.number };
}

describe('a call that the vendor certainly did not take', () => {
  test('for too many requests is dialled again after its own wait', async () => {
    const before = floor.dials();
    floor.vendor.exchange.retryAt = Date.now() + 2000;
    floor.vendor.exchange.failNext('too_many_requests', 1, DIAL);
    const { id } = await clickAnew();
    const call = await floor.call(id, isTaken);
    expect(call.reason).toBeUndefined();
    expect(floor.dials()).toBe(before + 2);
  });

  test('for longer than 20 s fails at once', async () => {
    // An exchange of its own: the account is left alone until then.
    const busy = await startTatatelExchange();
    await floor.stage.configure({ vendorSettings: { apiUrl: busy.url } });
    busy.exchange.retryAt = Date.now() + 60_000;
    busy.exchange.failNext('too_many_requests', 1, DIAL);
    const { id } = await clickAnew(floor.bilal);
    expect(await floor.call(id, isOver)).toMatchObject({
      outcome: 'failed',
      reason: { code: 'vendor_busy' },
      flags: [],
    });
    expect(busy.exchange.requests.filter(({ path }) => path === DIAL)).toHaveLength(1);
    await floor.stage.configure({ vendorSettings: { apiUrl: floor.vendor.url } });
    await busy.stop();
  });

  test('because nothing was listening is dialled again until somebody is', async () => {
    const [port = 0] = await freePorts(1);
    await floor.stage.configure({ vendorSettings: { apiUrl: `http://127.0.0.1:${port}` } });
    const { id } = await clickAnew();
    await floor.heard(id, 'dial_not_taken');
    const late = await startTatatelExchange({ port });
    await floor.call(id, isTaken);
    expect(late.exchange.placed).toHaveLength(1);
    await late.stop();

    const another = await clickAnew(floor.bilal);
    await floor.heard(another.id, 'dial_not_taken');
    await floor.age(another.id, 20);
    expect(await floor.call(another.id, isOver)).toMatchObject({
      outcome: 'failed',
      reason: { code: 'vendor_unreachable' },
    });
    await floor.stage.configure({ vendorSettings: { apiUrl: floor.vendor.url } });
  });
});

describe('a call that the vendor refused', () => {
  const refusals: readonly (readonly [Fault, string])[] = [
    ['failure_with_200', 'vendor_refused'],
    ['validation', 'vendor_refused'],
    ['token_blacklisted', 'vendor_credentials'],
  ];
  test.each(refusals)('with %s fails at once as %s, and counts for nobody', async (fault, code) => {
    const before = floor.dials();
    // A refused token is replaced once: a request without authority does nothing.
    const times = fault === 'token_blacklisted' ? 2 : 1;
    floor.vendor.exchange.failNext(fault, times, DIAL);
    const { id } = await clickAnew();
    const call = await floor.call(id, isOver);
    expect(call).toMatchObject({ outcome: 'failed', reason: { code }, talkSeconds: 0, flags: [] });
    expect(call.reason.text).toMatch(/^[A-Z].*\.$/);
    expect(floor.dials()).toBe(before + times);
  });

  test('for its log-in fails as vendor_credentials, and as vendor_address where it may not be reached', async () => {
    await floor.stage.configure({ vendorSettings: { password: 'no longer right' } });
    const wrong = await clickAnew();
    expect(await floor.call(wrong.id, isOver)).toMatchObject({ reason: { code: 'vendor_credentials' } });
    await floor.stage.configure({
      vendorSettings: { password: floor.vendor.exchange.options.password, apiUrl: 'http://10.1.2.3' },
    });
    const inside = await clickAnew();
    expect(await floor.call(inside.id, isOver)).toMatchObject({ reason: { code: 'vendor_address' } });
    await floor.stage.configure({ vendorSettings: { apiUrl: floor.vendor.url } });
  });

  test('with an expired token is placed once with the next', async () => {
    const before = floor.vendor.exchange.placed.length;
    floor.vendor.exchange.expireTokens();
    const { id } = await clickAnew();
    await floor.call(id, isTaken);
    expect(floor.vendor.exchange.placed).toHaveLength(before + 1);
  });
});

describe('a call that the vendor may have taken', () => {
  /** A student whom Asha called a moment ago: the record of that call is not the next one's. */
  async function earlierCall(): Promise<Lead> {
    const lead = await floor.newLead();
    await floor.free(floor.asha);
    const { body } = await floor.click(floor.asha, { leadId: lead.id, via: 'cloud' });
    const { vendorCallId } = await floor.call(body.call.id, isTaken);
    const said = { call_id: vendorCallId, applicant_no: lead.number, agent_no: ASHA };
    await floor.stage.vendor('ivrCallBackDetails', { ...said, status: '1', call_duration: 30 });
    await floor.call(body.call.id, isOver);
    floor.vendor.exchange.addRecord({
      callId: vendorCallId,
      direction: 'outbound',
      customer: `+91${lead.number}`,
      did: '+918047100100',
      status: 'answered',
      agent: `+91${ASHA}`,
      answeredSeconds: 30,
      startedAt: Date.now(),
      endedAt: Date.now() + 1000,
    });
    return lead;
  }

  test('is never dialled again: three questions, then vendor_unclear, which events still correct', async () => {
    const lead = await earlierCall();
    const dials = floor.dials();
    for (const fault of ['server_error', 'cut', 'redirect'] satisfies Fault[])
      floor.vendor.exchange.failNext(fault, 1, DIAL);
    const [again, ...others] = await Promise.all([
      floor.click(floor.asha, { leadId: lead.id, via: 'cloud' }).then(({ body }) => body.call.id as string),
      ...[floor.bilal, chitra].map(async (who) => (await clickAnew(who)).id),
    ]);
    for (const id of [again, ...others]) {
      expect(await floor.call(id, isOver)).toMatchObject({
        outcome: 'failed',
        talkSeconds: 0,
        flags: [],
        reason: { code: 'vendor_unclear', text: expect.stringContaining('watch your phone') },
      });
      expect(await floor.heard(id, 'record_pulled')).toBe(3);
    }
    expect(floor.dials()).toBe(dials + 3);

    const said = { call_id: 'rang after all', applicant_no: lead.number, agent_no: ASHA };
    await floor.stage.vendor('ivrCallNotification', { ...said, call_type: 'outbound' });
    expect((await floor.call(again, isTaken)).reason).toBeUndefined();
    await floor.stage.vendor('ivrCallBackDetails', { ...said, status: 'answered', call_duration: 9 });
    expect(await floor.call(again, isOver)).toMatchObject({
      outcome: 'answered',
      talkSeconds: 9,
      vendorCallId: 'rang after all',
    });
  });

  test('goes on when it is found live, and settles when its record is found', async () => {
    const began = Date.now();
    floor.vendor.exchange.failNext('server_error', 1, DIAL);
    const { id, number } = await clickAnew();
    const line = {
      callId: 'taken-1',
      direction: 'outbound',
      customer: `+91${number}`,
      did: '+918047100100',
      startedAt: began,
    } as const;
    floor.vendor.exchange.addLiveCall({ ...line, agent: '+919990947416', state: 'Ringing' });
    expect((await floor.call(id, isTaken)).reason).toBeUndefined();
    floor.vendor.exchange.endCall('taken-1');

    floor.vendor.exchange.failNext('cut', 1, DIAL);
    const other = await clickAnew(floor.bilal);
    const record = {
      ...line,
      callId: 'taken-2',
      customer: `+91${other.number}`,
      startedAt: Date.now(),
      endedAt: Date.now(),
    };
    floor.vendor.exchange.addRecord({
      ...record,
      status: 'missed',
      agent: '+919899364545',
      answeredSeconds: 0,
      reason: 'busy',
    });
    expect(await floor.call(other.id, isOver)).toMatchObject({
      outcome: 'busy',
      vendorCallId: 'taken-2',
      source: 'reconciled',
      counsellor: { name: 'Bilal Khan' },
    });
  });
});
