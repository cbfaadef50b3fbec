import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkInstitute } from '../../calls/check.ts';
import { openStage, type Answer, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, aVendorCall, BILAL, type VendorCall } from '../spine/vendor-call.ts';

let stage: Stage;
let admin: Person;
beforeAll(async () => {
  stage = await openStage();
  admin = await stage.admin();
  const dids = [
    { number: '8047100100', campaign: 'Website' },
    { number: '8047100200', campaign: 'Fair' },
  ];
  const { status } = await admin.call('PUT', '/v1/settings/numbers', { dids });
  expect(status).toBe(200);
});
afterAll(async () => {
  await stage.close();
});

type Row = Answer['body'];
const [WEBSITE, FAIR] = ['8047100100', '8047100200'];
const campaigns = async (): Promise<Row> => (await admin.call('GET', '/v1/reports/campaigns')).body;
const rowOf = async (campaign: string): Promise<Row> =>
  (await campaigns()).rows.find((row: Row) => row.campaign === campaign) ?? {};
const over = async (call: VendorCall, happen: (call: VendorCall) => Promise<unknown>): Promise<Row> => {
  await happen(call);
  return await call.shown();
};
const taken = async (call: VendorCall) => await over(call, async (one) => one.answeredBy(ASHA));
const missed = async (call: VendorCall) => await over(call, async (one) => one.ends({ agent_no: BILAL }));

describe('the campaign manager', () => {
  test('counts calls, callers and new leads by campaign and DID', async () => {
    const first = aVendorCall(stage, undefined, { did_no: WEBSITE });
    await missed(first);
    await taken(aVendorCall(stage, first.number, { did_no: WEBSITE }));
    await taken(aVendorCall(stage, undefined, { did_no: WEBSITE }));
    await missed(aVendorCall(stage, 'anonymous', { did_no: WEBSITE }));
    expect(await campaigns()).toEqual({
      rows: [
        {
          campaign: 'Website',
          did: '+918047100100',
          calls: 4,
          uniqueCallers: 2,
          newLeads: 2,
          answered: 2,
          missed: 2,
          talkSeconds: 120,
          applications: 0,
        },
      ],
      total: { calls: 4, newLeads: 2, answered: 2, missed: 2, talkSeconds: 120, applications: 0 },
    });
    const list = (await admin.call('GET', `/v1/calls?campaign=Website&did=${WEBSITE}&counted=any`)).body.items;
    expect(list).toHaveLength(4);
  });

  test('counts a call for its own DID’s campaign, and a lead and its applications for the first, for ever', async () => {
    const before = await rowOf('Website');
    const first = aVendorCall(stage, undefined, { did_no: WEBSITE });
    const { lead } = await taken(first);
    await taken(aVendorCall(stage, first.number, { did_no: FAIR }));
    const form = (await admin.call('POST', '/v1/settings/forms', { name: 'B.Tech' })).body.id;
    expect((await admin.call('POST', '/v1/applications', { leadId: lead.id, formId: form })).status).toBe(201);
    expect(await rowOf('Fair')).toMatchObject({
      did: '+918047100200',
      calls: 1,
      uniqueCallers: 1,
      newLeads: 0,
      answered: 1,
      applications: 0,
    });
    expect(await rowOf('Website')).toMatchObject({
      calls: before.calls + 1,
      newLeads: before.newLeads + 1,
      applications: 1,
    });

    // The DID is given to another campaign, and its calls with it: not the leads that came by it.
    await admin.call('PUT', '/v1/settings/numbers', {
      dids: [
        { number: WEBSITE, campaign: 'Search' },
        { number: FAIR, campaign: 'Fair' },
      ],
    });
    const { status } = await admin.call('POST', '/v1/settings/numbers/attribute', {
      number: WEBSITE,
      from: '2020-01-01',
    });
    expect(status).toBe(200);
    expect(await rowOf('Search')).toMatchObject({ calls: before.calls + 1, newLeads: 0, applications: 0 });
    expect(await rowOf('Website')).toMatchObject({
      calls: 0,
      uniqueCallers: 0,
      newLeads: before.newLeads + 1,
      applications: 1,
    });
  });

  test('counts a call that came by no DID we know, too', async () => {
    const { calls } = (await campaigns()).total;
    await taken(aVendorCall(stage));
    const { rows, total } = await campaigns();
    expect([total.calls, rows.at(-1)]).toMatchObject([calls + 1, { campaign: null, did: null, calls: 1 }]);
    const { body } = await admin.call('GET', '/v1/calls?noCampaign=true&noDid=true&counted=any');
    expect(body.items).toMatchObject([{ campaign: null, did: null }]);
  });
});

describe('the vendor’s report', () => {
  const ofTatatel = async (): Promise<Row> =>
    (await admin.call('GET', '/v1/reports/vendors')).body.rows.find((row: Row) => row.vendor === 'tatatel');

  test('counts what was lost, repeated, late and out of order', async () => {
    const before = await ofTatatel();
    const [inOrder, silent, late] = [aVendorCall(stage), aVendorCall(stage), aVendorCall(stage)];
    await inOrder.rings(ASHA);
    await inOrder.rings(ASHA);
    await inOrder.answeredBy(ASHA);
    await inOrder.answeredBy(ASHA);
    await inOrder.shown();
    await silent.answeredBy(BILAL);
    await silent.shown();
    await late.ends({ agent_no: ASHA });
    await late.shown();
    await late.rings(ASHA);
    await late.shown(({ flags }) => !flags.includes('popup_missing'));
    const after = await ofTatatel();
    expect({
      calls: after.calls - before.calls,
      repeated: after.repeated - before.repeated,
      lostPopups: after.lostPopups - before.lostPopups,
      outOfOrder: after.outOfOrder - before.outOfOrder,
      lostCallBacks: after.lostCallBacks - before.lostCallBacks,
    }).toEqual({ calls: 3, repeated: 2, lostPopups: 1, outOfOrder: 1, lostCallBacks: 0 });
    expect(after.flags.popup_missing).toBe(after.lostPopups);
    expect(after).toMatchObject({
      name: 'TataTele (Smartflo)',
      meanings: { popup_missing: 'A report names a counsellor for whom no pop-up request came.' },
    });
    const { body } = await admin.call('GET', '/v1/calls?vendor=tatatel&mark=out_of_order&limit=200');
    expect(body.items).toHaveLength(after.outOfOrder);
    expect((await admin.call('GET', '/v1/calls?vendor=exotel&mark=out_of_order')).body.items).toEqual([]);
  });

  test('and nothing of days on which nothing happened', async () => {
    expect((await admin.call('GET', '/v1/reports/vendors?to=2020-01-01')).body).toEqual({ rows: [] });
    expect((await admin.call('GET', '/v1/reports/campaigns?to=2020-01-01')).body.rows).toEqual([]);
    expect((await admin.call('GET', '/v1/reports/hours?to=2020-01-01')).body).toEqual({ days: [], hours: [] });
  });
});

test('an institute that moves to another time zone has its calls on the days they have there', async () => {
  const call = aVendorCall(stage);
  const startedAt = new Date(Date.now() - 40 * 86_400_000);
  startedAt.setUTCHours(20, 0, 0, 0);
  const [there, here] = [startedAt, new Date(startedAt.getTime() + 86_400_000)].map((at) =>
    at.toISOString().slice(0, 10),
  );
  await call.answeredBy(ASHA, { start_time: startedAt.toISOString() });
  await call.shown();
  const on = async (day: string | undefined) => {
    const { body } = await admin.call('GET', `/v1/reports/productivity?from=${day}&to=${day}`);
    const { body: hours } = await admin.call('GET', `/v1/reports/hours?from=${day}&to=${day}`);
    const { body: list } = await admin.call('GET', `/v1/calls?from=${day}&to=${day}&counted=any`);
    return [body.distinctCalls, body.total.leadsEngaged, hours.hours.map(({ hour }: Row) => hour), list.items.length];
  };
  expect([await on(there), await on(here)]).toEqual([
    [0, 0, [], 0],
    [1, 1, [1], 1],
  ]);
  const { status } = await admin.call('PUT', '/v1/settings/institute', { timeZone: 'Europe/London' });
  expect(status).toBe(200);
  // Summer or winter: London is an hour ahead of UTC or none.
  expect([await on(there), await on(here)]).toEqual([
    [1, 1, [expect.any(Number)], 1],
    [0, 0, [], 0],
  ]);
  await call.answeredBy(ASHA, { start_time: startedAt.toISOString(), call_duration: 75 });
  await call.shown(({ talkSeconds }) => talkSeconds === 75);
  const differences: unknown[] = [];
  await checkInstitute(
    stage.db,
    { instituteId: 100, now: Date.now },
    (difference) => void differences.push(difference),
  );
  expect(differences).toEqual([]);
});
