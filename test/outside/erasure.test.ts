import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkInstitute, type Difference } from '../../calls/check.ts';
import { demo } from '../../dev/demo-data.ts';
import { eventually, openStage, type Answer, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, aVendorCall, BILAL } from '../spine/vendor-call.ts';
import { holding, standingText } from './standing-text.ts';

let stage: Stage;
let admin: Person;
let asha: Person;
beforeAll(async () => {
  stage = await openStage();
  [admin, asha] = await Promise.all([stage.admin(), stage.signIn('asha@demo.test')]);
});
afterAll(async () => await stage.close());

const NUMBER = '9733300001';
const ALTERNATE = '9733300002';
const WORDS = [
  'Zenobia',
  'Quillfeather',
  'zenobia@quill.test',
  NUMBER,
  ALTERNATE,
  'recordings.quill.test',
  'brother Ferdinand',
  'scholarship',
];

const REPORTS = ['/v1/reports/productivity', '/v1/reports/campaigns', '/v1/reports/vendors'];
const today = new Date().toISOString().slice(0, 10);
const reports = async (): Promise<unknown[]> => {
  const range = `from=${today.slice(0, 8)}01&to=${today}`;
  return await Promise.all(REPORTS.map(async (path) => (await admin.call('GET', `${path}?${range}`)).body));
};

async function differences(): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  await checkInstitute(
    stage.db,
    { instituteId: demo.institute.id, now: Date.now },
    (difference) => void found.push(difference),
  );
  return found;
}

describe('a student who is erased', () => {
  let leadId: string;
  let before: { readonly reports: unknown[]; readonly calls: number };
  let erased: Answer;
  const calls = new Map<string, string>();
  const callCount = async (): Promise<number> => (await admin.call('GET', '/v1/calls?limit=200')).body.items.length;

  beforeAll(async () => {
    await admin.call('POST', '/v1/settings/webhooks', {
      url: 'http://127.0.0.1:9/nobody',
      events: ['call.ended', 'lead.created', 'missed_call.opened'],
      fullNumbers: true,
    });
    const { body: lead } = await asha.call('POST', '/v1/leads', {
      name: 'Zenobia Quillfeather',
      email: 'zenobia@quill.test',
      phones: [{ number: NUMBER }, { number: ALTERNATE, kind: 'alternate' }],
      owners: [asha.id],
    });
    leadId = lead.id;
    await asha.call('PATCH', `/v1/leads/${leadId}`, { stage: 'Interested' });
    // A lead that became part of it, and brought its own history along.
    const { body: other } = await asha.call('POST', '/v1/leads', {
      name: 'Quillfeather, Zenobia',
      phones: [{ number: NUMBER }],
    });
    await asha.call('POST', `/v1/leads/${other.id}/notes`, { text: 'Asked about a scholarship' });
    expect((await asha.call('POST', `/v1/leads/${other.id}/merge`, { into: leadId })).status).toBe(200);

    const talk = aVendorCall(stage, NUMBER, { did_no: demo.did.number, student_name: 'Zenobia' });
    await talk.asks();
    await talk.rings(ASHA, { applicant_no: `+91 ${NUMBER.slice(0, 5)}-${NUMBER.slice(5)}` });
    await talk.answeredBy(ASHA, { call_duration: 42, resource_url: 'https://recordings.quill.test/zenobia.mp3' });
    const missed = aVendorCall(stage, ALTERNATE);
    await missed.rings(BILAL);
    await missed.ends({ agent_no: BILAL });
    // A vendor whose ids hold the student's number, and a call that names nobody else.
    const named = aVendorCall(stage, NUMBER, { call_id: `mcube-${NUMBER}-1` });
    await named.rings(ASHA);
    await named.ends({ agent_no: ASHA, call_id: `mcube-${NUMBER}-1` });
    calls
      .set('talk', (await talk.shown()).id)
      .set('talk id', talk.id)
      .set('missed', (await missed.shown()).id);
    await stage.call(`mcube-${NUMBER}-1`);
    await asha.call('POST', `/v1/leads/${leadId}/notes`, {
      text: 'Her brother Ferdinand will call',
      callId: calls.get('talk'),
    });
    await stage.vendor('ivrCallNotification', { secret_key: 'wrong', applicant_no: NUMBER, agent_no: ASHA });
    await fetch(`${stage.url}/webhooks/v1/${stage.token}/getOpportunity?applicant_no=0${NUMBER}`);
    await eventually(async () => ((await admin.call('GET', `/v1/leads/${leadId}`)).body.callCount === 3 ? true : null));

    await admin.call('POST', '/v1/go-live', { mode: 'live', vendor: demo.vendor, number: NUMBER });

    const found = holding(await standingText(stage.db), WORDS);
    for (const table of ['go_live_run', 'lead', 'lead_phone', 'note', 'call', 'call_ref', 'fact', 'vendor_request'])
      expect(found.some((one) => one.startsWith(`${table}: `))).toBe(true);
    before = { reports: await reports(), calls: await callCount() };
    erased = await admin.call('POST', `/v1/leads/${leadId}/erase`);
  });

  test('stands in no table any more, by no name, address, number, note, recording or word of a vendor', async () => {
    expect(erased).toMatchObject({ status: 200, body: { calls: 3, notes: 2, requests: expect.any(Number) } });
    expect(erased.body.requests).toBeGreaterThanOrEqual(9);
    expect(holding(await standingText(stage.db), WORDS)).toEqual([]);
  });

  test('is counted as before in every report and list', async () => {
    expect(await reports()).toEqual(before.reports);
    expect(await callCount()).toBe(before.calls);
    expect(await differences()).toEqual([]);
  });

  test('can be found by nobody, and their calls name nobody', async () => {
    expect((await admin.call('GET', `/v1/leads/${leadId}`)).status).toBe(404);
    expect((await admin.call('PATCH', `/v1/leads/${leadId}`, { name: 'Again' })).status).toBe(404);
    for (const search of ['Quillfeather', NUMBER, leadId])
      expect((await admin.call('GET', `/v1/leads?search=${search}`)).body.items).toEqual([]);
    const { body: call } = await admin.call('GET', `/v1/calls/${calls.get('talk')}`);
    expect(call).toMatchObject({
      lead: null,
      number: null,
      outcome: 'answered',
      talkSeconds: 42,
      counsellor: { id: asha.id },
      recording: 'lost',
    });
    const { body: missed } = await admin.call('GET', '/v1/missed-calls?scope=all');
    expect(missed.items.filter(({ callId }: { callId: string }) => callId === calls.get('missed'))).toEqual([]);
    expect((await asha.call('POST', `/v1/calls/${calls.get('talk')}/link`, { leadId })).body).toMatchObject({
      code: 'call_sealed',
    });
  });

  test('is written down as erased, without saying whom', async () => {
    const { body } = await admin.call('GET', '/v1/audit');
    expect(body.items.find(({ action }: { action: string }) => action === 'lead.erase')).toMatchObject({
      target: leadId,
      by: { id: admin.id },
      before: null,
      after: { calls: 3, notes: 2 },
    });
  });

  test('is not brought back by what a vendor sends late', async () => {
    const late = {
      call_id: calls.get('talk id') ?? '',
      applicant_no: NUMBER,
      agent_no: ASHA,
      status: '1',
      call_duration: 99,
      resource_url: 'https://recordings.quill.test/late.mp3',
    };
    for (const name of ['ivrCallBackDetails', 'ivrCallNotification'] as const)
      expect((await stage.vendor(name, late)).body).toMatchObject({ status: 1 });
    expect(holding(await standingText(stage.db), WORDS)).toEqual([]);
    expect((await admin.call('GET', `/v1/calls/${calls.get('talk')}`)).body).toMatchObject({
      talkSeconds: 42,
      number: null,
    });
    expect(await reports()).toEqual(before.reports);
  });

  test('is somebody new when they call again', async () => {
    const again = aVendorCall(stage, NUMBER);
    await again.rings(ASHA);
    await again.answeredBy(ASHA);
    const { lead } = await again.shown();
    expect(lead.id).not.toBe(leadId);
    expect((await admin.call('GET', `/v1/leads/${lead.id}`)).body).toMatchObject({ name: '', callCount: 1 });
    expect(
      (await admin.call('GET', `/v1/leads/${lead.id}/timeline`)).body.items.filter(
        ({ type }: { type: string }) => type === 'note',
      ),
    ).toEqual([]);
  });
});

describe('erasing', () => {
  const newLead = async (name: string, number: string): Promise<string> =>
    (await asha.call('POST', '/v1/leads', { name, phones: [{ number }] })).body.id;

  test('waits until no call with the student is on', async () => {
    const id = await newLead('On The Phone', '9733300010');
    const call = aVendorCall(stage, '9733300010');
    await call.rings(ASHA);
    await call.shown(({ lead }) => lead !== null);
    expect((await admin.call('POST', `/v1/leads/${id}/erase`)).body).toMatchObject({ status: 409, code: 'call_live' });
    expect((await admin.call('GET', `/v1/leads/${id}`)).body.name).toBe('On The Phone');
    await call.answeredBy(ASHA);
    await call.shown();
    expect((await admin.call('POST', `/v1/leads/${id}/erase`)).status).toBe(200);
  });

  test('leaves a brother or sister with the same number alone, and their calls', async () => {
    const first = await newLead('First Sibling', '9733300020');
    const call = aVendorCall(stage, '9733300020');
    await call.rings(ASHA);
    await call.answeredBy(ASHA);
    await call.shown();
    const second = await newLead('Second Sibling', '9733300020');
    expect((await admin.call('POST', `/v1/leads/${second}/erase`)).body).toMatchObject({ calls: 0 });
    expect((await admin.call('GET', `/v1/leads/${first}`)).body).toMatchObject({
      name: 'First Sibling',
      callCount: 1,
      phones: [{ number: '+919733300020' }],
    });
    expect((await call.shown()).number).toBe('+919733300020');
  });

  test('is done once, of leads that are there, by those who may', async () => {
    const id = await newLead('Once', '9733300030');
    expect((await asha.call('POST', `/v1/leads/${id}/erase`)).status).toBe(403);
    expect((await admin.call('POST', `/v1/leads/${id}/erase`)).status).toBe(200);
    expect((await admin.call('POST', `/v1/leads/${id}/erase`)).status).toBe(404);
    for (const nothing of ['0199a000-0000-7000-8000-0000000000ff', 'x'])
      expect((await admin.call('POST', `/v1/leads/${nothing}/erase`)).status).toBe(404);
  });
});
