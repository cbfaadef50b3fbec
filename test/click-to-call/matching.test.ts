import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import type { ExchangeOptions, PlacedCall } from '../../simulator/tatatel/exchange.ts';
import type { JsonObject } from '../../vendors/json.ts';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { ASHA, isOver, isTaken, openFloor, type Floor, type Lead } from './floor.ts';

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

type Gives = ExchangeOptions['clickToCallGives'];
/** What the vendor's events carry to be known by. */
type Carries = 'call_id' | 'ref_id' | 'custom_identifier' | 'call_id and ref_id' | 'nothing';
type Order = 'pop-up, call back' | 'call back, pop-up' | 'call back alone';
type When = 'after the answer' | 'before the answer';

const idsOf = (carries: Carries, { callId, refId, customIdentifier }: PlacedCall): JsonObject => {
  switch (carries) {
    case 'call_id':
      return { call_id: callId, ref_id: '' };
    case 'ref_id':
      return { ref_id: refId };
    case 'custom_identifier':
      return { custom_identifier: customIdentifier, call_id: '$call_id' };
    case 'call_id and ref_id':
      return { call_id: callId, ref_id: refId };
    default:
      return {};
  }
};

/** Pop-ups here say outbound, call backs say nothing: vendors differ. */
async function tell(order: Order, lead: Lead, ids: JsonObject): Promise<void> {
  const { stage } = floor;
  const said = { applicant_no: lead.number, agent_no: ASHA, ...ids };
  const popup = async () => await stage.vendor('ivrCallNotification', { ...said, call_type: 'click_to_call' });
  const callBack = async () => await stage.vendor('ivrCallBackDetails', { ...said, status: '1', call_duration: 5 });
  if (order === 'pop-up, call back') await popup();
  await callBack();
  if (order === 'call back, pop-up') await popup();
}

const countRow = z.object({ count: z.number() });
const callsTo = async (lead: Lead): Promise<number> =>
  await floor.stage.db.oneFirst(sql.type(countRow)`
    select count(*)::integer as count from call where number_key = ${`+91${lead.number}`} and merged_into is null
  `);

const GIVES: readonly Gives[] = ['call_id', 'ref_id', 'nothing'];
const CARRIES: readonly Carries[] = ['call_id', 'ref_id', 'custom_identifier', 'call_id and ref_id', 'nothing'];
const ORDERS: readonly Order[] = ['pop-up, call back', 'call back, pop-up', 'call back alone'];

describe.each<When>(['after the answer', 'before the answer'])('events that come %s', (when) => {
  const all = GIVES.flatMap((gives) =>
    CARRIES.flatMap((carries) => ORDERS.map((order) => [gives, carries, order] as const)),
  );
  test.each(all)('of an account that gives %s, carrying %s: %s', async (gives, carries, order) => {
    const { exchange } = floor.vendor;
    Object.assign(exchange.options, { clickToCallGives: gives });
    const lead = await floor.newLead();
    await floor.free(floor.asha);
    const told = Promise.withResolvers<void>();
    const speak = async (placed: PlacedCall) => {
      await tell(order, lead, idsOf(carries, placed));
      told.resolve();
    };
    exchange.beforeAnswer = when === 'before the answer' ? speak : null;
    const { body } = await floor.click(floor.asha, { leadId: lead.id, via: 'cloud' });
    const placed = await floor.placed(body.call.id);
    if (when === 'after the answer') {
      await floor.call(body.call.id, isTaken);
      await speak(placed);
    }
    await told.promise;
    const call = await floor.call(body.call.id, isOver);
    await floor.heard(body.call.id, 'dial_accepted');
    expect(call).toMatchObject({
      direction: 'outbound',
      outcome: 'answered',
      talkSeconds: 5,
      counsellor: { name: 'Asha Rao' },
      lead: { id: lead.id },
      offers: [],
    });
    expect(await callsTo(lead)).toBe(1);
  });
});

test('none of them showed a card', async () => {
  const lead = await floor.newLead();
  // A card that must come tells that all before it would have.
  await floor.stage.vendor('ivrCallNotification', {
    call_id: 'a call that comes in',
    applicant_no: lead.number,
    agent_no: ASHA,
  });
  await feed.message(({ event }) => event === 'popup');
  expect(feed.received.filter(({ event }) => event === 'popup')).toHaveLength(1);
});

describe('a call that was heard of before it could be matched', () => {
  test('becomes part of the clicked one when its id is given with the answer', async () => {
    const { exchange } = floor.vendor;
    Object.assign(exchange.options, { clickToCallGives: 'call_id' });
    const lead = await floor.newLead();
    await floor.free(floor.asha);
    exchange.beforeAnswer = async ({ callId }) => {
      // An extension that nobody entered, and no direction: a call of its own for all we know.
      await floor.stage.vendor('ivrCallNotification', {
        call_id: callId,
        applicant_no: lead.number,
        agent_no: '0607330050099',
      });
    };
    const { body } = await floor.click(floor.asha, { leadId: lead.id, via: 'cloud' });
    await floor.heard(body.call.id, 'dial_accepted');
    exchange.beforeAnswer = null;
    expect(await callsTo(lead)).toBe(1);
    const { vendorCallId } = await floor.call(body.call.id, isTaken);
    await floor.stage.vendor('ivrCallBackDetails', {
      call_id: vendorCallId,
      applicant_no: lead.number,
      agent_no: ASHA,
      status: '1',
      call_duration: 8,
    });
    expect(await floor.call(body.call.id, isOver)).toMatchObject({
      outcome: 'answered',
      counsellor: { name: 'Asha Rao' },
      offers: [],
    });
  });
});

describe('what is not the clicked call', () => {
  test('a student who calls meanwhile is a call of their own, with a card', async () => {
    Object.assign(floor.vendor.exchange.options, { clickToCallGives: 'nothing' });
    const lead = await floor.newLead();
    await floor.free(floor.asha);
    const { body } = await floor.click(floor.asha, { leadId: lead.id, via: 'cloud' });
    await floor.call(body.call.id, isTaken);
    await floor.stage.vendor('ivrCallNotification', {
      call_id: 'calls meanwhile',
      applicant_no: lead.number,
      agent_no: ASHA,
      call_type: 'inbound',
    });
    expect(await floor.stage.call('calls meanwhile', () => true)).toMatchObject({ direction: 'inbound' });
    expect(await callsTo(lead)).toBe(2);
  });

  test('a call to the same student by a colleague', async () => {
    const lead = await floor.newLead();
    await floor.free(floor.asha);
    const { body } = await floor.click(floor.asha, { leadId: lead.id, via: 'cloud' });
    await floor.call(body.call.id, isTaken);
    await floor.stage.vendor('ivrCallBackDetails', {
      call_id: 'by a colleague',
      applicant_no: lead.number,
      agent_no: '9899364545',
      call_type: 'outbound',
      status: '0',
    });
    expect((await floor.stage.call('by a colleague')).id).not.toBe(body.call.id);
  });

  test('a call that began long before', async () => {
    const lead = await floor.newLead();
    await floor.free(floor.asha);
    const { body } = await floor.click(floor.asha, { leadId: lead.id, via: 'cloud' });
    await floor.call(body.call.id, isTaken);
    await floor.stage.vendor('ivrCallBackDetails', {
      call_id: 'long before',
      applicant_no: lead.number,
      agent_no: ASHA,
      call_type: 'outbound',
      status: '1',
      call_duration: 600,
    });
    expect((await floor.stage.call('long before')).id).not.toBe(body.call.id);
  });
});

test('with inbound calling off, the events of a clicked call are taken all the same', async () => {
  Object.assign(floor.vendor.exchange.options, { clickToCallGives: 'nothing' });
  await floor.stage.configure({ inbound: { enabled: false } });
  const lead = await floor.newLead();
  await floor.free(floor.asha);
  const { body } = await floor.click(floor.asha, { leadId: lead.id, via: 'cloud' });
  await floor.call(body.call.id, isTaken);
  const popup = await floor.stage.vendor('ivrCallNotification', { applicant_no: lead.number, agent_no: ASHA });
  expect(popup.body.status).toBe(1);
  const stranger = await floor.stage.vendor('ivrCallNotification', { applicant_no: '9700000099', agent_no: ASHA });
  expect(stranger.body).toEqual({ status: 0, message: 'Inbound calling is not enabled' });
  await floor.stage.vendor('ivrCallBackDetails', { applicant_no: lead.number, agent_no: ASHA, status: '0' });
  await floor.call(body.call.id, isOver);
});
