import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ASHA, isOver, isTaken, openFloor, progress, type Floor, type Lead } from './floor.ts';

let floor: Floor;
let lead: Lead;
beforeAll(async () => {
  floor = await openFloor();
});
beforeEach(async () => {
  await floor.free(floor.asha);
  lead = await floor.newLead();
});
afterAll(async () => {
  await floor.close();
});

const cloud = ({ id }: Lead) => ({ leadId: id, via: 'cloud' });

describe('a second click', () => {
  test('within 50 ms places no second call', async () => {
    const dials = floor.dials();
    const [first, second, third] = await Promise.all([
      floor.click(floor.asha, cloud(lead)),
      floor.click(floor.asha, cloud(lead)),
      floor.click(floor.asha, cloud(lead)),
    ]);
    expect([first.status, second.status, third.status].toSorted()).toEqual([200, 200, 202]);
    expect(new Set([first, second, third].map(({ body }) => body.call.id)).size).toBe(1);
    await floor.call(first.body.call.id, isTaken);
    expect(floor.dials()).toBe(dials + 1);
  });

  test('after the vendor timed out places no second call', async () => {
    const dials = floor.dials();
    floor.vendor.exchange.failNext('silence', 1, '/v1/click_to_call');
    const first = await floor.click(floor.asha, cloud(lead));
    await floor.heard(first.body.call.id, 'dial_unclear');
    const second = await floor.click(floor.asha, cloud(lead));
    expect(second).toMatchObject({ status: 200, body: { call: { id: first.body.call.id } } });
    expect(floor.dials()).toBe(dials + 1);
  });

  test('on another lead is refused, with the call that is on', async () => {
    const first = await floor.click(floor.asha, cloud(lead));
    const other = await floor.newLead();
    const second = await floor.click(floor.asha, cloud(other));
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'already_on_call', call: { id: first.body.call.id, lead: { id: lead.id } } },
    });
    // A colleague is free to call.
    const theirs = await floor.click(floor.bilal, cloud(other));
    expect(theirs.status).toBe(202);
    await floor.free(floor.bilal);
  });

  test('under the same key is the same click, whatever became of the call', async () => {
    const key = randomUUID();
    const first = await floor.click(floor.asha, cloud(lead), key);
    await floor.call(first.body.call.id, isTaken);
    await floor.free(floor.asha);
    const again = await floor.click(floor.asha, cloud(lead), key);
    expect(again).toMatchObject({ status: 200, body: { call: { id: first.body.call.id } } });
    const other = await floor.click(floor.asha, cloud(await floor.newLead()), key);
    expect(other).toMatchObject({ status: 409, body: { code: 'key_reused', call: { id: first.body.call.id } } });
    // A key is the counsellor's own.
    const theirs = await floor.click(floor.bilal, cloud(lead), key);
    expect(theirs.status).toBe(202);
    await floor.free(floor.bilal);
  });

  test('needs a key', async () => {
    const { status, body } = await floor.click(floor.asha, cloud(lead), ' ');
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_request' });
  });
});

describe('a counsellor is free to call again', () => {
  test('when the call has ended', async () => {
    const { body } = await floor.click(floor.asha, cloud(lead));
    const { vendorCallId } = await floor.call(body.call.id, isTaken);
    await floor.stage.vendor('ivrCallBackDetails', {
      call_id: vendorCallId,
      applicant_no: lead.number,
      agent_no: ASHA,
      status: 'busy',
    });
    await floor.call(body.call.id, isOver);
    expect((await floor.click(floor.asha, cloud(await floor.newLead()))).status).toBe(202);
  });

  test('when they hung up, which asks the vendor to end it too', async () => {
    const { exchange } = floor.vendor;
    const { body } = await floor.click(floor.asha, cloud(lead));
    const { vendorCallId, id } = await floor.call(body.call.id, isTaken);
    const line = {
      callId: vendorCallId,
      direction: 'outbound',
      customer: `+91${lead.number}`,
      agent: `+91${ASHA}`,
      did: '+918047100100',
    } as const;
    exchange.addLiveCall({ ...line, state: 'Ringing', startedAt: Date.now() });
    const hungUp = await floor.asha.call('POST', `/v1/calls/${id}/hangup`);
    expect(hungUp).toMatchObject({ status: 200, body: { id } });
    expect(exchange.liveCalls().map(({ call }) => call.callId)).not.toContain(vendorCallId);
    expect((await floor.click(floor.asha, cloud(lead))).status).toBe(202);
    expect((await floor.asha.call('POST', `/v1/calls/${id}/hangup`)).status).toBe(200);
    expect((await floor.bilal.call('POST', `/v1/calls/${id}/hangup`)).body.code).toBe('not_your_call');
    expect((await floor.bilal.call('POST', `/v1/calls/${randomUUID()}/hangup`)).status).toBe(404);
  });

  test('when they hung up before it was placed, and it is not', async () => {
    // Away until the vendor lets us ask again: the call waits for that.
    floor.vendor.exchange.retryAt = Date.now() + 3000;
    floor.vendor.exchange.failNext('too_many_requests', 1, '/v1/click_to_call');
    const { body } = await floor.click(floor.asha, cloud(lead));
    await floor.heard(body.call.id, 'dial_not_taken');
    const dials = floor.dials();
    const hungUp = await floor.asha.call('POST', `/v1/calls/${body.call.id}/hangup`);
    expect(hungUp.body).toMatchObject({ state: 'ended', outcome: 'cancelled', reason: { code: 'cancelled' } });
    await new Promise((resolve) => setTimeout(resolve, 3500));
    expect(floor.dials()).toBe(dials);
  });

  test('when nothing was heard of it for longer than the ring time', async () => {
    const { body } = await floor.click(floor.asha, cloud(lead));
    await floor.call(body.call.id, isTaken);
    await floor.age(body.call.id, 44);
    const other = await floor.newLead();
    expect((await floor.click(floor.asha, cloud(other))).status).toBe(409);
    await floor.age(body.call.id, 2);
    expect((await floor.click(floor.asha, cloud(other))).status).toBe(202);
  });
});

test('a counsellor who is on a call is not available for routing', async () => {
  await floor.stage.configure({ inbound: { routingFallback: 'random' } });
  const asks = async (id: string) => {
    const { body } = await floor.stage.vendor('getCounsellor', { call_id: id, applicant_no: '9812345670' });
    return body.data.map((agent: { agent_number: string }) => agent.agent_number);
  };
  await floor.click(floor.asha, cloud(lead));
  // Riya is Asha's: busy, she is named last.
  const named = await asks('while on a call');
  expect(named.at(-1)).toBe(ASHA);
  expect(named.length).toBeGreaterThan(1);
});

test('whoever signs in sees the call they are on', async () => {
  const { body } = await floor.click(floor.asha, cloud(lead));
  await floor.call(body.call.id, isTaken);
  const feed = floor.asha.stream();
  const [snapshot] = await feed.count(1);
  expect(snapshot?.data).toMatchObject({
    calls: expect.arrayContaining([expect.objectContaining({ id: body.call.id, state: 'agent_ringing' })]),
  });
  await floor.asha.call('POST', `/v1/calls/${body.call.id}/hangup`);
  const { vendorCallId } = await floor.call(body.call.id, () => true);
  await floor.stage.vendor('ivrCallBackDetails', {
    call_id: vendorCallId,
    applicant_no: lead.number,
    agent_no: '',
    status: 'missed',
  });
  expect(await progress(feed, body.call.id, ({ state }) => state === 'ended')).toMatchObject({
    outcome: 'agent_no_answer',
  });
});
