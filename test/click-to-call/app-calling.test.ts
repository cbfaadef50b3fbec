import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { EventSourceClient } from '../feed/event-source-client.ts';
import type { Person } from '../spine/stage.ts';
import { isOver, isTaken, openFloor, type Floor, type Lead } from './floor.ts';

let floor: Floor;
let lead: Lead;
const open: EventSourceClient[] = [];
beforeAll(async () => {
  floor = await openFloor();
  await floor.stage.configure({ appCalling: true });
});
beforeEach(async () => {
  for (const stream of open.splice(0)) stream.close();
  await floor.free(floor.asha);
  lead = await floor.newLead();
});
afterAll(async () => {
  for (const stream of open) stream.close();
  await floor.close();
});

/** A phone page of somebody, connected to an API process. */
async function aPhone(who: Person, url = floor.stage.url): Promise<EventSourceClient> {
  const phone = new EventSourceClient(`${url}/v1/stream?device=phone`, who.cookie);
  open.push(phone);
  await phone.count(1);
  return phone;
}

const click = async () => await floor.click(floor.asha, { leadId: lead.id, via: 'app' });
const dialsOn = (stream: EventSourceClient) => stream.received.filter(({ event }) => event === 'dial');

describe('a click to call by one’s own phone', () => {
  test('has the phone page alone dial, and ends as the counsellor says', async () => {
    const phone = await aPhone(floor.asha);
    const [desk, colleague] = [floor.asha.stream(), await aPhone(floor.bilal)];
    await desk.count(1);
    const { status, body } = await click();
    expect({ status, state: body.call.state }).toEqual({ status: 202, state: 'dialling' });
    const { data, id } = await phone.message(({ event }) => event === 'dial');
    expect(data).toEqual({ callId: body.call.id, tel: `+91${lead.number}` });
    // It has no number of its own.
    expect(Number.isNaN(id) || id <= (phone.ids[0] ?? 0)).toBe(true);
    await floor.call(body.call.id, isTaken);
    expect(floor.dials()).toBe(0);

    const result = await floor.asha.call('PUT', `/v1/calls/${body.call.id}/result`, {
      outcome: 'answered',
      talkSeconds: 4000,
    });
    expect(result).toMatchObject({
      status: 200,
      body: { state: 'ended', outcome: 'answered', recording: 'none', flags: ['self_reported'] },
    });
    // Nobody talks for longer than the clock ran.
    expect(result.body.talkSeconds).toBeLessThan(30);
    const { body: pending } = await floor.asha.call('GET', '/v1/pending-calls');
    expect(pending.items.map(({ callId, id: call }: { callId?: string; id: string }) => callId ?? call)).toContain(
      body.call.id,
    );
    await desk.message(({ event, data: call }) => event === 'call' && call['state'] === 'ended');
    expect([...dialsOn(desk), ...dialsOn(colleague)]).toEqual([]);
  });

  test('reaches the phone through another process', async () => {
    const another = await floor.stage.anotherApi();
    const phone = await aPhone(floor.asha, another.url);
    const { body } = await click();
    await phone.message(({ event, data }) => event === 'dial' && data['callId'] === body.call.id);
    await floor.call(body.call.id, isTaken);
  });

  test('fails when no phone page is open, and one that opens later is not asked', async () => {
    const { body } = await click();
    const failed = await floor.call(body.call.id, isOver);
    expect(failed).toMatchObject({ outcome: 'failed', reason: { code: 'no_phone_connected' }, flags: [] });
    const phone = await aPhone(floor.asha);
    expect((await click()).status).toBe(202);
    await phone.message(({ event }) => event === 'dial');
    expect(dialsOn(phone)).toHaveLength(1);
  });

  test('is refused to whoever may not see the number', async () => {
    const admin = await floor.stage.admin();
    await admin.call('PUT', '/v1/settings/permissions/counsellor', { grants: { full_numbers: null } });
    const { status, body } = await click();
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'numbers_hidden' });
    await admin.call('PUT', '/v1/settings/permissions/counsellor', { grants: { full_numbers: 'yes' } });
  });

  test('is corrected by the counsellor, and reported by nobody else', async () => {
    await aPhone(floor.asha);
    const { body } = await click();
    await floor.call(body.call.id, isTaken);
    const path = `/v1/calls/${body.call.id}/result`;
    await floor.asha.call('PUT', path, { outcome: 'answered', talkSeconds: 1 });
    const corrected = await floor.asha.call('PUT', path, { outcome: 'no_answer' });
    expect(corrected.body).toMatchObject({ outcome: 'no_answer', talkSeconds: 0 });
    expect((await floor.asha.call('PUT', path, { outcome: 'no_answer' })).status).toBe(200);
    expect((await floor.bilal.call('PUT', path, { outcome: 'busy' })).body.code).toBe('not_your_call');
    expect((await floor.asha.call('PUT', path, { outcome: 'agent_no_answer' })).status).toBe(400);
    expect((await floor.asha.call('PUT', path, { outcome: 'answered', talkSeconds: -1 })).status).toBe(400);
  });

  test('is told by nobody but the vendor when the vendor dialled', async () => {
    const { body } = await floor.click(floor.asha, { leadId: lead.id, via: 'cloud' });
    const { status, body: refused } = await floor.asha.call('PUT', `/v1/calls/${body.call.id}/result`, {
      outcome: 'answered',
      talkSeconds: 9,
    });
    expect({ status, code: refused.code }).toEqual({ status: 409, code: 'not_app_call' });
  });
});
