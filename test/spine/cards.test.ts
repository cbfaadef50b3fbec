import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { openStage, type Person, type Stage } from './stage.ts';
import { ASHA, aVendorCall, BILAL, cardIn, cardsIn, RIYA, type VendorCall } from './vendor-call.ts';

let stage: Stage;
let asha: Person;
let ofAsha: EventSourceClient;
beforeAll(async () => {
  stage = await openStage();
  asha = await stage.signIn('asha@demo.test');
  ofAsha = asha.stream();
  await ofAsha.count(1);
});
afterAll(async () => {
  await stage.close();
});

/** Rings Asha; the call's id once her card is open. */
async function ringAsha(call: VendorCall): Promise<string> {
  await call.rings(ASHA);
  const { id } = await call.shown(({ offers }) => offers.length > 0);
  await cardIn(ofAsha, id, 'open');
  return id;
}
const statesOf = (callId: string) => cardsIn(ofAsha, callId).map(({ state }) => state);

describe('the card of a counsellor who talked', () => {
  afterEach(async () => await stage.configure({ times: { wrapUpSeconds: 600 } }));

  test('stays through talk and wrap-up and closes when its time is over, while the wrap-up stays owed', async () => {
    await stage.configure({ times: { wrapUpSeconds: 1 } });
    const call = aVendorCall(stage);
    const id = await ringAsha(call);
    await call.answeredBy(ASHA);
    await cardIn(ofAsha, id, 'closed');
    expect(statesOf(id)).toEqual(['open', 'answered', 'closed']);
    expect(cardsIn(ofAsha, id).map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(await call.shown(({ flags }) => flags.includes('wrap_up_overdue'))).toMatchObject({ outcome: 'answered' });
    const { body } = await asha.call('GET', '/v1/pending-calls');
    expect(body.items.map((one: { id: string }) => one.id)).toContain(id);
  });

  test('is there for the wrap-up though the end is told at once after the ring', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.answeredBy(ASHA);
    const { id } = await call.shown();
    expect(await cardIn(ofAsha, id, 'answered')).toMatchObject({ number: `+91${call.number}`, closedAt: null });
  });

  test('is withdrawn from the others', async () => {
    const call = aVendorCall(stage);
    const id = await ringAsha(call);
    await call.answeredBy(BILAL);
    expect(await cardIn(ofAsha, id, 'withdrawn')).toMatchObject({ closedAt: expect.any(String) });
    expect(await call.shown()).toMatchObject({ counsellor: { name: 'Bilal Khan' } });
  });
});

describe('a card', () => {
  test('stays while nothing is heard, longer than the ring time', async () => {
    const call = aVendorCall(stage);
    const id = await ringAsha(call);
    await call.ages(60);
    await call.rings('9111111111', { call_id: `${call.id} other`, applicant_no: '9790000001' });
    const { data } = (await asha.stream().count(1))[0] ?? {};
    expect(JSON.stringify(data?.['popups'])).toContain(id);
    await call.answeredBy(ASHA);
    expect(await call.shown()).toMatchObject({ outcome: 'answered', offers: [{ result: 'answered' }] });
    await cardIn(ofAsha, id, 'answered');
  });

  test('that is dismissed never comes back, whatever becomes of the call', async () => {
    const call = aVendorCall(stage);
    const id = await ringAsha(call);
    const popupId = String(cardsIn(ofAsha, id)[0]?.['id']);
    for (const times of [1, 2])
      expect([times, (await asha.call('POST', `/v1/popups/${popupId}/dismiss`)).body]).toMatchObject([
        times,
        { state: 'dismissed' },
      ]);
    await cardIn(ofAsha, id, 'dismissed');
    await call.rings(ASHA);
    await call.answeredBy(ASHA);
    await call.shown();
    await ringAsha(aVendorCall(stage));
    expect(statesOf(id)).toEqual(['open', 'dismissed']);
    const [snapshot] = await asha.stream().count(1);
    expect(JSON.stringify(snapshot?.data['popups'])).not.toContain(id);
  });

  test('from which the lead was opened says so and stays', async () => {
    const call = aVendorCall(stage, RIYA);
    const id = await ringAsha(call);
    const [card] = cardsIn(ofAsha, id);
    const opened = await asha.call('POST', `/v1/popups/${String(card?.['id'])}/open`);
    expect(card?.['lead']).toMatchObject({ id: opened.body.leadId });
    await ofAsha.until(() => cardsIn(ofAsha, id).some(({ actedAt }) => actedAt !== null));
    expect(statesOf(id)).toEqual(['open', 'open']);
    await call.ends({ agent_no: ASHA });
    await cardIn(ofAsha, id, 'withdrawn');
  });

  test('offers "Add Notes" instead of the profile where the institute hides it', async () => {
    await stage.configure({ inbound: { addNotesInstead: true } });
    const call = aVendorCall(stage, RIYA);
    expect(cardsIn(ofAsha, await ringAsha(call))[0]).toMatchObject({
      lead: { name: 'Riya Sharma', stage: 'New', owner: { name: 'Asha Rao' } },
      actions: ['addNotes'],
    });
    await call.ends();
    await stage.configure({ inbound: { addNotesInstead: false } });
  });

  test('is shown to nobody who switched pop-ups off; the ring is recorded, and the call says why', async () => {
    await asha.call('PUT', '/v1/me', { popups: false });
    const call = aVendorCall(stage);
    expect((await call.rings(ASHA)).body).toMatchObject({ status: 1 });
    const { id } = await call.shown(({ offers }) => offers.length === 1);
    await call.ends({ agent_no: ASHA });
    expect(await call.shown()).toMatchObject({ outcome: 'missed', offers: [{ result: 'missed' }] });
    const { body } = await (await stage.admin()).call('GET', `/v1/calls/${id}/explanation`);
    expect(body.steps).toContainEqual(
      expect.objectContaining({ kind: 'no_popup', text: expect.stringContaining('switched off') }),
    );
    await asha.call('PUT', '/v1/me', { popups: true });
    await ringAsha(aVendorCall(stage));
    expect(statesOf(id)).toEqual([]);
  });
});
