import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demo } from '../../dev/demo-data.ts';
import { ask, openStage, type Person, type Stage } from '../spine/stage.ts';

const OPERATOR_KEY = 'operator-key-of-thirty-two-letters';
let stage: Stage;
let admin: Person;
let asha: Person;
let elsewhere: Person;
let btech: string;
let mba: string;
let riya: string;
let neha: string;
beforeAll(async () => {
  stage = await openStage({ variables: { OPERATOR_KEY } });
  [admin, asha] = [await stage.admin(), await stage.signIn('asha@demo.test')];
  btech = (await admin.call('POST', '/v1/settings/forms', { name: 'B.Tech' })).body.id;
  mba = (await admin.call('POST', '/v1/settings/forms', { name: 'MBA' })).body.id;
  [riya, neha] = await Promise.all([leadOf('Riya'), leadOf('Neha')]);
  const other = {
    name: 'Other',
    country: 'IN',
    timeZone: 'Asia/Kolkata',
    admin: { name: 'Other', email: 'admin@other.test', password: demo.password },
  };
  await ask(`${stage.url}/v1/operator/institutes`, 'POST', other, { authorization: `Bearer ${OPERATOR_KEY}` });
  elsewhere = await stage.signIn('admin@other.test');
});
afterAll(async () => {
  await stage.close();
});

const path = '/v1/applications';
const leadOf = async (name: string): Promise<string> =>
  (await admin.call('GET', `/v1/leads?search=${name}`)).body.items[0].id;
const newLead = async (name: string, number: string): Promise<string> =>
  (await asha.call('POST', '/v1/leads', { name, phones: [{ number }] })).body.id;
const made = async (leadId: string, formId: string, status?: string) =>
  (await asha.call('POST', path, { leadId, formId, ...(status === undefined ? {} : { status }) })).body;
const idsOf = async (query: string, by = asha) =>
  (await by.call('GET', `${path}?${query}`)).body.items.map(({ id }: { id: string }) => id);
const opportunity = async (number: string) =>
  (await ask(`${stage.url}/webhooks/v1/${stage.token}/getOpportunity`, 'POST', { applicant_no: number })).body.data
    .applications;

describe('an application', () => {
  test('is made of a lead by a form, and stands on its timeline and in what the vendor may ask', async () => {
    const answer = await asha.call('POST', path, { leadId: riya, formId: btech });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        id: expect.any(String),
        lead: { id: riya, name: 'Riya Sharma' },
        form: { id: btech, name: 'B.Tech' },
        status: 'Started',
      },
    });
    expect(answer.headers.get('location')).toBe(`${path}/${answer.body.id}`);
    expect((await asha.call('GET', `${path}/${answer.body.id}`)).body).toEqual(answer.body);
    const { items } = (await asha.call('GET', `/v1/leads/${riya}/timeline`)).body;
    expect(items[0]).toMatchObject({ type: 'edit', text: 'Application B.Tech: Started', by: { name: 'Asha Rao' } });
    expect(await opportunity('9812345670')).toEqual([{ form: 'B.Tech', status: 'Started' }]);
  });

  test('is edited, and what is repeated is no change', async () => {
    const { id, createdAt } = await made(neha, btech, 'Documents missing');
    const edited = (await asha.call('PATCH', `${path}/${id}`, { status: 'Submitted', formId: mba })).body;
    expect(edited).toMatchObject({ id, createdAt, status: 'Submitted', form: { id: mba, name: 'MBA' } });
    expect((await asha.call('PATCH', `${path}/${id}`, { status: 'Submitted' })).body).toEqual(edited);
    expect((await asha.call('PATCH', `${path}/${id}`, {})).body).toEqual(edited);
    const { items } = (await asha.call('GET', `/v1/leads/${neha}/timeline`)).body;
    expect(items.map(({ text }: { text: string }) => text)).toEqual([
      'Application MBA: Submitted',
      'Application B.Tech: Documents missing',
    ]);
  });

  test('is by a form of the institute that is in use, and of a lead there is', async () => {
    const closed = (await admin.call('POST', '/v1/settings/forms', { name: 'Closed', active: false })).body.id;
    expect(await asha.call('POST', path, { leadId: riya, formId: closed })).toMatchObject({
      status: 409,
      body: { code: 'form_inactive' },
    });
    const theirs = (await elsewhere.call('POST', '/v1/settings/forms', { name: 'Theirs' })).body.id;
    const { id } = await made(riya, mba);
    for (const formId of [theirs, '0199a000-0000-7000-8000-0000000000ff']) {
      const wrong = { status: 400, body: { errors: [{ path: 'formId' }] } };
      expect(await asha.call('POST', path, { leadId: riya, formId })).toMatchObject(wrong);
      expect(await asha.call('PATCH', `${path}/${id}`, { formId })).toMatchObject(wrong);
    }
    expect(await elsewhere.call('POST', path, { leadId: riya, formId: theirs })).toMatchObject({
      status: 404,
      body: { code: 'lead_not_found' },
    });
    for (const body of [
      {},
      { leadId: riya },
      { leadId: 'riya', formId: mba },
      { leadId: riya, formId: mba, status: ' ' },
      { leadId: riya, formId: mba, stage: 'x' },
    ]) {
      expect((await asha.call('POST', path, body)).status).toBe(400);
    }
    for (const body of [{ status: '' }, { status: null }, { leadId: neha }])
      expect((await asha.call('PATCH', `${path}/${id}`, body)).status).toBe(400);
  });

  test('of another institute is not there', async () => {
    const { id } = await made(riya, mba);
    for (const [method, body] of [
      ['GET', undefined],
      ['PATCH', { status: 'Mine' }],
    ] as const) {
      expect((await elsewhere.call(method, `${path}/${id}`, body)).status).toBe(404);
      expect((await asha.call(method, `${path}/mine`, body)).status).toBe(404);
    }
    expect((await elsewhere.call('GET', path)).body.items).toEqual([]);
  });

  test('of a lead that was merged is the primary’s', async () => {
    const [kept, merged] = [await newLead('Kept', '9000000001'), await newLead('Merged', '9000000002')];
    const { id } = await made(merged, btech);
    await asha.call('POST', `/v1/leads/${merged}/merge`, { into: kept });
    expect((await asha.call('GET', `${path}/${id}`)).body.lead).toEqual({ id: kept, name: 'Kept' });
    const second = await made(merged, mba);
    expect(second.lead.id).toBe(kept);
    expect(await idsOf(`lead=${kept}`)).toEqual([second.id, id]);
    expect((await asha.call('PATCH', `${path}/${id}`, { status: 'Admitted' })).status).toBe(200);
    expect(await opportunity('9000000002')).toEqual([
      { form: 'B.Tech', status: 'Admitted' },
      { form: 'MBA', status: 'Started' },
    ]);
  });

  test('shows a name with a number in it masked to those who see no numbers', async () => {
    const lead = await newLead('Student 90000 00003', '9000000003');
    const { id } = await made(lead, btech, 'call 9000000003 back');
    await admin.call('PUT', `/v1/settings/counsellors/${asha.id}/permissions`, { grants: { full_numbers: 'no' } });
    const shown = (await asha.call('GET', `${path}/${id}`)).body;
    expect(JSON.stringify(shown)).not.toMatch(/90000 ?00003/);
    await admin.call('PUT', `/v1/settings/counsellors/${asha.id}/permissions`, { grants: { full_numbers: null } });
    expect((await asha.call('GET', `${path}/${id}`)).body.lead.name).toBe('Student 90000 00003');
  });
});

describe('the Application Manager', () => {
  test('lists applications, the newest first, by form, lead and status, page by page', async () => {
    const form = (await admin.call('POST', '/v1/settings/forms', { name: 'Ph.D.' })).body.id;
    const [one, two, three] = [await made(riya, form), await made(neha, form, 'Admitted'), await made(riya, form)];
    expect(await idsOf(`form=${form}`)).toEqual([three.id, two.id, one.id]);
    expect(await idsOf(`form=${form}&lead=${riya}`)).toEqual([three.id, one.id]);
    expect(await idsOf(`form=${form}&status=Admitted`)).toEqual([two.id]);
    expect(await idsOf(`form=${form}&status=`)).toHaveLength(3);
    const first = (await asha.call('GET', `${path}?form=${form}&limit=2`)).body;
    expect(await idsOf(`form=${form}&limit=2&cursor=${first.nextCursor}`)).toEqual([one.id]);
    expect((await asha.call('GET', `${path}?form=none`)).status).toBe(400);
    expect((await asha.call('GET', `${path}?cursor=none`)).status).toBe(400);
  });

  test('finds applications by their lead: its name, its number in any spelling, and its owner', async () => {
    const form = (await admin.call('POST', '/v1/settings/forms', { name: 'M.Sc.' })).body.id;
    const [ofRiya, ofNeha] = [await made(riya, form), await made(neha, form)];
    expect(await idsOf(`form=${form}&search=riya`)).toEqual([ofRiya.id]);
    expect(await idsOf(`form=${form}&search=098123-45672`)).toEqual([ofNeha.id]);
    expect(await idsOf(`form=${form}&search=nobody`)).toEqual([]);
    expect(await idsOf(`form=${form}&search=%20`)).toHaveLength(2);
    expect(await idsOf(`form=${form}&owner=${asha.id}`)).toEqual([ofRiya.id]);
    expect(await idsOf(`form=${form}&owner=${admin.id}`)).toEqual([]);
    expect((await asha.call('GET', `${path}?owner=asha`)).status).toBe(400);
    expect(await idsOf('search=riya', elsewhere)).toEqual([]);
  });

  test('tells everybody which forms there are, and which statuses applications have', async () => {
    const { forms, statuses } = (await asha.call('GET', `${path}/values`)).body;
    expect(forms).toContainEqual({ id: btech, name: 'B.Tech', active: true });
    expect(forms).toContainEqual(expect.objectContaining({ name: 'Closed', active: false }));
    expect(statuses).toEqual([...statuses].toSorted());
    expect(statuses).toEqual(expect.arrayContaining(['Admitted', 'Started']));
    const others = (await elsewhere.call('GET', `${path}/values`)).body;
    expect(others.forms.map(({ name }: { name: string }) => name)).toEqual(['Theirs']);
    expect(others.statuses).toEqual([]);
  });

  test('calls from an application where calling is on for its form alone', async () => {
    const { id } = await made(riya, btech);
    const clicked = { leadId: riya, applicationId: id, via: 'cloud' };
    const click = async () =>
      (await ask(`${stage.url}/v1/calls`, 'POST', clicked, { cookie: asha.cookie, 'idempotency-key': 'one click' }))
        .body.code;
    expect(await click()).toBe('form_not_enabled');
    await stage.configure({ outbound: { formIds: [btech] } });
    expect(await click()).toBe('vendor_not_connected');
    await stage.configure({ outbound: { formIds: [mba] } });
    expect(await click()).toBe('form_not_enabled');
  });

  test('can be called from by forms there are, and no others', async () => {
    const settings = '/v1/settings/telephony/tatatel';
    for (const formIds of [
      [mba, '0199a000-0000-7000-8000-0000000000ff'],
      [mba, 'B.Tech'],
    ]) {
      expect(await admin.call('PUT', settings, { outbound: { formIds } })).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'outbound.formIds.1', problem: 'not a form of this institute' }] },
      });
    }
    expect((await elsewhere.call('PUT', settings, { outbound: { formIds: [mba] } })).status).toBe(400);
    expect((await admin.call('GET', settings)).body.outbound.formIds).toEqual([mba]);
  });
});
