import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { ask, eventually, openStage, type Answer, type Stage } from './stage.ts';

const ASHA = '9990947416';
const RIYA = '9812345670';
const SECRET = 'demo-secret-key';
const PATH = '/ivrCallNotification/100/tatatel';
const FORM = 'application/x-www-form-urlencoded';

let stage: Stage;
let ids = 0;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});

/** A pop-up request of a call of its own. */
const popup = (more: Record<string, string> = {}) => ({
  applicant_no: RIYA,
  agent_no: ASHA,
  call_id: `request ${(ids += 1)}`,
  ...more,
});

async function send(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(`${stage.url}${path}`, init);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const post = async (path: string, body: RequestInit['body'], headers: Record<string, string> = {}) =>
  await send(path, { method: 'POST', ...(body != null && { body }), headers });
const query = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

const kept = z.object({
  vendor: z.string(),
  endpoint: z.string(),
  method: z.string(),
  fields: z.record(z.string(), z.unknown()).nullable(),
  status: z.number(),
  answer: z.unknown(),
  outcome: z.string(),
  callId: z.string().nullable(),
  institute: z.number().nullable(),
});
const keptRequests = async () =>
  await stage.db.any(sql.type(kept)`
    select vendor, endpoint, method, fields, http_status as status, answer, outcome, call_id as "callId", institute_id as institute
    from vendor_request order by id
  `);
/** The requests kept that mention this text, once there are as many. */
const keptWith = async (text: string, many = 1) =>
  await eventually(async () => {
    const found = (await keptRequests()).filter((request) => JSON.stringify(request).includes(text));
    return found.length >= many ? found : null;
  });

describe('the same fields are read', () => {
  const multipart = (fields: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    return form;
  };
  test.each<[string, (fields: Record<string, string>) => Promise<Answer>]>([
    ['from JSON', async (fields) => await post(PATH, JSON.stringify(fields), { 'content-type': 'application/json' })],
    [
      'from JSON that calls itself a form',
      async (fields) => await post(PATH, JSON.stringify(fields), { 'content-type': FORM }),
    ],
    [
      'from JSON that calls itself text',
      async (fields) => await post(PATH, JSON.stringify(fields), { 'content-type': 'text/plain' }),
    ],
    ['from JSON that calls itself nothing', async (fields) => await post(PATH, new Blob([JSON.stringify(fields)]))],
    ['from a form', async (fields) => await post(PATH, query(fields), { 'content-type': FORM })],
    ['from multipart', async (fields) => await post(PATH, multipart(fields))],
    ['from the query of a GET', async (fields) => await send(`${PATH}?${query(fields)}`, { method: 'GET' })],
    ['from the query of a POST without a body', async (fields) => await post(`${PATH}?${query(fields)}`, null)],
    [
      'from a form with some in the query',
      async ({ call_id = '', ...fields }) =>
        await post(`${PATH}?${query({ call_id })}`, query(fields), { 'content-type': FORM }),
    ],
  ])('%s', async (_, request) => {
    const fields = popup({ secret_key: SECRET });
    const { status, body } = await request(fields);
    expect([status, body]).toEqual([200, { status: 1, message: 'Notification accepted', call_id: fields.call_id }]);
    expect(await stage.call(fields.call_id, ({ offers }) => offers.length > 0)).toMatchObject({
      number: '+919812345670',
      offers: [{ counsellor: { name: 'Asha Rao' } }],
    });
  });

  test('trimmed, and from keys with a space behind them', async () => {
    const { call_id } = popup();
    const sent = {
      secret_key: ` ${SECRET} `,
      'applicant_no ': ` ${RIYA} `,
      agent_no: ` ${ASHA}`,
      call_id: `  ${call_id} `,
    };
    expect((await post(PATH, JSON.stringify(sent))).body).toMatchObject({ status: 1, call_id });
  });
});

describe('the secret counts', () => {
  const fields = () => JSON.stringify(popup());
  test('in the body, else in the query, else in the header', async () => {
    const inBody = JSON.stringify(popup({ secret_key: SECRET }));
    expect(await post(`${PATH}?secret_key=wrong`, inBody, { 'x-secret-key': 'wrong' })).toMatchObject({ status: 200 });
    expect(await post(`${PATH}?secret_key=${SECRET}`, fields(), { 'x-secret-key': 'wrong' })).toMatchObject({
      status: 200,
    });
    expect(await post(PATH, fields(), { 'X-Secret-Key': SECRET })).toMatchObject({ status: 200 });
    expect(await send(`${PATH}?${query(popup())}`, { headers: { 'X-Secret-Key': SECRET } })).toMatchObject({
      status: 200,
    });
  });

  test('by the first place that has one: a wrong one there is not mended by a right one behind it', async () => {
    const wrong = JSON.stringify(popup({ secret_key: 'wrong' }));
    expect(await post(`${PATH}?secret_key=${SECRET}`, wrong, { 'x-secret-key': SECRET })).toMatchObject({
      status: 401,
    });
    expect(await post(`${PATH}?secret_key=wrong`, fields(), { 'x-secret-key': SECRET })).toMatchObject({ status: 401 });
  });
});

describe('with a token in its path', () => {
  const path = (name: string) => `/webhooks/v1/${stage.token}/${name}`;

  test('a whole call is taken without a secret, nor is a wrong one looked at', async () => {
    const fields = popup({ secret_key: 'wrong' });
    expect((await ask(`${stage.url}${path('getCounsellor')}`, 'POST', fields)).body).toEqual({
      data: [{ agent_number: ASHA }],
      status: 1,
    });
    expect((await send(`${path('ivrCallNotification')}?${query(fields)}`, {})).body).toMatchObject({ status: 1 });
    expect(
      (await ask(`${stage.url}${path('ivrCallBackDetails')}`, 'POST', { ...fields, status: '0' })).body,
    ).toMatchObject({ status: 1 });
    expect(await stage.call(fields.call_id)).toMatchObject({ vendor: 'tatatel', outcome: 'missed' });
  });

  test('the lead of a number is told with its owner', async () => {
    const { body } = await ask(`${stage.url}${path('getOpportunity')}`, 'POST', { applicant_no: `0${RIYA}` });
    expect(body).toEqual({
      status: 1,
      data: {
        lead_id: expect.any(String),
        name: 'Riya Sharma',
        stage: 'New',
        owner: { name: 'Asha Rao', agent_number: ASHA },
        applications: [],
      },
    });
    const unowned = await send(`${path('getOpportunity')}?applicant_no=9812345673`, {});
    expect(unowned.body).toMatchObject({ status: 1, data: { name: 'Neha Gupta', owner: null } });
    for (const applicant_no of ['9700000999', 'anonymous', '']) {
      expect((await ask(`${stage.url}${path('getOpportunity')}`, 'POST', { applicant_no })).body).toEqual({
        status: 0,
        data: null,
      });
    }
    expect(await ask(`${stage.url}${path('getOpportunity')}`, 'POST', {})).toMatchObject({
      status: 422,
      body: { message: 'applicant_no is required' },
    });
  });
});

describe('a request is kept with its answer', () => {
  test('whatever became of it, with unknown fields and without its secret', async () => {
    const fields = popup({ secret_key: SECRET, ivr_path: 'admissions', note: `key=${SECRET}` });
    await post(`${PATH}?secret_key=${SECRET}`, JSON.stringify(fields), { 'x-secret-key': SECRET });
    await post(PATH, JSON.stringify(fields));
    const [first, again] = await keptWith(fields.call_id, 2);
    expect(first).toMatchObject({
      vendor: 'tatatel',
      endpoint: 'ivrCallNotification',
      method: 'POST',
      status: 200,
      outcome: 'taken',
      institute: 100,
      callId: expect.any(String),
      fields: { applicant_no: RIYA, ivr_path: 'admissions' },
      answer: { status: 1, message: 'Notification accepted', call_id: fields.call_id },
    });
    expect(again).toMatchObject({ outcome: 'repeat', callId: first?.callId });

    await stage.vendor('getCounsellor', { applicant_no: RIYA, call_id: `${fields.call_id} asked` });
    expect(await keptWith(`${fields.call_id} asked`)).toMatchObject([
      { outcome: 'routed', answer: { data: [{ agent_number: ASHA }], status: 1 } },
    ]);
    await stage.vendor('ivrCallNotification', { applicant_no: RIYA, call_id: `${fields.call_id} lacking` });
    expect(await keptWith(`${fields.call_id} lacking`)).toMatchObject([
      { status: 422, answer: { message: 'agent_no is required' } },
    ]);
  });

  test('also while inbound calling is off', async () => {
    await stage.configure({ inbound: { enabled: false } });
    for (const name of ['getCounsellor', 'ivrCallNotification'] as const)
      await stage.vendor(name, popup({ call_id: 'kept while off' }));
    await stage.configure({ inbound: { enabled: true } });
    expect(await keptWith('kept while off', 2)).toMatchObject([
      { outcome: 'inbound_disabled' },
      { outcome: 'inbound_disabled' },
    ]);
  });

  test('each one, however many come at once and lack a field', async () => {
    const many = Array.from({ length: 30 }, (_, index) => `lacking at once ${index}`);
    await Promise.all(
      many.map(async (call_id) => await stage.vendor('ivrCallBackDetails', { call_id, applicant_no: RIYA })),
    );
    expect(
      (await keptRequests()).filter(({ fields }) => JSON.stringify(fields).includes('lacking at once')),
    ).toHaveLength(30);
  });

  test('each one, when several are refused at once', async () => {
    const marks = Array.from({ length: 12 }, (_, index) => `refused at once ${index} `);
    await Promise.all(
      marks.map(async (mark) => await post(PATH, JSON.stringify(popup({ secret_key: 'wrong', mark })))),
    );
    const refused = JSON.stringify(await keptWith('refused at once', marks.length));
    expect(marks.filter((mark) => !refused.includes(mark))).toEqual([]);
  });

  test('when it is refused, under the institute of its path where there is one, in a bounded number', async () => {
    await post('/ivrCallNotification/100/exotel', JSON.stringify(popup({ secret_key: SECRET, mark: 'wrong vendor' })));
    await post('/ivrCallNotification/000/tatatel', JSON.stringify(popup({ secret_key: SECRET, mark: 'zeros' })));
    await post(
      '/ivrCallNotification/999/tatatel',
      JSON.stringify(popup({ secret_key: SECRET, mark: 'unknown institute' })),
    );
    expect(await keptWith('wrong vendor')).toMatchObject([{ institute: 100, vendor: 'exotel', status: 403 }]);
    // The secret tells whose URL it is in which nobody filled in the institute.
    expect(await keptWith('zeros')).toMatchObject([{ institute: 100, status: 401 }]);
    expect(await keptWith('unknown institute')).toMatchObject([{ institute: null, status: 401 }]);
    for (let times = 0; times < 25; times += 1) {
      await Promise.all(
        Array.from(
          { length: 10 },
          async () => await post(PATH, JSON.stringify(popup({ secret_key: 'guessed-secret' }))),
        ),
      );
    }
    const refused = await keptWith('Invalid Secret Key', 20);
    expect(refused.length).toBeLessThanOrEqual(250);
  });

  test('and neither it nor a log holds a secret or a token', async () => {
    await post(PATH, 'secret_key=demo-secret-key&{', { 'content-type': 'application/json' });
    await keptWith('Unreadable body');
    const everything = [JSON.stringify(await keptRequests()), ...stage.logged].join('\n');
    for (const secret of [SECRET, stage.token, 'guessed-secret']) expect(everything).not.toContain(secret);
    for (const number of [RIYA, ASHA]) expect(stage.logged.join('\n')).not.toContain(number);
  });
});
