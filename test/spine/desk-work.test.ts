import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { eventually, openStage, type Person, type Stage } from './stage.ts';

const BILAL = '9899364545';

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

const aLead = async (name: string, number: string): Promise<string> =>
  (await asha.call('POST', '/v1/leads', { name, phones: [{ number }] })).body.id;
const shows = (popup: Readonly<Record<string, unknown>>, leadId: string): boolean =>
  JSON.stringify(popup['lead']).includes(leadId);
const counts = z.object({ last: z.number(), delivered: z.number() });
/** The call's own workflow has applied every fact. */
const delivered = async (id: string): Promise<void> => {
  await eventually(async () => {
    const { last, delivered: seen } = await stage.db.one(sql.type(counts)`
      select last_seq as last, delivered_seq as delivered from call where institute_id = 100 and id = ${id}
    `);
    return last === seen ? true : null;
  });
};

describe('an answered call of a family', () => {
  test('is linked with the right lead, disposed of, and leaves the pending list of the one who talked', async () => {
    const [elder, younger] = [await aLead('Elder', '9812399001'), await aLead('Younger', '9812399001')];
    const call = { call_id: 'family', applicant_no: '9812399001', did_no: '8047100100', agent_no: BILAL };
    const feed = bilal.stream();
    await feed.count(1);
    await stage.vendor('ivrCallNotification', call);
    await feed.message(({ event, data }) => event === 'popup' && data['state'] === 'open');
    await stage.vendor('ivrCallBackDetails', { ...call, status: 'answered', call_duration: '60' });
    const { id, lead } = await stage.call('family');
    expect(lead.id).toBe(younger);
    await feed.message(({ event, data }) => event === 'pending' && data['count'] === 1);

    const candidates = await bilal.call('GET', `/v1/calls/${id}/candidates`);
    expect(candidates.body.items.map((one: { id: string; linked: boolean }) => [one.id, one.linked])).toEqual([
      [younger, true],
      [elder, false],
    ]);
    expect((await bilal.call('POST', `/v1/calls/${id}/link`, { leadId: elder })).body.lead.id).toBe(elder);
    const card = await feed.message(({ event, data }) => event === 'popup' && shows(data, elder));
    expect(card.data).toMatchObject({ state: 'answered', candidates: [{ id: younger }] });
    expect((await bilal.call('GET', '/v1/pending-calls')).body.items.map((one: { id: string }) => one.id)).toEqual([
      id,
    ]);

    expect(
      (await bilal.call('PUT', `/v1/calls/${id}/disposition`, { code: 'interested', note: 'Comes on Monday.' })).status,
    ).toBe(200);
    await feed.message(({ event, data }) => event === 'pending' && data['count'] === 0);
    await feed.message(({ event, data }) => event === 'popup' && data['state'] === 'closed');
    await delivered(id);
    expect((await bilal.call('GET', `/v1/leads/${elder}`)).body).toMatchObject({
      callCount: 1,
      owners: [{ id: bilal.id }],
    });
    expect((await bilal.call('GET', `/v1/leads/${younger}`)).body).toMatchObject({ callCount: 0, owners: [] });
  });
});

describe('a lead that is merged while its call goes on', () => {
  test('leaves the card, the settled call and the missed entry to the primary', async () => {
    const [from, into] = [await aLead('Double', '9812399002'), await aLead('Primary', '9812399003')];
    const call = { call_id: 'merged-meanwhile', applicant_no: '9812399002', did_no: '8047100100', agent_no: BILAL };
    const feed = bilal.stream();
    await feed.count(1);
    await stage.vendor('ivrCallNotification', call);
    await feed.message(({ event, data }) => event === 'popup' && data['state'] === 'open' && shows(data, from));
    expect((await asha.call('POST', `/v1/leads/${from}/merge`, { into })).status).toBe(200);
    await feed.message(({ event, data }) => event === 'popup' && data['state'] === 'open' && shows(data, into));
    await stage.vendor('ivrCallBackDetails', { ...call, status: 'missed' });
    expect((await stage.call('merged-meanwhile')).lead.id).toBe(into);
    const { body } = await bilal.call('GET', '/v1/missed-calls');
    expect(body.items.map((row: { lead: { id: string } | null }) => row.lead?.id)).toContain(into);
    const lead = (await asha.call('GET', `/v1/leads/${into}`)).body;
    expect(lead).toMatchObject({ callCount: 1, lastCall: { outcome: 'missed' } });
  });
});

describe('a test call of a go-live check', () => {
  test('is no lead’s that somebody makes or edits for it', async () => {
    const admin = await stage.admin();
    const number = '9812399004';
    await admin.call('POST', '/v1/go-live', { mode: 'live', vendor: 'tatatel', number });
    const call = { call_id: 'tested', applicant_no: number, agent_no: BILAL };
    await stage.vendor('ivrCallNotification', call);
    await stage.vendor('ivrCallBackDetails', { ...call, status: 'answered', call_duration: '60' });
    const { id: callId } = await stage.call('tested');
    const { status, body: lead } = await admin.call('POST', '/v1/leads', { name: 'Of a test', callId });
    expect([status, lead.phones[0].number]).toEqual([201, `+91${number}`]);
    const edited = await admin.call('PATCH', `/v1/leads/${lead.id}`, { name: 'Of a test call', callId });
    expect([edited.status, edited.body.callCount]).toEqual([200, 0]);
    const { body: story } = await admin.call('GET', `/v1/calls/${callId}/explanation`);
    expect(story.steps.filter(({ text }: { text: string }) => /linked|saved/.test(text))).toEqual([]);
    const { body: audit } = await admin.call('GET', '/v1/audit');
    expect(audit.items.filter(({ target }: { target: string }) => target === callId)).toEqual([]);
  });
});
