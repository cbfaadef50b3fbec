import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTatatelExchange, type TatatelExchange } from '../../simulator/tatatel/server.ts';
import { ask, eventually, openStage, type Answer, type Stage } from '../spine/stage.ts';

const OPERATOR_KEY = 'operator-key-of-thirty-two-letters';

let stage: Stage;
let tatatel: TatatelExchange;
beforeAll(async () => {
  stage = await openStage({ variables: { OPERATOR_KEY } });
  tatatel = await startTatatelExchange();
});
afterAll(async () => {
  await stage.close();
  await tatatel.stop();
});

type Asking = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** As somebody who signed in; every answer has to be a good one. */
async function signedIn(email: string, password: string): Promise<Asking> {
  const { headers } = await ask(`${stage.url}/v1/session`, 'POST', { email, password });
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return async (method, path, body) => {
    const answer = await ask(`${stage.url}${path}`, method, body, { cookie });
    expect([method, path, answer.status < 300, answer.body]).toEqual([method, path, true, answer.body]);
    return answer;
  };
}

// docs/OPERATIONS.md, "Setting up an institute", step by step.
test('an institute is set up from nothing through the API alone, and its first call shows a pop-up', async () => {
  const created = await ask(
    `${stage.url}/v1/operator/institutes`,
    'POST',
    {
      name: 'Hill University',
      country: 'IN',
      timeZone: 'Asia/Kolkata',
      admin: { name: 'Priya', email: 'priya@hill.test' },
    },
    { authorization: `Bearer ${OPERATOR_KEY}` },
  );
  expect(created.status).toBe(201);
  const admin = await signedIn('priya@hill.test', created.body.admin.password);

  const week = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '09:00', to: '19:00' }];
  await admin('PUT', '/v1/settings/institute', { callingHours: week, defaultVendor: 'tatatel' });
  await admin('PUT', '/v1/settings/telephony/tatatel', {
    enabled: true,
    inbound: { enabled: true },
    vendorSettings: { apiUrl: tatatel.url, email: 'desk@demo.test', password: 'exchange-password' },
  });
  expect((await admin('POST', '/v1/settings/telephony/tatatel/test')).body).toEqual({ ok: true });

  await admin('PUT', '/v1/settings/permissions/counsellor', {
    grants: { receive_popups: 'yes', full_numbers: 'yes', call_logs: 'own' },
  });
  const north = (await admin('POST', '/v1/settings/teams', { name: 'North' })).body.id;
  await admin('POST', '/v1/settings/counsellors', {
    name: 'Dev',
    email: 'dev@hill.test',
    password: 'correct horse battery',
    roles: ['counsellor'],
    teamId: north,
    agentNumbers: [{ vendor: 'tatatel', number: '98765 43210' }],
  });
  await admin('PUT', '/v1/settings/numbers', { dids: [{ number: '080 4710 0200', campaign: 'Fair' }] });
  const form = (await admin('POST', '/v1/settings/forms', { name: 'B.Tech' })).body.id;
  await admin('PUT', '/v1/settings/telephony/tatatel', { outbound: { formIds: [form] } });
  const { sheet } = (await admin('POST', '/v1/settings/telephony/tatatel/rotate', { what: 'token' })).body;
  expect(sheet.missing).toEqual([]);

  // The vendor does as the sheet says.
  const url = (name: string) => sheet.endpoints.find(({ endpoint }: Answer['body']) => endpoint === name).urlWithToken;
  const call = { applicant_no: '9811111111', call_id: 'hill-1', did_no: '08047100200' };
  expect((await ask(url('getCounsellor'), 'POST', call)).body).toEqual({ data: [], status: 0 });
  expect((await ask(url('ivrCallNotification'), 'POST', { ...call, agent_no: '9876543210' })).body.status).toBe(1);

  const dev = await signedIn('dev@hill.test', 'correct horse battery');
  const [ringing] = await eventually(async () => {
    const { body } = await dev('GET', '/v1/calls?search=hill-1');
    return body.items[0]?.offers.length > 0 ? body.items : null;
  });
  expect(ringing).toMatchObject({
    state: 'ringing',
    campaign: 'Fair',
    number: '+919811111111',
    offers: [{ counsellor: { name: 'Dev' } }],
  });
  const { body: health } = await admin('GET', '/v1/settings/health');
  expect(health).toEqual({
    availabilityUntold: [],
    counsellorsWithoutNumber: [],
    dailyComparisons: [],
    streams: [],
    unmappedAgentNumbers: [],
    unmappedNumbers: [],
    rejectedRequests: [],
    failingCredentials: [],
  });
});
