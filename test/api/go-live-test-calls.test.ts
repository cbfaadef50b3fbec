import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { checkInstitute, type Difference } from '../../calls/check.ts';
import { demo } from '../../dev/demo-data.ts';
import { eventually, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, aVendorCall, CHITRA, RIYA } from '../spine/vendor-call.ts';
import { missing, openGoLive, states, type Body, type GoLive } from './go-live-run.ts';

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

describe('a rehearsal', () => {
  test('shows its counsellor a card that says it is a test, and asks nothing of them', async () => {
    const feed = asha.stream();
    await feed.message(({ event }) => event === 'snapshot');
    const { id } = await goLive.start({ mode: 'rehearsal', counsellorId: asha.id });
    const played = goLive.rehearsed(id, { checks: ['popup'] });
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
    const [before, events] = [await counted(), await goLive.numberOf(sql.fragment`outgoing_event`)];
    expect(before['/v1/reports/productivity'].distinctCalls).toBeGreaterThan(0);
    expect(events).toBeGreaterThan(0);

    const { id, number } = await goLive.start({ mode: 'rehearsal' });
    const { calls } = await goLive.rehearsed(id);
    expect(calls).toHaveLength(3);
    expect(await counted()).toEqual(before);
    expect(await goLive.numberOf(sql.fragment`outgoing_event`)).toBe(events);
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

  test('that the end of its check finds in the midst is played to its end, and all of it is a test', async () => {
    const before = await counted();
    const { id, number } = await goLive.start({ mode: 'rehearsal' });
    const played = goLive.rehearsed(id);
    await goLive.readOnce(id, ({ calls }) => calls.length > 0);
    await admin.call('POST', `/v1/go-live/${id}/finish`);
    await goLive.start({ mode: 'rehearsal' });
    expect((await played).sent.map(({ status }: Body) => status)).not.toContain(401);
    const { body: log } = await admin.call('GET', `/v1/calls?search=${encodeURIComponent(number)}`);
    expect(log.items.map(({ flags }: Body) => flags)).toEqual([['test_call'], ['test_call'], ['test_call']]);
    expect(await counted()).toEqual(before);
    await admin.call('POST', `/v1/go-live/${id}/finish`);
    expect((await admin.call('POST', `/v1/go-live/${id}/rehearse`, {})).body.code).toBe('run_over');
  });
});

describe('a live check', () => {
  test('concerns its number, its vendor and its time alone', async () => {
    const number = '9822222222';
    const early = aVendorCall(stage, number);
    await early.rings(CHITRA);
    const { id } = await goLive.start({ mode: 'live', number });
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
    const run = await goLive.read(id);
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
    const { id } = await goLive.start({ mode: 'live', number: RIYA });
    const call = aVendorCall(stage, RIYA);
    await call.rings(ASHA);
    await call.answeredBy(CHITRA);
    expect(await call.shown()).toMatchObject({ lead: null, flags: expect.arrayContaining(['test_call']) });
    expect(missing(await goLive.read(id), 'lead_creation')[0]).toContain('A lead has this number');
    expect(await open()).toEqual(entries);
    expect((await admin.call('GET', `/v1/leads/${lead.id}`)).body).toEqual(before.body);
    await admin.call('POST', `/v1/go-live/${id}/finish`);
  });
});
