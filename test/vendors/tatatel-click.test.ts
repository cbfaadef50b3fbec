import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import type { JsonObject } from '../../vendors/json.ts';
import { ASHA, isOver, openFloor, progress, progressIn, type Floor, type Lead } from '../click-to-call/floor.ts';
import { ask, type Answer } from '../spine/stage.ts';
import { ist } from './native-line.ts';

/** Our own click to call, followed by Smartflo's webhooks as it sends them. */

let floor: Floor;
let feed: EventSourceClient;
beforeAll(async () => {
  floor = await openFloor();
  feed = floor.asha.stream();
  await feed.count(1);
});
afterEach(async () => await floor.free(floor.asha));
afterAll(async () => {
  await floor.close();
});

async function clicked() {
  const lead: Lead = await floor.newLead();
  const { body } = await floor.click(floor.asha, { leadId: lead.id, via: 'cloud' });
  const { id } = body.call;
  const { callId } = await floor.placed(id);
  const parties = {
    call_to_number: `91${lead.number}`,
    caller_id_number: '918047100100',
    'customer_no_with_prefix ': `91${lead.number}`,
  };
  const send = async (fields: JsonObject): Promise<Answer> =>
    await ask(`${floor.stage.url}/vendors/tatatel/${floor.stage.token}/events`, 'POST', { ...parties, ...fields });
  await progress(feed, id, ({ state }) => state === 'agent_ringing');
  return { id, callId, lead, send };
}

test('goes on from the counsellor’s phone to the student’s to talk, and shows no card', async () => {
  const { id, callId, send } = await clicked();
  await send({
    call_id: callId,
    direction: 'click_to_call',
    answer_agent_number: `+91${ASHA}`,
    call_status: 'Answered by agent',
    ref_id: '',
  });
  await progress(feed, id, ({ state }) => state === 'ringing');
  // No call_id, and the agent as an object.
  await send({
    direction: 'click_to_call',
    answered_agent_number: { follow_me_number: `+91${ASHA}`, id: '05', name: 'A' },
    call_status: 'Answered by customer',
  });
  await progress(feed, id, ({ state }) => state === 'talking');
  await send({
    call_id: callId,
    custom_identifier: id,
    direction: 'clicktocall',
    call_status: 'answered',
    outbound_sec: '7',
    billsec: '11',
    duration: '11',
    start_stamp: ist(30),
    end_stamp: ist(),
    answered_agent: { id: '05', number: '0607330050011', agent_number: `+91${ASHA}` },
  });
  const ended = await progress(feed, id, ({ state }) => state === 'ended');
  expect(ended).toMatchObject({
    outcome: 'answered',
    talkSeconds: 7,
    counsellor: { name: 'Asha Rao' },
    vendorCallId: callId,
    offers: [],
  });
  expect(progressIn(feed, id).map(({ state }) => state)).toEqual([
    'dialling',
    'agent_ringing',
    'ringing',
    'talking',
    'ended',
  ]);
  expect(feed.received.filter(({ event }) => event === 'popup')).toEqual([]);
});

test('is the counsellor’s no answer when their phone was not picked up, and the student’s when it was', async () => {
  const missed = {
    direction: 'clicktocall',
    call_status: 'missed',
    outbound_sec: '0',
    end_stamp: ist(),
    hangup_cause_key: 'NO_ANSWER',
  };
  const first = await clicked();
  await first.send({
    ...missed,
    call_id: first.callId,
    missed_agent: [{ id: '05', number: `+91${ASHA}`, agent_number: `+91${ASHA}` }],
    answered_agent: '',
    call_connected: '0',
  });
  expect((await floor.call(first.id, isOver)).outcome).toBe('agent_no_answer');
  await floor.free(floor.asha);
  const second = await clicked();
  await second.send({ ...missed, custom_identifier: { id: second.id }, answered_agent: '', call_connected: '1' });
  expect(await floor.call(second.id, isOver)).toMatchObject({ outcome: 'no_answer', counsellor: { name: 'Asha Rao' } });
});
