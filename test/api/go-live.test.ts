import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'slonik';
import { z } from 'zod';
import { checkInstitute, type Difference } from '../../calls/check.ts';
import { demo } from '../../dev/demo-data.ts';
import { ask, eventually, openStage, type Answer, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, aVendorCall, CHITRA, RIYA } from '../spine/vendor-call.ts';

const DID = demo.did.number;

let stage: Stage;
let admin: Person;
let asha: Person;
beforeAll(async () => {
  stage = await openStage();
  [admin, asha] = [await stage.admin(), await stage.signIn('asha@demo.test')];
  // Somewhere to dial: nothing is asked of it here.
  await stage.configure({ authenticationKey: 'key', vendorSettings: { apiUrl: 'http://127.0.0.1:9' } });
});
afterAll(async () => {
  await stage.close();
});

type Body = Answer['body'];

const start = async (body: Record<string, unknown>): Promise<Body> => {
  const { status, body: run } = await admin.call('POST', '/v1/go-live', { vendor: demo.vendor, ...body });
  expect([status, run]).toEqual([201, expect.anything()]);
  return run;
};
const read = async (id: string): Promise<Body> => (await admin.call('GET', `/v1/go-live/${id}`)).body;
const rehearsed = async (id: string, body: Record<string, unknown> = {}): Promise<Body> => {
  const { status, body: run } = await admin.call('POST', `/v1/go-live/${id}/rehearse`, body);
  expect([status, run]).toEqual([200, expect.anything()]);
  return run;
};
/** Once it stands so. */
const readOnce = async (id: string, fits: (run: Body) => boolean): Promise<Body> =>
  await eventually(async () => {
    const run = await read(id);
    return fits(run) ? run : null;
  });

const states = ({ checks }: Body): Readonly<Record<string, string>> =>
  Object.fromEntries(checks.map(({ key, state }: Body) => [key, state]));
const steps = ({ checks }: Body, key: string): Body => checks.find((check: Body) => check.key === key).steps;
/** What a check says of what is not done. */
const missing = (run: Body, key: string): readonly string[] =>
  steps(run, key).flatMap(({ state, seen }: Body) => (state === 'done' ? [] : [seen]));

const TWELVE =
  'routing_answers inbound_flow popup lead_creation campaign_mapping call_log log_load timeline productivity missed_icon outbound_flow page_check';
const PASSED = Object.fromEntries(TWELVE.split(' ').map((key) => [key, 'passed']));

const REPORTS = [
  '/v1/reports/productivity',
  '/v1/reports/campaigns',
  '/v1/reports/vendors',
  '/v1/reports/hours',
  '/v1/missed-calls?scope=all',
  '/v1/pending-calls',
  '/v1/leads',
  '/v1/calls?counted=any',
];
/** Everything that a call could be counted, listed or worked on in. */
const counted = async (): Promise<Readonly<Record<string, Body>>> => {
  const answers = REPORTS.map(async (path) => [path, (await admin.call('GET', path)).body] as const);
  return Object.fromEntries(await Promise.all(answers));
};

const numberOf = async (query: ReturnType<typeof sql.fragment>): Promise<number> =>
  await stage.db.oneFirst(sql.type(z.object({ count: z.number() }))`select count(*)::integer as count from ${query}`);

describe('a rehearsal', () => {
  test('passes every check, in the vendor’s own words, by requests that came over HTTP', async () => {
    const { id } = await start({ mode: 'rehearsal' });
    const run = await rehearsed(id, { dialect: 'own' });
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
    const { id } = await start({ mode: 'rehearsal', vendor, counsellorId: asha.id });
    const run = await rehearsed(id, { dialect: 'own' });
    expect(states(run)).toEqual({ ...PASSED, outbound_flow: 'not_possible' });
    expect(run.calls).toHaveLength(2);
  });

  test('shows its counsellor a card that says it is a test, and asks nothing of them', async () => {
    const feed = asha.stream();
    await feed.message(({ event }) => event === 'snapshot');
    const { id } = await start({ mode: 'rehearsal', counsellorId: asha.id });
    const played = rehearsed(id, { checks: ['popup'] });
    const { data } = await feed.message(({ event, data: card }) => event === 'popup' && card['test'] === true);
    expect(data).toMatchObject({ state: 'open', lead: null, candidates: [], actions: [], campaign: demo.did.campaign });
    await feed.message(
      ({ event, data: card }) => event === 'popup' && card['id'] === data['id'] && card['state'] === 'closed',
    );
    expect(states(await played)).toMatchObject({ popup: 'passed', missed_icon: 'waiting', outbound_flow: 'waiting' });
  });

  test('enters no report, no list of work, no lead and no outgoing event; the log marks its calls', async () => {
    await admin.call('POST', '/v1/settings/webhooks', {
      url: 'http://127.0.0.1:9/nobody',
      events: [
        'call.ended',
        'call.corrected',
        'lead.created',
        'lead.assigned',
        'missed_call.opened',
        'missed_call.cleared',
      ],
    });
    const real = aVendorCall(stage, undefined, { did_no: DID });
    await real.rings(ASHA);
    await real.ends();
    await real.shown();
    const [before, events] = [await counted(), await numberOf(sql.fragment`outgoing_event`)];
    expect(before['/v1/reports/productivity'].distinctCalls).toBeGreaterThan(0);
    expect(events).toBeGreaterThan(0);

    const { id, number } = await start({ mode: 'rehearsal' });
    const { calls } = await rehearsed(id);
    expect(calls).toHaveLength(3);
    expect(await counted()).toEqual(before);
    expect(await numberOf(sql.fragment`outgoing_event`)).toBe(events);
    const { body: log } = await admin.call('GET', `/v1/calls?search=${encodeURIComponent(number)}`);
    expect(log.items.map(({ lead, flags }: Body) => ({ lead, flags }))).toEqual(
      calls.map(() => ({ lead: null, flags: ['test_call'] })),
    );
    const [{ id: callId }] = calls;
    const { body: leads } = await admin.call('GET', '/v1/leads');
    const linked = await admin.call('POST', `/v1/calls/${callId}/link`, { leadId: leads.items[0].id });
    expect([linked.status, linked.body.code]).toEqual([409, 'test_call']);
    const differences: Difference[] = [];
    await checkInstitute(stage.db, { instituteId: demo.institute.id, now: Date.now }, (one) => differences.push(one));
    expect(differences).toEqual([]);
  });

  test('is one at a time, and its way in ends with it', async () => {
    const { id } = await start({ mode: 'rehearsal' });
    const [one, other] = await Promise.all([
      admin.call('POST', `/v1/go-live/${id}/rehearse`, { checks: ['missed_icon'] }),
      admin.call('POST', `/v1/go-live/${id}/rehearse`, { checks: ['missed_icon'] }),
    ]);
    expect([one.status, other.status].toSorted()).toEqual([200, 409]);
    expect([one, other].find(({ status }) => status === 409)?.body.code).toBe('already_rehearsing');
    expect(await numberOf(sql.fragment`go_live_run where token_hash is not null`)).toBe(0);
  });

  test('that the end of its check finds in the midst is played to its end, and all of it is a test', async () => {
    const before = await counted();
    const { id, number } = await start({ mode: 'rehearsal' });
    const played = rehearsed(id);
    await readOnce(id, ({ calls }) => calls.length > 0);
    await admin.call('POST', `/v1/go-live/${id}/finish`);
    await start({ mode: 'rehearsal' });
    expect((await played).sent.map(({ status }: Body) => status)).not.toContain(401);
    const { body: log } = await admin.call('GET', `/v1/calls?search=${encodeURIComponent(number)}`);
    expect(log.items.map(({ flags }: Body) => flags)).toEqual([['test_call'], ['test_call'], ['test_call']]);
    expect(await counted()).toEqual(before);
    await admin.call('POST', `/v1/go-live/${id}/finish`);
    expect((await admin.call('POST', `/v1/go-live/${id}/rehearse`, {})).body.code).toBe('run_over');
  });
});

describe('what is set up wrongly', () => {
  test('fails the checks it concerns, in words that say what to do', async () => {
    const added = { name: 'Dev Nair', email: 'dev@demo.test', roles: ['nothing-granted'], password: demo.password };
    const { body: dev } = await admin.call('POST', '/v1/settings/counsellors', added);
    await stage.configure({ leads: { createOn: 'never' }, outbound: { enabled: false } });
    const { id } = await start({ mode: 'rehearsal', counsellorId: dev.id, did: '8047199999' });
    const run = await rehearsed(id);
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
    expect(missing(run, 'outbound_flow')).toContain('Calling out is off: switch it on in the settings of the vendor.');
    await stage.configure({ leads: { createOn: 'ring' }, outbound: { enabled: true } });
  });

  test('shows in how the played requests were answered, too: with incoming calls off, and with the vendor off', async () => {
    const { id } = await start({ mode: 'rehearsal' });
    await stage.configure({ inbound: { enabled: false } });
    const off = await rehearsed(id, { checks: ['inbound_flow'] });
    expect(missing(off, 'inbound_flow')).toContain(
      'Incoming calls are off: switch them on in the settings of the vendor.',
    );
    expect(off.sent.map(({ answer }: Body) => answer)).toContain('Inbound calling is not enabled');
    await stage.configure({ enabled: false, inbound: { enabled: true } });
    const away = await rehearsed(id, { checks: ['inbound_flow'] });
    expect(away.sent.at(-1)).toMatchObject({ status: 403, answer: 'Invalid Vendor' });
    expect(missing(away, 'routing_answers')[0]).toContain('TataTele (Smartflo) is switched off');
    await stage.configure({ enabled: true });
  });

  test('does not include addresses that the vendor calls from: a rehearsal comes from here', async () => {
    await stage.configure({ allowedAddresses: ['203.0.113.7'] });
    const { id } = await start({ mode: 'rehearsal' });
    expect(states(await rehearsed(id, { checks: ['routing_answers'] }))).toMatchObject({ routing_answers: 'passed' });
    await stage.configure({ allowedAddresses: [] });
  });
});

describe('a live check', () => {
  const PHONE = '9811111111';

  test('ticks each step as the vendor’s own requests come, and says what is missing', async () => {
    const { id } = await start({ mode: 'live', number: PHONE, counsellorId: asha.id });
    const before = await read(id);
    expect(Object.values(states(before)).filter((state) => state !== 'waiting')).toEqual([]);
    expect(missing(before, 'inbound_flow')[0]).toContain('Dial the DID from the test phone; Asha Rao picks up.');

    const call = aVendorCall(stage, PHONE, { did_no: DID });
    await call.asks();
    expect(states(await readOnce(id, (run) => run.calls.length === 1))).toMatchObject({ routing_answers: 'passed' });
    await call.rings(ASHA);
    const ringing = await readOnce(id, (run) => states(run)['popup'] === 'passed');
    expect(states(ringing)).toMatchObject({
      inbound_flow: 'waiting',
      campaign_mapping: 'passed',
      page_check: 'waiting',
    });
    expect(missing(ringing, 'inbound_flow')[0]).toBe('Not yet: it has to come when the call is over.');
    const popups = (await asha.call('GET', '/v1/popups')).body.items;
    await asha.call('POST', `/v1/popups/${popups[0].id}/dismiss`);
    await call.answeredBy(ASHA, { start_time: new Date().toISOString(), end_time: new Date().toISOString() });
    const over = await readOnce(id, (run) => states(run)['inbound_flow'] === 'passed');
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
    const missed = await readOnce(id, (run) => states(run)['missed_icon'] === 'passed');
    expect(steps(missed, 'missed_icon').at(-1).seen).toBe('That of Asha Rao.');
    expect(states(missed)).toMatchObject({ productivity: 'passed', outbound_flow: 'waiting' });

    await aVendorCall(stage, PHONE, { did_no: DID, call_type: 'outbound' }).answeredBy(ASHA);
    const dialled = await readOnce(id, (run) => states(run)['outbound_flow'] === 'passed');
    expect(dialled.calls).toHaveLength(3);
    const { body: report, headers } = await admin.call('GET', `/v1/go-live/${id}/report`);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(report).toContain('11 of 12 checks are passed.');
    expect(report).toContain('[!] The recording: No address came: resource_url.');
    expect(report).not.toContain(PHONE);
  });

  test('concerns its number, its vendor and its time alone', async () => {
    const number = '9822222222';
    const early = aVendorCall(stage, number);
    await early.rings(CHITRA);
    const { id } = await start({ mode: 'live', number });
    await early.ends();
    expect((await early.shown()).flags).toEqual([]);
    const other = aVendorCall(stage);
    await other.rings(CHITRA);
    await other.ends();
    expect((await other.shown()).lead).not.toBeNull();
    const within = aVendorCall(stage, number);
    await within.rings(CHITRA);
    await within.ends();
    expect((await within.shown()).flags).toEqual(['test_call']);
    expect((await admin.call('POST', `/v1/go-live/${id}/finish`)).body).toMatchObject({ open: false });
    const after = aVendorCall(stage, number);
    await after.rings(CHITRA);
    await after.ends();
    expect((await after.shown()).flags).toEqual([]);
    const run = await read(id);
    expect(run.calls).toHaveLength(1);
    // What was the check's stays the check's, whatever still comes of it.
    await within.answeredBy(CHITRA);
    expect(await within.shown((call) => call.outcome === 'answered')).toMatchObject({
      flags: ['test_call'],
      lead: null,
    });
  });

  test('leaves the leads and the work of a student whose phone it was as they are', async () => {
    const missedCall = aVendorCall(stage, RIYA);
    await missedCall.rings(ASHA);
    await missedCall.ends();
    const { lead } = await missedCall.shown();
    const open = async () =>
      (await admin.call('GET', '/v1/missed-calls?scope=all')).body.items.filter(
        (row: Body) => row.lead?.id === lead.id,
      );
    const [entries, before] = [
      await eventually(async () => ((await open()).length > 0 ? await open() : null)),
      await admin.call('GET', `/v1/leads/${lead.id}`),
    ];
    const { id } = await start({ mode: 'live', number: RIYA });
    const call = aVendorCall(stage, RIYA);
    await call.rings(ASHA);
    await call.answeredBy(CHITRA);
    expect(await call.shown()).toMatchObject({ lead: null, flags: expect.arrayContaining(['test_call']) });
    expect(missing(await read(id), 'lead_creation')[0]).toContain('A lead has this number');
    expect(await open()).toEqual(entries);
    expect((await admin.call('GET', `/v1/leads/${lead.id}`)).body).toEqual(before.body);
    await admin.call('POST', `/v1/go-live/${id}/finish`);
  });

  test('tells of requests that were turned away meanwhile', async () => {
    const { id } = await start({ mode: 'live', number: '9833333333' });
    const url = `${stage.url}/ivrCallNotification/${demo.institute.id}/${demo.vendor}`;
    await ask(url, 'POST', { secret_key: 'wrong', applicant_no: '9833333333', agent_no: ASHA });
    const run = await readOnce(id, ({ rejected }) => rejected.length > 0);
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
    const live = await start({ mode: 'live', number: '9844444444' });
    expect(await refused(`/v1/go-live/${live.id}/rehearse`, {})).toEqual([409, 'not_a_rehearsal']);
    const over = await start({ mode: 'rehearsal' });
    const { id } = await start({ mode: 'rehearsal' });
    // One of a kind is on at a time.
    expect(await read(over.id)).toMatchObject({ open: false });
    expect(await refused(`/v1/go-live/${over.id}/rehearse`, {})).toEqual([409, 'run_over']);
    expect(await refused(`/v1/go-live/${id}/rehearse`, { checks: ['nothing'] })).toEqual([400, 'invalid_request']);
    await admin.call('PUT', '/v1/settings/telephony/knowlarity', { enabled: true });
    const fetched = await start({ mode: 'rehearsal', vendor: 'knowlarity' });
    expect(fetched.dialects).toEqual(['classic']);
    expect(await refused(`/v1/go-live/${fetched.id}/rehearse`, { dialect: 'own' })).toEqual([
      409,
      'dialect_not_rehearsable',
    ]);
    const { body } = await admin.call('GET', '/v1/go-live?limit=2');
    expect(body).toMatchObject({ items: [{ id: fetched.id }, { id }], nextCursor: expect.any(String) });
    await Promise.all(Array.from({ length: 5 }, async () => await start({ mode: 'rehearsal' })));
    const { items } = (await admin.call('GET', '/v1/go-live?limit=5')).body;
    expect(items.filter(({ open }: Body) => open)).toHaveLength(1);
  });
});
