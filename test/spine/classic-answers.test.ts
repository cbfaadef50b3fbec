import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { admit, type Credential } from '../../api/routes/vendor/credentials.ts';
import type { Db } from '../../db/pool.ts';
import { ask, openStage, type Answer, type Stage } from './stage.ts';

const ASHA = '9990947416';
const RIYA = '9812345670';
const NAMES = ['getCounsellor', 'ivrCallNotification', 'ivrCallBackDetails'] as const;
const SECRET = 'demo-secret-key';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});

/** One request as it stands on the wire. */
async function send(path: string, init: RequestInit = {}): Promise<Answer> {
  const { method = 'POST', body, headers } = init;
  const response = await fetch(`${stage.url}${path}`, {
    method,
    ...(body != null && { body }),
    ...(headers && { headers }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}
const json = { 'content-type': 'application/json' };
const whole = { secret_key: SECRET, applicant_no: RIYA, agent_no: ASHA, status: '1' };

describe.each(NAMES)('a request to %s', (name) => {
  const path = `/${name}/100/tatatel`;

  test.each(['PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])(
    'by %s is told the methods there are, whatever else is wrong',
    async (method) => {
      for (const place of [path, `/${name}/999/nobody`, `/webhooks/v1/abc/${name}`]) {
        const { status, headers } = await send(place, { method });
        expect([place, status, headers.get('allow')]).toEqual([place, 405, 'GET, POST']);
      }
    },
  );

  test('of a vendor we do not know finds nobody, whatever its body', async () => {
    for (const body of [JSON.stringify(whole), '{', 'x'.repeat(300_000)]) {
      const answer = await send(`/${name}/100/airtel`, { body, headers: json });
      expect(answer).toMatchObject({ status: 404, body: { status: 0, message: 'Vendor Not Found' } });
    }
    expect(await send(`/${name}/999/Tatatel`, { method: 'GET' })).toMatchObject({ status: 404 });
  });

  test.each([
    [413, 'over 256 KiB', { body: JSON.stringify({ ...whole, note: 'x'.repeat(256 * 1024) }), headers: json }],
    [400, 'broken JSON', { body: '{"applicant_no": ', headers: json }],
    [400, 'a list', { body: '[1]', headers: json }],
    [400, 'a word', { body: '"hello"', headers: json }],
    [400, 'multipart without its boundary', { body: 'x', headers: { 'content-type': 'multipart/form-data' } }],
    [415, 'text', { body: 'applicant_no is 98', headers: { 'content-type': 'text/plain' } }],
    [415, 'no type at all', { body: new Blob(['applicant_no']), headers: {} }],
  ])('is answered %i when it is %s, before its secret is looked at', async (status, _, init) => {
    for (const place of [path, `/${name}/999/tatatel`, `/webhooks/v1/${'0'.repeat(32)}/${name}`]) {
      const answer = await send(place, init);
      expect(answer).toMatchObject({ status, body: { status: 0, message: expect.any(String) } });
    }
  });

  test('is answered 413 when its length is not told and it does not end', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        if (sent <= 200) controller.enqueue(new Uint8Array(65_536).fill(0x20));
        else controller.close();
      },
    });
    const response = await fetch(`${stage.url}${path}`, {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: json,
    });
    expect([response.status, await response.json()]).toMatchObject([413, { status: 0 }]);
  });

  test('with a wrong credential is refused in one and the same way', async () => {
    const body = (secret?: unknown) => ({ body: JSON.stringify({ ...whole, secret_key: secret }), headers: json });
    const refused = await Promise.all([
      send(`/${name}/999/tatatel`, body(SECRET)),
      send(`/${name}/000/tatatel`, body(SECRET)),
      send(`/${name}/99999999999999999999/tatatel`, body(SECRET)),
      send(`/${name}/abc/tatatel`, body(SECRET)),
      send(path, body()),
      send(path, body('')),
      send(path, body('demo-secret-kez')),
      send(path, body({ $ne: '' })),
      send(path, body([SECRET, 'x'])),
      send(`/${name}/100/exotel`, body('wrong')),
      send(`/webhooks/v1/${'0'.repeat(32)}/${name}`, body(SECRET)),
      send(`/webhooks/v1/x/${name}`, body(SECRET)),
      send(path, { body: '{}', headers: json }),
    ]);
    for (const { status, body: said } of refused) {
      expect([status, said]).toEqual([401, { status: 0, message: 'Invalid Secret Key' }]);
    }
  });

  test('of a vendor that is not set up for the institute is invalid', async () => {
    const answer = await send(`/${name}/100/exotel`, { body: JSON.stringify(whole), headers: json });
    expect([answer.status, answer.body]).toEqual([403, { status: 0, message: 'Invalid Vendor' }]);
  });

  test('of a vendor that is switched off is invalid, by secret and by token', async () => {
    await stage.configure({ enabled: false });
    for (const place of [path, `/webhooks/v1/${stage.token}/${name}`]) {
      const answer = await send(place, { body: JSON.stringify(whole), headers: json });
      expect([answer.status, answer.body]).toEqual([403, { status: 0, message: 'Invalid Vendor' }]);
    }
    await stage.configure({ enabled: true });
  });
});

describe('a required field', () => {
  test.each([
    ['getCounsellor', {}, ['applicant_no'], { data: [] }],
    ['ivrCallNotification', {}, ['applicant_no', 'agent_no'], {}],
    ['ivrCallNotification', { applicant_no: RIYA }, ['agent_no'], {}],
    ['ivrCallBackDetails', { applicant_no: RIYA, agent_no: ASHA }, ['status'], {}],
    ['ivrCallBackDetails', { status: '1' }, ['applicant_no'], {}],
  ] as const)('of %s that %j lacks is named: %j', async (name, fields, missing, more) => {
    const { status, body } = await stage.vendor(name, fields);
    expect(status).toBe(422);
    expect(body).toEqual({
      status: 0,
      message: `${missing[0]} is required`,
      errors: missing.map((field) => ({ field, problem: expect.any(String) })),
      ...more,
    });
  });

  test('is there when its key is, though it says nothing', async () => {
    expect(await stage.vendor('getCounsellor', { applicant_no: null })).toMatchObject({
      status: 200,
      body: { data: [], status: 0 },
    });
    const popup = await stage.vendor('ivrCallNotification', { applicant_no: '', agent_no: 'null', call_id: 'empty' });
    expect(popup).toMatchObject({
      status: 200,
      body: { status: 0, message: 'Agent Details Not Found', call_id: 'empty' },
    });
    const over = await stage.vendor('ivrCallBackDetails', { applicant_no: 'N/A', status: '$status', call_id: 'empty' });
    expect(over.body).toEqual({ status: 1, message: 'Call details accepted', call_id: 'empty' });
    const call = await stage.call('empty', ({ flags }) => flags.includes('status_unrecognised'));
    expect(call).toMatchObject({
      number: null,
      lead: null,
      counsellor: null,
      flags: expect.arrayContaining(['number_unreadable', 'agent_unknown']),
    });
  });
});

describe('while inbound calling is off', () => {
  const refusal = { status: 0, message: 'Inbound calling is not enabled' };
  afterEach(async () => await stage.configure({ inbound: { enabled: true } }));

  test('a question gets nobody, and pop-ups and call backs of new calls are refused', async () => {
    await stage.configure({ inbound: { enabled: false } });
    const asked = await stage.vendor('getCounsellor', { applicant_no: RIYA, call_id: 'off' });
    expect([asked.status, asked.body]).toEqual([200, { data: [], status: 0 }]);
    for (const name of ['ivrCallNotification', 'ivrCallBackDetails'] as const) {
      const answer = await stage.vendor(name, {
        applicant_no: '9700000900',
        agent_no: ASHA,
        status: '1',
        call_id: 'off',
      });
      expect([name, answer.status, answer.body]).toEqual([name, 200, refusal]);
    }
    const { body: calls } = await (await stage.admin()).call('GET', '/v1/calls?search=off');
    expect(calls.items).toEqual([]);
  });

  test('the call back of a call that had begun is taken, with its id and without one', async () => {
    await stage.vendor('ivrCallNotification', { applicant_no: '9700000901', agent_no: ASHA, call_id: 'begun' });
    await stage.vendor('ivrCallNotification', { applicant_no: '9700000902', agent_no: ASHA });
    await stage.configure({ inbound: { enabled: false } });
    const next = await stage.vendor('ivrCallNotification', {
      applicant_no: '9700000901',
      agent_no: '9899364545',
      call_id: 'begun',
    });
    expect(next.body).toEqual(refusal);
    const over = await stage.vendor('ivrCallBackDetails', {
      applicant_no: '9700000901',
      agent_no: ASHA,
      status: '0',
      call_id: 'begun',
    });
    expect(over.body).toEqual({ status: 1, message: 'Call details accepted', call_id: 'begun' });
    const nameless = await stage.vendor('ivrCallBackDetails', {
      applicant_no: '9700000902',
      agent_no: ASHA,
      status: '0',
    });
    expect(nameless.body).toEqual({ status: 1, message: 'Call details accepted' });
    expect(await stage.call('begun')).toMatchObject({ outcome: 'missed' });
  });

  test('outbound and campaign requests are taken', async () => {
    await stage.configure({ inbound: { enabled: false } });
    for (const call_type of ['outbound', 'campaign', 'click_to_call']) {
      const popup = { applicant_no: '9700000903', agent_no: ASHA, call_id: `off ${call_type}`, call_type };
      expect((await stage.vendor('ivrCallNotification', popup)).body).toMatchObject({ status: 1 });
      expect((await stage.vendor('ivrCallBackDetails', { ...popup, status: '0' })).body).toMatchObject({ status: 1 });
    }
  });
});

describe('a request that is good', () => {
  test('asks for agents and gets exactly their numbers, or nobody', async () => {
    const owned = await stage.vendor('getCounsellor', { applicant_no: RIYA });
    expect([owned.status, owned.body]).toEqual([200, { data: [{ agent_number: ASHA }], status: 1 }]);
    const unknown = await stage.vendor('getCounsellor', { applicant_no: '9700000910', call_id: 'q1' });
    expect([unknown.status, unknown.body]).toEqual([200, { data: [], status: 0 }]);
    expect(unknown.headers.get('content-type')).toMatch(/^application\/json/);
  });

  test('is accepted with its call_id echoed when one was sent, and so is a repeat', async () => {
    const said = { applicant_no: '9700000911', agent_no: ASHA };
    for (const times of [1, 2]) {
      const popup = await stage.vendor('ivrCallNotification', { ...said, call_id: 987654321 });
      expect([times, popup.body]).toEqual([
        times,
        { status: 1, message: 'Notification accepted', call_id: '987654321' },
      ]);
    }
    for (const times of [1, 2]) {
      const over = await stage.vendor('ivrCallBackDetails', { ...said, call_id: ' 987654321 ', status: 'Answered' });
      expect([times, over.body]).toEqual([
        times,
        { status: 1, message: 'Call details accepted', call_id: '987654321' },
      ]);
    }
    const nameless = await stage.vendor('ivrCallNotification', {
      applicant_no: '9700000912',
      agent_no: ASHA,
      call_id: '$call_id',
    });
    expect(nameless.body).toEqual({ status: 1, message: 'Notification accepted' });
    expect(await stage.call('987654321')).toMatchObject({ offers: [{ result: 'answered' }] });
  });

  test('naming an agent number of nobody is recorded and told so', async () => {
    const call = { applicant_no: '9700000913', agent_no: '9111111111', call_id: 'nobody’s' };
    const notFound = { status: 0, message: 'Agent Details Not Found', call_id: 'nobody’s' };
    const popup = await stage.vendor('ivrCallNotification', call);
    expect([popup.status, popup.body]).toEqual([200, notFound]);
    const over = await stage.vendor('ivrCallBackDetails', { ...call, status: 'answered', call_duration: 5 });
    expect([over.status, over.body]).toEqual([200, notFound]);
    expect(await stage.call('nobody’s')).toMatchObject({
      outcome: 'answered',
      counsellor: null,
      offers: [],
      talkSeconds: 5,
      flags: ['agent_unknown'],
    });
    const { call_id: _, ...nameless } = call;
    expect((await stage.vendor('ivrCallNotification', nameless)).body).toEqual({
      status: 0,
      message: 'Agent Details Not Found',
    });
  });
});

test('a wrong credential takes the same steps whether its institute and vendor are there or not', async () => {
  const steps = async (credential: Credential): Promise<readonly string[]> => {
    const asked: string[] = [];
    const db = new Proxy<Db>(stage.db, {
      get: (target, method, receiver) => {
        const own: unknown = Reflect.get(target, method, receiver);
        if (typeof own !== 'function') return own;
        return (query: { readonly sql: string }): unknown => {
          asked.push(query.sql);
          return own.call(target, query);
        };
      },
    });
    expect(await admit(db, credential, Date.now())).toEqual({ result: 'wrong_secret' });
    return asked;
  };
  const bySecret = (institute: number | null, vendor: string, secret: string | null) =>
    ({ by: 'secret', institute, vendor, secret }) as const;
  const ofHere = await steps(bySecret(100, 'tatatel', 'wrong'));
  expect(ofHere).toHaveLength(1);
  for (const other of [
    bySecret(100, 'exotel', 'wrong'),
    bySecret(100, 'tatatel', null),
    bySecret(999, 'tatatel', SECRET),
    bySecret(null, 'tatatel', SECRET),
  ])
    expect(await steps(other)).toEqual(ofHere);

  const ofNobody = await steps({ by: 'token', token: 'x', vendor: null });
  expect(ofNobody).toHaveLength(1);
  expect(await steps({ by: 'token', token: stage.token, vendor: 'exotel' })).toEqual(ofNobody);
});

test('over the rate limit a vendor is told when to come back, and a routing question gets nobody', async () => {
  const limited = await openStage({ worker: false, variables: { RATE_LIMIT: '3' } });
  try {
    const popup = { applicant_no: '9700000920', agent_no: ASHA };
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map(async (call_id) => await limited.vendor('ivrCallNotification', { ...popup, call_id })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(refused?.body).toMatchObject({ status: 0, message: expect.any(String) });
    const asked = await limited.vendor('getCounsellor', { applicant_no: RIYA });
    expect([asked.status, asked.body]).toEqual([200, { data: [], status: 0 }]);
    const wrong = await ask(`${limited.url}/getCounsellor/100/tatatel`, 'POST', { applicant_no: RIYA });
    expect(wrong.status).toBe(401);
  } finally {
    await limited.close();
  }
});
