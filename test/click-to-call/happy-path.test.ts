import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ASHA, isOver, openFloor, progress, progressIn, RIYA, type Floor } from './floor.ts';

let floor: Floor;
beforeAll(async () => {
  floor = await openFloor();
});
afterAll(async () => {
  await floor.close();
});

describe('a click on a lead', () => {
  test('has the vendor ring the counsellor, then the student, and shows how far it is', async () => {
    const { asha, stage } = floor;
    const feed = asha.stream();
    await feed.count(1);
    const riya = await floor.lead('Riya');
    const { status, body } = await floor.click(asha, { leadId: riya.id, via: 'cloud' });
    expect(status).toBe(202);
    expect(body.call).toMatchObject({
      direction: 'outbound',
      state: 'dialling',
      outcome: null,
      lead: { name: 'Riya Sharma' },
      number: `+91${RIYA}`,
      counsellor: { name: 'Asha Rao' },
      vendor: 'tatatel',
      offers: [],
    });
    const placed = await floor.placed(body.call.id);
    expect(placed).toMatchObject({ agentNumber: ASHA, destination: `91${RIYA}`, customIdentifier: body.call.id });
    await progress(feed, body.call.id, ({ state }) => state === 'agent_ringing');

    const said = { call_id: placed.callId, applicant_no: RIYA, call_type: 'clicktocall', agent_no: ASHA };
    await stage.vendor('ivrCallNotification', said);
    await stage.vendor('ivrCallBackDetails', { ...said, status: 'answered by customer', call_duration: 75 });
    const ended = await progress(feed, body.call.id, ({ state }) => state === 'ended');
    expect(ended).toMatchObject({
      outcome: 'answered',
      talkSeconds: 75,
      vendorCallId: placed.callId,
      offers: [],
      flags: [],
    });
    expect(progressIn(feed, body.call.id).map(({ state }) => state)).toEqual(['dialling', 'agent_ringing', 'ended']);
    expect(feed.received.filter(({ event }) => event === 'popup')).toEqual([]);

    const { body: log } = await asha.call('GET', '/v1/calls?direction=outbound');
    expect(log.items).toHaveLength(1);
    const { body: lead } = await asha.call('GET', `/v1/leads/${riya.id}`);
    expect(lead).toMatchObject({ lastCall: { direction: 'outbound', outcome: 'answered' }, callCount: 1 });
  });

  test('is told step by step to whoever asks why', async () => {
    const { asha } = floor;
    const { body } = await floor.click(asha, { leadId: (await floor.newLead()).id, via: 'cloud' });
    const placed = await floor.placed(body.call.id);
    await floor.stage.vendor('ivrCallBackDetails', {
      call_id: placed.callId,
      applicant_no: placed.destination,
      agent_no: '',
      status: 'missed',
    });
    await floor.call(body.call.id, isOver);
    const { body: explained } = await asha.call('GET', `/v1/calls/${body.call.id}/explanation`);
    expect(
      explained.steps.filter(({ kind }: { kind: string }) => kind === 'dial').map(({ text }: { text: string }) => text),
    ).toEqual(['Asha Rao clicked to call.', 'The vendor was asked to place the call.', 'The vendor took the call.']);
  });
});

test('a click on the test phone of a go-live check is placed, ticks the check, and counts nowhere', async () => {
  const { asha, stage } = floor;
  const admin = await stage.admin();
  const lead = await floor.newLead();
  const check = { mode: 'live', vendor: 'tatatel', number: lead.number, counsellorId: asha.id };
  const { body: run } = await admin.call('POST', '/v1/go-live', check);
  const { body } = await floor.click(asha, { leadId: lead.id, via: 'cloud' });
  const placed = await floor.placed(body.call.id);
  await floor.heard(body.call.id, 'dial_accepted');
  const said = { call_id: placed.callId, applicant_no: lead.number, agent_no: ASHA };
  await stage.vendor('ivrCallBackDetails', { ...said, status: 'answered by customer', call_duration: 75 });
  expect(await floor.call(body.call.id, isOver)).toMatchObject({ outcome: 'answered', lead: null });
  const { body: now } = await admin.call('GET', `/v1/go-live/${run.id}`);
  const outbound = now.checks.find(({ key }: { key: string }) => key === 'outbound_flow');
  expect(outbound).toMatchObject({
    state: 'passed',
    steps: [{}, { seen: 'It was clicked, and the vendor took it.' }, {}, { seen: 'Answered by Asha Rao.' }],
  });
  expect((await asha.call('GET', `/v1/leads/${lead.id}`)).body).toMatchObject({ callCount: 0, lastCall: null });
});
