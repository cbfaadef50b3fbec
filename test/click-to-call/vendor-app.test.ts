import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ASHA, aVendorCall, cardIn, cardsIn } from '../spine/vendor-call.ts';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { isOver, openFloor, type Floor } from './floor.ts';

let floor: Floor;
let feed: EventSourceClient;
beforeAll(async () => {
  floor = await openFloor();
  feed = floor.asha.stream();
  await feed.count(1);
});
afterAll(async () => {
  await floor.close();
});

const leadsWith = async (number: string): Promise<number> =>
  (await floor.asha.call('GET', `/v1/leads?search=${number}`)).body.items.length;

describe('a call dialled in the vendor’s own app', () => {
  test('is matched to lead and counsellor, shown as a card, and counted', async () => {
    const lead = await floor.newLead();
    const call = aVendorCall(floor.stage, lead.number, { call_type: 'outbound' });
    await call.rings(ASHA);
    const ringing = await call.shown(({ state }) => state === 'ringing');
    expect(ringing).toMatchObject({ direction: 'outbound', lead: { id: lead.id }, counsellor: { name: 'Asha Rao' } });
    await cardIn(feed, ringing.id, 'open');
    await call.answeredBy(ASHA, { call_duration: 30 });
    expect(await call.shown()).toMatchObject({
      outcome: 'answered',
      talkSeconds: 30,
      counsellor: { name: 'Asha Rao' },
    });
    await feed.message(({ event, data }) => event === 'call' && data['id'] === ringing.id && data['state'] === 'ended');
    expect(cardsIn(feed, ringing.id).at(-1)).toMatchObject({ state: 'answered' });
  });

  test('that nobody answered makes no lead and no missed entry, and is still the counsellor’s', async () => {
    const call = aVendorCall(floor.stage, undefined, { call_type: 'outbound' });
    await call.rings(ASHA);
    await call.ends({ agent_no: ASHA, status: 'no answer' });
    expect(await call.shown()).toMatchObject({ outcome: 'no_answer', lead: null, counsellor: { name: 'Asha Rao' } });
    expect(await leadsWith(call.number)).toBe(0);
    const { body } = await floor.asha.call('GET', '/v1/missed-calls');
    expect(body.items).toEqual([]);
  });

  test('that was answered makes a lead', async () => {
    const call = aVendorCall(floor.stage, undefined, { call_type: 'outbound' });
    await call.answeredBy(ASHA);
    const ended = await call.shown((shown) => isOver(shown) && shown.lead !== null);
    expect(ended).toMatchObject({ direction: 'outbound', outcome: 'answered' });
    expect(await leadsWith(call.number)).toBe(1);
  });
});
