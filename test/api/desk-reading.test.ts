import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually, openStage, type Person, type Stage } from '../spine/stage.ts';
import { aVendorCall, ASHA, BILAL, NEHA, RIYA } from '../spine/vendor-call.ts';

const NOWHERE = '0199a000-0000-7000-8000-0000000000ff';

let stage: Stage;
let asha: Person;
let bilal: Person;
beforeAll(async () => {
  stage = await openStage();
  [asha, bilal] = await Promise.all([stage.signIn('asha@demo.test'), stage.signIn('bilal@demo.test')]);
});
afterAll(async () => {
  await stage.close();
});

describe('one’s own cards of the past', () => {
  test('are listed newest first, with what became of each, and nobody else’s', async () => {
    const [riya, neha] = [aVendorCall(stage, RIYA), aVendorCall(stage, NEHA)];
    await riya.rings(ASHA);
    await eventually(async () => ((await asha.call('GET', '/v1/popups')).body.items.length === 1 ? true : null));
    await riya.rings(BILAL);
    await neha.rings(ASHA);
    const cards = await eventually(async () => {
      const { body } = await asha.call('GET', '/v1/popups');
      return body.items.length === 2 && body.items[1].state === 'withdrawn' ? body : null;
    });
    expect(cards).toMatchObject({
      items: [
        { state: 'open', lead: { name: 'Neha Gupta' } },
        { state: 'withdrawn', reason: 'next_agent', lead: { name: 'Riya Sharma' } },
      ],
      nextCursor: null,
    });
    const { body: first } = await asha.call('GET', '/v1/popups?limit=1');
    const { body: second } = await asha.call('GET', `/v1/popups?limit=1&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
      cards.items.map(({ id }: { id: string }) => id),
    );
    expect((await asha.call('GET', '/v1/popups?cursor=nonsense')).status).toBe(400);
    expect((await bilal.call('GET', '/v1/popups')).body.items).toHaveLength(1);
    for (const call of [riya, neha]) await call.ends();
  });
});

describe('colleagues', () => {
  test('are known to everybody by id and name, and by nothing else', async () => {
    const { body } = await asha.call('GET', '/v1/counsellors?limit=2');
    expect(body.items).toEqual([
      { id: asha.id, name: 'Asha Rao', active: true },
      { id: bilal.id, name: 'Bilal Khan', active: true },
    ]);
    const { body: rest } = await asha.call('GET', `/v1/counsellors?limit=2&cursor=${body.nextCursor}`);
    expect(rest.items.map(({ name }: { name: string }) => name)).toEqual(['Chitra Iyer', 'Demo Admin']);
  });
});

describe('by which ways somebody can call', () => {
  test('is told before they click, with the reason when there is none', async () => {
    const calling = async () => (await asha.call('GET', '/v1/me/calling')).body;
    expect(await calling()).toMatchObject({ via: [], handset: 'softphone', reason: { code: 'vendor_not_connected' } });
    await stage.configure({ appCalling: true, handset: 'phone' });
    expect(await calling()).toMatchObject({ via: ['app'], handset: 'phone', reason: null });
    await stage.configure({ outbound: { enabled: false } });
    expect(await calling()).toMatchObject({ via: [], reason: { code: 'outbound_disabled' } });
  });
});

describe('a lead that is made for a call', () => {
  const make = async (body: Readonly<Record<string, unknown>>) =>
    await asha.call('POST', '/v1/leads', { name: 'Tara Sen', ...body });

  test('has the number of the call, and the call', async () => {
    await stage.configure({ leads: { createOn: 'never' } });
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    const { id: callId } = await call.shown(() => true);
    const { status, body } = await make({ callId });
    expect(status).toBe(201);
    expect(body.phones).toMatchObject([{ number: `+91${call.number}`, kind: 'primary' }]);
    expect(await call.shown(({ lead }) => lead !== null)).toMatchObject({ lead: { id: body.id, name: 'Tara Sen' } });
    await call.ends();
  });

  test('needs a number where the call has none, and a call that is there', async () => {
    const withheld = aVendorCall(stage, 'anonymous');
    await withheld.rings(ASHA);
    const { id: callId } = await withheld.shown(() => true);
    const refused = await make({ callId });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'phones' }] } });
    expect((await make({ callId, phones: [{ number: '9812300001' }] })).status).toBe(201);
    expect((await make({})).body.errors).toMatchObject([{ path: 'phones' }]);
    expect((await make({ callId: NOWHERE })).status).toBe(404);
    await withheld.ends();
  });
});

describe('what leads can be narrowed to', () => {
  test('is what leads have, each value once and in order', async () => {
    const { body: lead } = await asha.call('POST', '/v1/leads', {
      name: 'One',
      phones: [{ number: '9812300002' }],
      stage: 'Applied',
    });
    await asha.call('POST', '/v1/leads', { name: 'Two', phones: [{ number: '9812300003' }], stage: 'Applied' });
    const { body } = await asha.call('GET', '/v1/leads/values');
    expect(body.stages).toEqual(['Applied', 'New']);
    expect(body.origins).toContain(lead.origin);
  });
});
