import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, openStage, type Answer, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, aVendorCall, BILAL, CHITRA } from '../spine/vendor-call.ts';

let stage: Stage;
let admin: Person;
let asha: Person;
beforeAll(async () => {
  stage = await openStage();
  [admin, asha] = [await stage.admin(), await stage.signIn('asha@demo.test')];
});
afterAll(async () => {
  await stage.close();
});

type Row = Answer['body'];
const report = async (who = admin, query = '') => (await who.call('GET', `/v1/reports/productivity?${query}`)).body;
const rowOf = async (name: string): Promise<Row> =>
  (await report()).rows.find(({ counsellor }: Row) => counsellor.name === name) ?? {};
const ago = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000 + 330 * 60_000).toISOString().replace('Z', '+05:30');

/** How much the cells of a report rose while something happened. */
async function rise(read: () => Promise<Row>, happen: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await read();
  await happen();
  const after = await read();
  const risen = Object.entries(after).flatMap(([cell, value]) =>
    typeof value === 'number' && value !== (before[cell] ?? 0) ? [[cell, value - (before[cell] ?? 0)]] : [],
  );
  return Object.fromEntries(risen);
}

describe('a call counts', () => {
  test('as missed for whoever was rung in vain and as a success for whoever talked; once among the distinct calls', async () => {
    const call = aVendorCall(stage);
    const happen = async () => {
      await call.rings(ASHA);
      await call.rings(BILAL);
      await call.answeredBy(BILAL);
      await call.shown();
    };
    const before = await report();
    expect(await rise(async () => await rowOf('Bilal Khan'), happen)).toMatchObject({
      inboundSuccess: 1,
      totalSuccess: 1,
      totalCallDuration: 60,
      offers: 1,
      offersAnswered: 1,
      leadsEngaged: 1,
    });
    const after = await report();
    expect(after.distinctCalls - before.distinctCalls).toBe(1);
    expect(
      after.total.totalSuccess + after.total.totalMissed - before.total.totalSuccess - before.total.totalMissed,
    ).toBe(2);
    expect(after.rows.find(({ counsellor }: Row) => counsellor.name === 'Asha Rao')).toMatchObject({
      inboundMissed: 1,
      offersAnswered: 0,
    });
  });

  test('after a transfer as a success for both, each with their own talk', async () => {
    const call = aVendorCall(stage);
    const legs = async () => {
      await call.ends({ agent_no: ASHA, status: '1', call_duration: 30, start_time: ago(5), end_time: ago(4) });
      await call.ends({ agent_no: BILAL, status: '1', call_duration: 40, start_time: ago(4), end_time: ago(3) });
      await call.shown((shown) => shown.talkSeconds === 70);
    };
    const ofBilal = async () => await rowOf('Bilal Khan');
    const first = await rise(
      async () => await rowOf('Asha Rao'),
      async () => {
        expect(await rise(ofBilal, legs)).toMatchObject({ totalSuccess: 1, totalCallDuration: 40 });
      },
    );
    expect(first).toMatchObject({ totalSuccess: 1, totalCallDuration: 30 });
  });

  test('rung together and answered by a colleague, as an offer alone', async () => {
    await stage.configure({ inbound: { ring: 'simultaneous' } });
    const call = aVendorCall(stage);
    const risen = await rise(
      async () => await rowOf('Chitra Iyer'),
      async () => {
        await call.rings(CHITRA);
        await call.rings(BILAL);
        await call.answeredBy(BILAL);
        await call.shown();
      },
    );
    await stage.configure({ inbound: { ring: 'sequential' } });
    expect(risen).toEqual(expect.objectContaining({ offers: 1 }));
    expect(risen).not.toHaveProperty('totalMissed');
  });

  test('with nobody as unattributed: abandoned by the caller, or answered by nobody we know', async () => {
    const nobody = async () => (await report()).unattributed;
    const [left, taken] = [aVendorCall(stage), aVendorCall(stage)];
    expect(
      await rise(nobody, async () => {
        await left.ends();
        await left.shown();
      }),
    ).toEqual({ inboundMissed: 1, totalMissed: 1 });
    expect(
      await rise(nobody, async () => {
        await taken.answeredBy('8888888888');
        await taken.shown();
      }),
    ).toMatchObject({ inboundSuccess: 1, totalCallDuration: 60, leadsEngaged: 1 });
  });

  test('by its direction', async () => {
    const outbound = aVendorCall(stage, undefined, { call_type: 'outbound' });
    const campaign = aVendorCall(stage, undefined, { call_type: 'campaign' });
    const risen = await rise(
      async () => await rowOf('Chitra Iyer'),
      async () => {
        await outbound.answeredBy(CHITRA);
        await campaign.ends({ agent_no: CHITRA });
        await outbound.shown();
        await campaign.shown();
      },
    );
    expect(risen).toMatchObject({ outboundSuccess: 1, campaignMissed: 1, totalSuccess: 1, totalMissed: 1 });
  });

  test('as it was corrected, and no longer as before', async () => {
    const call = aVendorCall(stage);
    await call.rings(CHITRA);
    await call.ends({ agent_no: CHITRA });
    await call.shown();
    const corrected = async () => {
      await call.answeredBy(CHITRA);
      await call.shown(({ outcome }) => outcome === 'answered');
    };
    expect(await rise(async () => await rowOf('Chitra Iyer'), corrected)).toMatchObject({
      inboundMissed: -1,
      inboundSuccess: 1,
      totalCallDuration: 60,
      offersAnswered: 1,
      leadsEngaged: 1,
    });
  });

  test('on the day it started, in the institute’s zone', async () => {
    const call = aVendorCall(stage);
    // 18:45 in London on the 4th is a quarter past midnight in India on the 5th.
    const startedAt = new Date(Date.now() - 20 * 86_400_000);
    startedAt.setUTCHours(18, 45, 0, 0);
    const [before, day] = [startedAt, new Date(startedAt.getTime() + 86_400_000)].map((at) =>
      at.toISOString().slice(0, 10),
    );
    await call.answeredBy(ASHA, { start_time: startedAt.toISOString() });
    await call.shown();
    expect((await report(admin, `from=${before}&to=${before}`)).distinctCalls).toBe(0);
    expect(await report(admin, `from=${day}&to=${day}`)).toMatchObject({
      distinctCalls: 1,
      rows: [{ inboundSuccess: 1 }],
    });
    const { body: hours } = await admin.call('GET', `/v1/reports/hours?from=${day}&to=${day}`);
    expect(hours).toMatchObject({ days: [{ day, calls: 1, answered: 1, missed: 0 }], hours: [{ hour: 0, calls: 1 }] });
  });
});

test('a lead engaged twice is one lead, and two that turn out to be one are one', async () => {
  const [first, again, other] = [aVendorCall(stage), aVendorCall(stage), aVendorCall(stage)];
  const same = aVendorCall(stage, first.number);
  const engaged = async () => (await rowOf('Chitra Iyer')).leadsEngaged ?? 0;
  const before = await engaged();
  for (const call of [first, same, other]) {
    await call.answeredBy(CHITRA);
    await call.shown();
  }
  expect(again.number).not.toBe(first.number);
  expect((await engaged()) - before).toBe(2);
  const [one, two] = [await first.shown(), await other.shown()];
  const { status } = await admin.call('POST', `/v1/leads/${two.lead.id}/merge`, { into: one.lead.id });
  expect([status, (await engaged()) - before]).toEqual([200, 1]);
});

describe('whose report somebody sees', () => {
  const grant = async (who: Person, scope: string) => {
    const { status } = await admin.call('PUT', `/v1/settings/counsellors/${who.id}/permissions`, {
      grants: { call_reports: scope },
    });
    expect(status).toBe(200);
  };
  const names = ({ rows }: Row) => rows.map(({ counsellor }: Row) => counsellor.name);

  test('with the scope "own": their own row, whatever they ask for', async () => {
    const mine = await report(asha);
    expect([names(mine), mine.unattributed.totalMissed]).toEqual([['Asha Rao'], 0]);
    const { rows } = await report();
    const bilal = rows.find(({ counsellor }: Row) => counsellor.name === 'Bilal Khan').counsellor.id;
    expect(await report(asha, `counsellor=${bilal}`)).toMatchObject({
      rows: [],
      distinctCalls: 0,
      total: { totalSuccess: 0 },
    });
    expect((await asha.call('GET', '/v1/reports/live')).body.counsellors).toMatchObject([
      { counsellor: { name: 'Asha Rao' } },
    ]);
    const [ours, theirs] = [
      (await asha.call('GET', '/v1/reports/campaigns')).body,
      (await admin.call('GET', '/v1/reports/campaigns')).body,
    ];
    expect(ours.total.calls).toBe(mine.distinctCalls);
    expect(theirs.total.calls).toBe((await report()).distinctCalls);
  });

  test('with the scope "team": the team’s; a call two of them were rung for is one', async () => {
    const team = (await admin.call('POST', '/v1/settings/teams', { name: 'North' })).body.id;
    const { body: list } = await admin.call('GET', '/v1/settings/counsellors');
    for (const name of ['Asha Rao', 'Bilal Khan']) {
      const { id } = list.items.find((one: Row) => one.name === name);
      await admin.call('PUT', `/v1/settings/counsellors/${id}`, { teamId: team });
    }
    await grant(asha, 'team');
    const ours = await report(asha);
    expect(names(ours)).toEqual(['Asha Rao', 'Bilal Khan']);
    expect(ours.distinctCalls).toBeLessThan(ours.total.totalSuccess + ours.total.totalMissed);
    expect(await report(admin, `team=${team}`)).toEqual(ours);
    const { body } = await admin.call('GET', `/v1/calls?team=${team}&counted=any&limit=200`);
    expect(body.items).toHaveLength(ours.distinctCalls);
    // She sees all calls, and behind a number of her reports those that they count.
    const { hours } = (await asha.call('GET', '/v1/reports/hours')).body;
    const sum = (measure: string) => hours.reduce((total: number, hour: Row) => total + hour[measure], 0);
    for (const [counted, count] of [
      ['any', ours.distinctCalls],
      ['success', sum('answered')],
      ['unanswered', sum('missed')],
    ]) {
      const { items } = (await asha.call('GET', `/v1/calls?counted=${counted}&limit=200`)).body;
      expect([counted, items.length]).toEqual([counted, count]);
    }
    expect((await asha.call('GET', '/v1/reports/counsellors')).body.items).toMatchObject([
      { name: 'Asha Rao', active: true, team: { id: team, name: 'North' } },
      { name: 'Bilal Khan' },
    ]);
    const everybody = (await admin.call('GET', '/v1/reports/counsellors')).body.items;
    expect(everybody.map(({ name }: Row) => name)).toEqual(expect.arrayContaining(['Chitra Iyer', 'Demo Admin']));
    await grant(asha, 'own');
    expect((await asha.call('GET', '/v1/reports/counsellors')).body.items).toMatchObject([{ name: 'Asha Rao' }]);
  });
});

describe('as a file', () => {
  const csv = async (path: string) =>
    await ask(`${stage.url}${path}`, 'GET', undefined, { cookie: admin.cookie, accept: 'text/csv' });

  test('the report has a record for each row, the unattributed and the total, and no formula', async () => {
    const { body: made } = await admin.call('POST', '/v1/settings/counsellors', {
      name: '=HYPERLINK("http://x")',
      email: 'formula@demo.test',
      roles: ['counsellor'],
      agentNumbers: [{ vendor: 'tatatel', number: '9811111111' }],
    });
    expect(made.id).toBeDefined();
    const call = aVendorCall(stage);
    await call.answeredBy('9811111111');
    await call.shown();
    const { headers, body } = await csv('/v1/reports/productivity');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = body.trim().split('\r\n');
    expect(lines[0]).toBe(
      'counsellor,inboundSuccess,inboundMissed,outboundSuccess,outboundMissed,campaignSuccess,campaignMissed,totalSuccess,totalMissed,' +
        'totalCallDuration,averageCallDuration,offers,offersAnswered,meanRingSeconds,leadsEngaged',
    );
    expect(lines.some((line: string) => line.startsWith(`"'=HYPERLINK(""http://x"")",1,`))).toBe(true);
    const { rows, total } = await report();
    expect(lines).toHaveLength(rows.length + 3);
    expect(lines.at(-1)).toContain(`Total,${total.inboundSuccess},${total.inboundMissed},`);
  });

  test('so have the others', async () => {
    for (const [path, head] of [
      ['hours', 'day,hour,calls,answered,missed'],
      ['campaigns', 'campaign,did,calls,uniqueCallers,newLeads,answered,missed,talkSeconds,applications'],
      ['vendors', 'vendor,calls,lostCallBacks,lostPopups,late,outOfOrder,repeated,repaired,clickErrors,flags,reasons'],
    ] as const) {
      const { body } = await csv(`/v1/reports/${path}`);
      expect([path, body.split('\r\n')[0]]).toEqual([path, head]);
    }
  });

  test('is refused in a form it does not have', async () => {
    const { status, body } = await ask(`${stage.url}/v1/reports/productivity`, 'GET', undefined, {
      cookie: admin.cookie,
      accept: 'image/png',
    });
    expect([status, body.code]).toEqual([406, 'not_acceptable']);
  });
});

test('what is no date, no counsellor and no cell is refused', async () => {
  for (const query of ['from=yesterday', 'to=2026-02-30', 'counsellor=asha', 'team=1']) {
    expect([query, (await admin.call('GET', `/v1/reports/productivity?${query}`)).status]).toEqual([query, 400]);
  }
  for (const query of ['counted=lost', 'weekday=8', 'hour=24', 'counsellor=nobody', 'noDid=maybe']) {
    expect([query, (await admin.call('GET', `/v1/calls?${query}`)).status]).toEqual([query, 400]);
  }
});
