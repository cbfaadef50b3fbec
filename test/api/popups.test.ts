import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import { buildCall } from '../build/call.ts';
import { buildLead } from '../build/lead.ts';
import { showPopup, withdrawPopup } from '../build/popup.ts';
import { openFloor, type ApiProcess, type Floor } from '../feed/floor.ts';

let floor: Floor;
let api: ApiProcess;
beforeAll(async () => {
  floor = await openFloor();
  api = await floor.process();
});
afterAll(async () => await floor.close());

const settings = async (inbound: Record<string, boolean>): Promise<void> => {
  await floor.db.query(
    sql.type(noRows)`update vendor_account set settings = ${sql.jsonb({ inbound })} where institute_id = 1`,
  );
};

describe('a card', () => {
  test('shows number, lead with stage and owner, campaign, and who else shares the number', async () => {
    const asha = await floor.person('Asha Card');
    const number = '+919811110001';
    const riya = await buildLead(floor.db, 'Riya', { phones: [{ number }], owners: [asha.id], quietFor: 30 });
    const twin = await buildLead(floor.db, 'Twin', { phones: [{ number, kind: 'alternate' }], quietFor: 1 });
    const brother = await buildLead(floor.db, 'Brother', { phones: [{ number }], quietFor: 20 });
    const primary = await buildLead(floor.db, 'Sister', { quietFor: 10 });
    await buildLead(floor.db, 'Sister before', { phones: [{ number }], mergedInto: primary });
    await buildLead(floor.db, 'Elsewhere', { instituteId: 2, phones: [{ number }] });
    const call = await buildCall(floor.db, { number, leadId: riya, did: '+918047100100', campaign: 'Website' });
    const popup = await showPopup(floor.db, asha, call, { leadId: riya });

    const page = asha.watch(api);
    const { data } = await page.message(({ event }) => event === 'snapshot');
    const shown = (data.popups as unknown[])[0];
    expect(shown).toMatchObject({
      id: popup,
      callId: call,
      version: 1,
      state: 'open',
      direction: 'inbound',
      lead: { id: riya, name: 'Riya', stage: 'New', owner: { id: asha.id, name: 'Asha Card' } },
      number,
      did: '+918047100100',
      campaign: 'Website',
      actions: ['viewProfile'],
      actedAt: null,
      closedAt: null,
      reason: null,
    });
    expect((shown as { candidates: { id: string }[] }).candidates.map(({ id }) => id)).toEqual([
      primary,
      brother,
      twin,
    ]);
    expect(JSON.stringify(shown)).not.toContain('junk');
  });

  test('has no candidates by alternate number where alternates do not match', async () => {
    await settings({ matchAlternateMobile: false });
    const bilal = await floor.person('Bilal Card');
    const number = '+919811110002';
    await buildLead(floor.db, 'Alternate', { phones: [{ number, kind: 'alternate' }] });
    const popup = await showPopup(floor.db, bilal, await buildCall(floor.db, { number }));
    const { body } = await bilal.call(api, 'POST', `/v1/popups/${popup}/dismiss`);
    expect(body).toMatchObject({ candidates: [], lead: null });
    await settings({});
  });

  test('offers to create a lead where there is none, and a note instead of the profile where so set', async () => {
    const chitra = await floor.person('Chitra Card');
    const lead = await buildLead(floor.db, 'Kabir');
    const without = await showPopup(floor.db, chitra, await buildCall(floor.db, { number: null }));
    expect((await chitra.call(api, 'POST', `/v1/popups/${without}/dismiss`)).body).toMatchObject({
      actions: ['createLead'],
      number: null,
    });
    await settings({ addNotesInstead: true });
    const withLead = await showPopup(floor.db, chitra, await buildCall(floor.db, { leadId: lead }), { leadId: lead });
    expect((await chitra.call(api, 'POST', `/v1/popups/${withLead}/dismiss`)).body).toMatchObject({
      actions: ['addNotes'],
    });
    await settings({});
  });

  test('says that the lead is junk', async () => {
    const asha = await floor.person('Asha Junk');
    const lead = await buildLead(floor.db, 'Seller', { junk: true });
    const popup = await showPopup(floor.db, asha, await buildCall(floor.db, { leadId: lead }), { leadId: lead });
    expect((await asha.call(api, 'POST', `/v1/popups/${popup}/dismiss`)).body).toMatchObject({
      lead: { id: lead, junk: true },
    });
  });

  test('carries no number to those who may not see it', async () => {
    const bilal = await floor.person('Bilal Masked', { permissions: [] });
    const stream = bilal.tap(api);
    await stream.until((text) => text.includes('snapshot'));
    const phones = [{ number: '+919811110003' }];
    const leadId = await buildLead(floor.db, '9811110003', { phones });
    await buildLead(floor.db, 'Brother of 98111-10003', { phones });
    const call = await buildCall(floor.db, { number: '+919811110003', vendorCallId: 'x-9811110003', leadId });
    await showPopup(floor.db, bilal, call, { leadId });
    await stream.until((text) => text.includes('event: popup'));
    expect(stream.text).toContain('"number":"•••••• 0003"');
    expect(stream.text).toContain('"name":"•••••• 0003"');
    expect(stream.text).toContain('"name":"Brother of •••••• 0003"');
    expect(stream.text).not.toContain('9811110003');
  });
});

describe('opening the lead from a card', () => {
  test('is noted once, tells all tabs, and leaves the card where it is', async () => {
    const asha = await floor.person('Asha Opens');
    const primary = await buildLead(floor.db, 'Riya');
    const lead = await buildLead(floor.db, 'Riya before', { mergedInto: primary });
    const popup = await showPopup(floor.db, asha, await buildCall(floor.db, { leadId: lead }), { leadId: lead });
    const page = asha.watch(api);
    await page.count(1);
    const first = await asha.call(api, 'POST', `/v1/popups/${popup}/open`);
    expect(first).toEqual({ status: 200, body: { leadId: primary } });
    const { data } = await page.message(({ event }) => event === 'popup');
    expect(data).toMatchObject({ id: popup, state: 'open', version: 2, actedAt: expect.stringMatching(/Z$/) });
    expect(await asha.call(api, 'POST', `/v1/popups/${popup}/open`)).toEqual(first);
    await asha.call(api, 'POST', `/v1/popups/${popup}/dismiss`);
    const dismissed = await page.message(({ data: { state } }) => state === 'dismissed');
    expect(dismissed).toMatchObject({ id: 4, data: { version: 3, actedAt: data.actedAt } });
  });

  test('gives no lead where there is none yet', async () => {
    const bilal = await floor.person('Bilal Opens');
    const popup = await showPopup(floor.db, bilal, await buildCall(floor.db));
    expect(await bilal.call(api, 'POST', `/v1/popups/${popup}/open`)).toEqual({ status: 200, body: { leadId: null } });
  });
});

test('dismissing a card that was withdrawn already changes nothing', async () => {
  const chitra = await floor.person('Chitra Late');
  const popup = await showPopup(floor.db, chitra, await buildCall(floor.db));
  await withdrawPopup(floor.db, chitra, popup);
  const answer = await chitra.call(api, 'POST', `/v1/popups/${popup}/dismiss`);
  expect(answer).toMatchObject({ status: 200, body: { state: 'withdrawn', reason: 'next_agent', version: 2 } });
});
