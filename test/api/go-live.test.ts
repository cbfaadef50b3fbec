import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'slonik';
import { demo } from '../../dev/demo-data.ts';
import { ask, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, aVendorCall } from '../spine/vendor-call.ts';
import { missing, openGoLive, states, steps, type Body, type GoLive } from './go-live-run.ts';

const DID = demo.did.number;

let goLive: GoLive;
let stage: Stage;
let admin: Person;
let asha: Person;
beforeAll(async () => {
  goLive = await openGoLive();
  ({ stage, admin, asha } = goLive);
});
afterAll(async () => {
  await stage.close();
});

const TWELVE =
  'routing_answers inbound_flow popup lead_creation campaign_mapping call_log log_load timeline productivity missed_icon outbound_flow page_check';
const PASSED = Object.fromEntries(TWELVE.split(' ').map((key) => [key, 'passed']));

describe('a rehearsal', () => {
  test('passes every check, in the vendor’s own words, by requests that came over HTTP', async () => {
    const { id } = await goLive.start({ mode: 'rehearsal' });
    const run = await goLive.rehearsed(id, { dialect: 'own' });
    expect(states(run)).toEqual(PASSED);
    expect(run.sent.map(({ status }: Body) => status)).toEqual(run.sent.map(() => 200));
    const shown = steps(run, 'inbound_flow').find(({ requestId }: Body) => requestId !== null);
    const { body: log } = await admin.call('GET', `/v1/telephony-logs?search=${shown.callId}`);
    expect(log.items.map((request: Body) => request.id)).toContain(shown.requestId);
    expect(new Set(run.sent.map(({ endpoint }: Body) => endpoint))).toEqual(new Set(['dialplan', 'events']));
  });

  test('is one command, too, which plays the classic words and prints the report', async () => {
    const env = { ...process.env, CALLTHREAD_EMAIL: demo.admin.email, CALLTHREAD_PASSWORD: demo.password };
    const { stdout } = await promisify(execFile)(process.execPath, ['api/go-live-command.ts', '--url', stage.url], {
      env,
    });
    expect(stdout).toContain('12 of 12 checks are passed.');
    expect(stdout).toContain('ivrCallNotification: 200 Notification accepted');
    const wrong = { ...env, CALLTHREAD_PASSWORD: 'wrong' };
    const refused = promisify(execFile)(process.execPath, ['api/go-live-command.ts', '--url', stage.url], {
      env: wrong,
    });
    await expect(refused).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('password is wrong') });
  });

  test('of a vendor that asks by GET plays that, and no call that it could not place', async () => {
    const vendor = 'exotel';
    await admin.call('PUT', `/v1/settings/telephony/${vendor}`, { enabled: true, inbound: { enabled: true } });
    const { body: before } = await admin.call('GET', `/v1/settings/counsellors/${asha.id}`);
    const agentNumbers = [...before.agentNumbers, { vendor, number: ASHA }];
    await admin.call('PUT', `/v1/settings/counsellors/${asha.id}`, { agentNumbers });
    const { id } = await goLive.start({ mode: 'rehearsal', vendor, counsellorId: asha.id });
    const run = await goLive.rehearsed(id, { dialect: 'own' });
    expect(states(run)).toEqual({ ...PASSED, outbound_flow: 'not_possible' });
    expect(run.calls).toHaveLength(2);
  });

  test('is one at a time, and its way in ends with it', async () => {
    const { id } = await goLive.start({ mode: 'rehearsal' });
    const [one, other] = await Promise.all([
      admin.call('POST', `/v1/go-live/${id}/rehearse`, { checks: ['missed_icon'] }),
      admin.call('POST', `/v1/go-live/${id}/rehearse`, { checks: ['missed_icon'] }),
    ]);
    expect([one.status, other.status].toSorted()).toEqual([200, 409]);
    expect([one, other].find(({ status }) => status === 409)?.body.code).toBe('already_rehearsing');
    expect(await goLive.numberOf(sql.fragment`go_live_run where token_hash is not null`)).toBe(0);
  });
});

describe('what is set up wrongly', () => {
  test('fails the checks it concerns, in words that say what to do', async () => {
    const added = { name: 'Dev Nair', email: 'dev@demo.test', roles: ['nothing-granted'], password: demo.password };
    const { body: dev } = await admin.call('POST', '/v1/settings/counsellors', added);
    await stage.configure({ leads: { createOn: 'never' }, outbound: { enabled: false } });
    const { id } = await goLive.start({ mode: 'rehearsal', counsellorId: dev.id, did: '8047199999' });
    const run = await goLive.rehearsed(id);
    expect(states(run)).toEqual({
      ...PASSED,
      inbound_flow: 'failed',
      popup: 'failed',
      lead_creation: 'failed',
      campaign_mapping: 'failed',
      call_log: 'failed',
      timeline: 'failed',
      productivity: 'failed',
      outbound_flow: 'failed',
      page_check: 'failed',
    });
    expect(missing(run, 'popup')).toContain('Dev Nair has no agent number at this vendor: enter it in the settings.');
    expect(missing(run, 'inbound_flow')).toContain(
      'It named an agent number that is nobody’s. Enter it at its counsellor.',
    );
    expect(missing(run, 'lead_creation')).toContain('The setting says never.');
    expect(missing(run, 'campaign_mapping')).toContain('It is in no list of ours: enter it with its campaign.');
    expect(missing(run, 'outbound_flow')).toContain(
      'Calling out is off. That can wait: switch it on in the settings of the vendor before counsellors call students.',
    );
    await stage.configure({ leads: { createOn: 'ring' }, outbound: { enabled: true } });
  });

  test('shows in how the played requests were answered, too: with incoming calls off, and with the vendor off', async () => {
    const { id } = await goLive.start({ mode: 'rehearsal' });
    await stage.configure({ inbound: { enabled: false } });
    const off = await goLive.rehearsed(id, { checks: ['inbound_flow'] });
    expect(missing(off, 'inbound_flow')).toContain(
      'Incoming calls are off: switch them on in the settings of the vendor.',
    );
    expect(off.sent.map(({ answer }: Body) => answer)).toContain('Inbound calling is not enabled');
    await stage.configure({ enabled: false, inbound: { enabled: true } });
    const away = await goLive.rehearsed(id, { checks: ['inbound_flow'] });
    expect(away.sent.at(-1)).toMatchObject({ status: 403, answer: 'Invalid Vendor' });
    expect(missing(away, 'routing_answers')[0]).toContain('TataTele (Smartflo) is switched off');
    await stage.configure({ enabled: true });
  });

  test('does not include addresses that the vendor calls from: a rehearsal comes from here', async () => {
    await stage.configure({ allowedAddresses: ['203.0.113.7'] });
    const { id } = await goLive.start({ mode: 'rehearsal' });
    expect(states(await goLive.rehearsed(id, { checks: ['routing_answers'] }))).toMatchObject({
      routing_answers: 'passed',
    });
    await stage.configure({ allowedAddresses: [] });
  });
});

describe('a live check', () => {
  const PHONE = '9811111111';

  test('ticks each step as the vendor’s own requests come, and says what is missing', async () => {
    const { id } = await goLive.start({ mode: 'live', number: PHONE, counsellorId: asha.id });
    const before = await goLive.read(id);
    expect(Object.values(states(before)).filter((state) => state !== 'waiting')).toEqual([]);
    expect(missing(before, 'inbound_flow')[0]).toContain('Dial the DID from the test phone; Asha Rao picks up.');

    const call = aVendorCall(stage, PHONE, { did_no: DID });
    await call.asks();
    expect(states(await goLive.readOnce(id, (run) => run.calls.length === 1))).toMatchObject({
      routing_answers: 'passed',
    });
    await call.rings(ASHA);
    const ringing = await goLive.readOnce(id, (run) => states(run)['popup'] === 'passed');
    expect(states(ringing)).toMatchObject({
      inbound_flow: 'waiting',
      campaign_mapping: 'passed',
      page_check: 'waiting',
    });
    expect(missing(ringing, 'inbound_flow')[0]).toBe('Not yet: it has to come when the call is over.');
    const popups = (await asha.call('GET', '/v1/popups')).body.items;
    await asha.call('POST', `/v1/popups/${popups[0].id}/dismiss`);
    await call.answeredBy(ASHA, { start_time: new Date().toISOString(), end_time: new Date().toISOString() });
    const over = await goLive.readOnce(id, (run) => states(run)['inbound_flow'] === 'passed');
    expect(states(over)).toMatchObject({
      page_check: 'passed',
      timeline: 'passed',
      missed_icon: 'waiting',
      call_log: 'failed',
    });
    expect(missing(over, 'call_log')).toEqual(['No address came: resource_url.']);

    const missedCall = aVendorCall(stage, PHONE, { did_no: DID });
    await missedCall.rings(ASHA);
    await missedCall.ends();
    const missed = await goLive.readOnce(id, (run) => states(run)['missed_icon'] === 'passed');
    expect(steps(missed, 'missed_icon').at(-1).seen).toBe('That of Asha Rao.');
    expect(states(missed)).toMatchObject({ productivity: 'passed', outbound_flow: 'waiting' });

    await aVendorCall(stage, PHONE, { did_no: DID, call_type: 'outbound' }).answeredBy(ASHA);
    const dialled = await goLive.readOnce(id, (run) => states(run)['outbound_flow'] === 'passed');
    expect(dialled.calls).toHaveLength(3);
    const { body: report, headers } = await admin.call('GET', `/v1/go-live/${id}/report`);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(report).toContain('11 of 12 checks are passed.');
    expect(report).toContain('[!] The recording: No address came: resource_url.');
    expect(report).not.toContain(PHONE);
  });

  test('tells of requests that were turned away meanwhile', async () => {
    const { id } = await goLive.start({ mode: 'live', number: '9833333333' });
    const url = `${stage.url}/ivrCallNotification/${demo.institute.id}/${demo.vendor}`;
    await ask(url, 'POST', { secret_key: 'wrong', applicant_no: '9833333333', agent_no: ASHA });
    const run = await goLive.readOnce(id, ({ rejected }) => rejected.length > 0);
    expect(run.rejected).toMatchObject([{ endpoint: 'ivrCallNotification', status: 401, outcome: 'wrong_secret' }]);
  });
});

describe('what can not be begun or rehearsed is refused with the reason', () => {
  const refused = async (path: string, body: unknown): Promise<readonly [number, string]> => {
    const answer = await admin.call('POST', path, body);
    return [answer.status, answer.body.code];
  };

  test('a check', async () => {
    const body = { mode: 'live', vendor: demo.vendor, number: '9844444444' };
    expect(await refused('/v1/go-live', { ...body, mode: 'other' })).toEqual([400, 'invalid_request']);
    expect(await refused('/v1/go-live', { ...body, more: 1 })).toEqual([400, 'invalid_request']);
    expect(await refused('/v1/go-live', { ...body, number: undefined })).toEqual([400, 'invalid_request']);
    expect(await refused('/v1/go-live', { ...body, number: 'nobody' })).toEqual([400, 'invalid_request']);
    expect(await refused('/v1/go-live', { ...body, did: 'none' })).toEqual([400, 'invalid_request']);
    expect(await refused('/v1/go-live', { ...body, vendor: 'nobody' })).toEqual([400, 'invalid_request']);
    expect(await refused('/v1/go-live', { ...body, number: ASHA })).toEqual([409, 'own_number']);
    expect(await refused('/v1/go-live', { ...body, vendor: 'knowlarity' })).toEqual([409, 'vendor_not_set_up']);
    const unknown = '0199a000-0000-7000-8000-0000000000ff';
    expect(await refused('/v1/go-live', { ...body, counsellorId: unknown })).toEqual([400, 'invalid_request']);
    expect(await refused(`/v1/go-live/${unknown}/rehearse`, {})).toEqual([404, 'not_found']);
    expect((await asha.call('GET', '/v1/go-live')).status).toBe(403);
  });

  test('a rehearsal', async () => {
    const live = await goLive.start({ mode: 'live', number: '9844444444' });
    expect(await refused(`/v1/go-live/${live.id}/rehearse`, {})).toEqual([409, 'not_a_rehearsal']);
    const over = await goLive.start({ mode: 'rehearsal' });
    const { id } = await goLive.start({ mode: 'rehearsal' });
    // One of a kind is on at a time.
    expect(await goLive.read(over.id)).toMatchObject({ open: false });
    expect(await refused(`/v1/go-live/${over.id}/rehearse`, {})).toEqual([409, 'run_over']);
    expect(await refused(`/v1/go-live/${id}/rehearse`, { checks: ['nothing'] })).toEqual([400, 'invalid_request']);
    await admin.call('PUT', '/v1/settings/telephony/knowlarity', { enabled: true });
    const fetched = await goLive.start({ mode: 'rehearsal', vendor: 'knowlarity' });
    expect(fetched.dialects).toEqual(['classic']);
    expect(await refused(`/v1/go-live/${fetched.id}/rehearse`, { dialect: 'own' })).toEqual([
      409,
      'dialect_not_rehearsable',
    ]);
    const { body } = await admin.call('GET', '/v1/go-live?limit=2');
    expect(body).toMatchObject({ items: [{ id: fetched.id }, { id }], nextCursor: expect.any(String) });
    await Promise.all(Array.from({ length: 5 }, async () => await goLive.start({ mode: 'rehearsal' })));
    const { items } = (await admin.call('GET', '/v1/go-live?limit=5')).body;
    expect(items.filter(({ open }: Body) => open)).toHaveLength(1);
  });
});
