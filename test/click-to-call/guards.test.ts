import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import type { JsonObject } from '../../vendors/json.ts';
import type { Person } from '../spine/stage.ts';
import { isOver, isTaken, openFloor, type Floor, type Lead } from './floor.ts';

let floor: Floor;
let admin: Person;
let lead: Lead;
beforeAll(async () => {
  floor = await openFloor();
  admin = await floor.stage.admin();
});
beforeEach(async () => {
  await floor.free(floor.asha);
  lead = await floor.newLead();
});
afterAll(async () => {
  await floor.close();
});

const USUAL: JsonObject = { cloudCalling: true, appCalling: false, outbound: { enabled: true, formIds: [] } };

/** Clicks under other settings of the vendor's account, and puts them back. */
async function clickWith(patch: JsonObject, body: JsonObject = { leadId: lead.id, via: 'cloud' }) {
  await floor.stage.configure(patch);
  const answer = await floor.click(floor.asha, body);
  await floor.stage.configure(USUAL);
  return { status: answer.status, code: answer.body.code, detail: answer.body.detail };
}

async function grant(permission: string, scope: string | null): Promise<void> {
  const { status } = await admin.call('PUT', '/v1/settings/permissions/counsellor', {
    grants: { [permission]: scope },
  });
  expect(status).toBe(200);
}

async function counsellor(who: Person, patch: JsonObject): Promise<void> {
  const { status, body } = await admin.call('PUT', `/v1/settings/counsellors/${who.id}`, patch);
  expect({ status, body }).toMatchObject({ status: 200 });
}

describe('a click is refused', () => {
  test('without the permission of its manager', async () => {
    await grant('make_calls_leads', null);
    expect(await clickWith({})).toMatchObject({ status: 403, code: 'calls_not_permitted' });
    await grant('make_calls_leads', 'yes');
  });

  test.each<[string, JsonObject, 'cloud' | 'app']>([
    ['outbound_disabled', { outbound: { enabled: false } }, 'cloud'],
    ['outbound_disabled', { enabled: false }, 'cloud'],
    ['cloud_calling_disabled', { cloudCalling: false }, 'cloud'],
    ['app_calling_disabled', {}, 'app'],
  ])('as %s under %j, by %s', async (code, patch, via) => {
    const { status, code: told, detail } = await clickWith(patch, { leadId: lead.id, via });
    await floor.stage.configure({ enabled: true });
    expect({ status, code: told }).toEqual({ status: 409, code });
    expect(detail).toMatch(/^[A-Z].*\.$/);
  });

  test('where the vendor takes calls only, or its log-in is not set', async () => {
    const numbers = [
      { vendor: 'exotel', number: '9000000001' },
      { vendor: 'tatatel', number: '9990947416' },
    ];
    await admin.call('PUT', '/v1/settings/telephony/exotel', { enabled: true, outbound: { enabled: true } });
    await counsellor(floor.asha, { telephonyPartner: 'exotel', agentNumbers: numbers });
    expect(await clickWith({})).toMatchObject({ status: 409, code: 'vendor_cannot_dial' });
    await counsellor(floor.asha, { telephonyPartner: 'tatatel' });
    const { password } = floor.vendor.exchange.options;
    expect(await clickWith({ vendorSettings: { password: null } })).toMatchObject({
      status: 409,
      code: 'vendor_not_connected',
    });
    await floor.stage.configure({ vendorSettings: { password } });
  });

  test('of a counsellor without an agent number at their vendor', async () => {
    await counsellor(floor.asha, { agentNumbers: [] });
    expect(await clickWith({})).toMatchObject({ status: 409, code: 'no_agent_number' });
    await counsellor(floor.asha, { agentNumbers: [{ vendor: 'tatatel', number: '9990947416' }] });
  });

  test('on a phone that is not the lead’s, a lead that has none, or one’s own number', async () => {
    const other = await floor.lead('Riya');
    expect(await clickWith({}, { leadId: lead.id, phoneId: other.phones[0].id, via: 'cloud' })).toMatchObject({
      code: 'phone_not_of_lead',
    });
    const { body: bare } = await floor.asha.call('POST', '/v1/leads', { name: 'No Phone', phones: [] });
    if (bare.id !== undefined)
      expect(await clickWith({}, { leadId: bare.id, via: 'cloud' })).toMatchObject({ code: 'call_without_number' });
    await floor.stage.vendor('ivrCallNotification', { call_id: 'withheld', applicant_no: '', agent_no: '9990947416' });
    const withheld = await floor.stage.call('withheld', () => true);
    expect(await clickWith({}, { callId: withheld.id, via: 'cloud' })).toMatchObject({ code: 'call_without_number' });
    await floor.stage.vendor('ivrCallNotification', {
      call_id: 'own',
      applicant_no: '9990947416',
      agent_no: '9899364545',
    });
    const own = await floor.stage.call('own', () => true);
    expect(await clickWith({}, { callId: own.id, via: 'cloud' })).toMatchObject({ code: 'own_number' });
  });

  test('of a lead marked "do not call", and outside the calling hours, unless one may', async () => {
    await floor.asha.call('PATCH', `/v1/leads/${lead.id}`, { doNotCall: true });
    expect(await clickWith({})).toMatchObject({ status: 409, code: 'do_not_call' });
    const other = await floor.newLead();
    await admin.call('PUT', '/v1/settings/institute', { callingHours: [] });
    expect(await clickWith({}, { leadId: other.id, via: 'cloud' })).toMatchObject({
      status: 409,
      code: 'outside_calling_hours',
    });
    await grant('override_call_guards', 'yes');
    expect(await clickWith({})).toMatchObject({ status: 202 });
    await grant('override_call_guards', null);
    await admin.call('PUT', '/v1/settings/institute', { callingHours: null });
  });

  test('for what there is not, and for bodies that are none', async () => {
    expect(await clickWith({}, { leadId: randomUUID(), via: 'cloud' })).toMatchObject({
      status: 404,
      code: 'lead_not_found',
    });
    expect(await clickWith({}, { callId: randomUUID(), via: 'cloud' })).toMatchObject({
      status: 404,
      code: 'call_not_found',
    });
    expect(await clickWith({}, { leadId: lead.id, applicationId: randomUUID(), via: 'cloud' })).toMatchObject({
      status: 404,
      code: 'application_not_found',
    });
    for (const body of [
      { leadId: lead.id },
      { leadId: lead.id, via: 'fax' },
      { via: 'cloud' },
      { leadId: lead.id, callId: randomUUID(), via: 'cloud' },
    ]) {
      expect(await clickWith({}, body)).toMatchObject({ status: 400, code: 'invalid_request' });
    }
  });
});

describe('from the Application Manager', () => {
  const idRow = z.object({ id: z.string() });
  let applicationId: string;
  let formId: string;
  beforeEach(async () => {
    const { body } = await admin.call('POST', '/v1/settings/forms', { name: `Form ${randomUUID()}` });
    formId = body.id;
    applicationId = await floor.stage.db.oneFirst(sql.type(idRow)`
      insert into application (institute_id, lead_id, form_id) values (100, ${lead.id}, ${formId}) returning id
    `);
  });

  test('applications of the selected forms alone can be called; none selected, none can', async () => {
    const body = { leadId: lead.id, applicationId, via: 'cloud' };
    expect(await clickWith({}, body)).toMatchObject({ status: 409, code: 'form_not_enabled' });
    expect(await clickWith({ outbound: { formIds: [formId] } }, body)).toMatchObject({ status: 202 });
  });

  test('with the permission of that manager', async () => {
    const body = { leadId: lead.id, applicationId, via: 'cloud' };
    await grant('make_calls_applications', null);
    expect(await clickWith({ outbound: { formIds: [formId] } }, body)).toMatchObject({
      status: 403,
      code: 'calls_not_permitted',
    });
    await grant('make_calls_applications', 'yes');
    await grant('make_calls_leads', null);
    expect(await clickWith({ outbound: { formIds: [formId] } }, body)).toMatchObject({ status: 202 });
    await grant('make_calls_leads', 'yes');
  });

  test('an application is the lead’s own', async () => {
    const other = await floor.newLead();
    expect(
      await clickWith({ outbound: { formIds: [formId] } }, { leadId: other.id, applicationId, via: 'cloud' }),
    ).toMatchObject({ code: 'application_not_found' });
  });
});

describe('whom a click calls', () => {
  test('the phone that is named, else the lead’s first primary one', async () => {
    const neha = await floor.lead('Neha');
    const [, alternate] = neha.phones;
    const first = await floor.click(floor.asha, { leadId: neha.id, via: 'cloud' });
    expect(first.body.call.number).toBe(neha.phones[0].number);
    await floor.free(floor.asha);
    const second = await floor.click(floor.asha, { leadId: neha.id, phoneId: alternate.id, via: 'cloud' });
    expect(second.body.call.number).toBe(alternate.number);
  });

  test('back a number that has no lead; answered, it becomes one', async () => {
    await floor.stage.configure({ leads: { createOn: 'answer' } });
    const number = '9711000001';
    await floor.stage.vendor('ivrCallBackDetails', {
      call_id: 'missed stranger',
      applicant_no: number,
      agent_no: '',
      status: 'missed',
    });
    const missed = await floor.stage.call('missed stranger');
    expect(missed.lead).toBeNull();
    const { status, body } = await floor.click(floor.asha, { callId: missed.id, via: 'cloud' });
    expect({ status, call: body.call }).toMatchObject({
      status: 202,
      call: { lead: null, number: `+91${number}`, direction: 'outbound' },
    });
    expect((await floor.click(floor.asha, { callId: missed.id, via: 'cloud' })).status).toBe(200);
    const { vendorCallId } = await floor.call(body.call.id, isTaken);
    await floor.stage.vendor('ivrCallBackDetails', {
      call_id: vendorCallId,
      applicant_no: number,
      agent_no: '9990947416',
      status: '1',
      call_duration: 20,
    });
    const ended = await floor.call(body.call.id, (call) => isOver(call) && call.lead !== null);
    expect(ended).toMatchObject({ outcome: 'answered' });
    // Talked with, the student is no missed call any more.
    const { body: queue } = await floor.asha.call('GET', '/v1/missed-calls');
    expect(queue.items.map(({ callId }: { callId: string }) => callId)).not.toContain(missed.id);
    await floor.stage.configure({ leads: { createOn: 'ring' } });
  });

  test('a merged lead’s primary', async () => {
    const primary = await floor.newLead();
    await floor.asha.call('POST', `/v1/leads/${lead.id}/merge`, { into: primary.id });
    const { body } = await floor.click(floor.asha, { leadId: lead.id, via: 'cloud' });
    expect(body.call).toMatchObject({ lead: { id: primary.id }, number: `+91${primary.number}` });
  });

  test('showing the counsellor’s caller id, else the account’s, at the address the institute was given', async () => {
    await floor.stage.configure({
      vendorSettings: { callerId: '+91 80471 00100' },
      outbound: { clickToCallUrl: `${floor.vendor.url}/v1/click_to_call` },
    });
    const first = await floor.click(floor.asha, { leadId: lead.id, via: 'cloud' });
    expect((await floor.placed(first.body.call.id)).callerId).toBe('918047100100');
    await floor.free(floor.asha);
    await counsellor(floor.asha, { callerId: '8047100111' });
    const second = await floor.click(floor.asha, { leadId: lead.id, via: 'cloud' });
    expect((await floor.placed(second.body.call.id)).callerId).toBe('8047100111');
    await counsellor(floor.asha, { callerId: null });
    await floor.stage.configure({ outbound: { clickToCallUrl: null }, vendorSettings: { callerId: null } });
  });
});
