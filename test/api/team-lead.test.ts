import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, type Person, type Stage } from '../spine/stage.ts';

let stage: Stage;
let admin: Person;
/** Leads the team of Bilal, and is of none. */
let asha: Person;
let bilal: Person;
/** Of Bilal's team. */
let chitra: Person;
let team: string;
beforeAll(async () => {
  stage = await openStage();
  [admin, asha, bilal, chitra] = [
    await stage.admin(),
    ...(await Promise.all(['asha', 'bilal', 'chitra'].map(async (name) => await stage.signIn(`${name}@demo.test`)))),
  ] as [Person, Person, Person, Person];
  team = (await admin.call('POST', '/v1/settings/teams', { name: 'North', leadIds: [asha.id] })).body.id;
  for (const { id } of [bilal, chitra]) await admin.call('PUT', `/v1/settings/counsellors/${id}`, { teamId: team });
});
afterAll(async () => {
  await stage.close();
});

const path = '/v1/team/counsellors';
const set = async (by: Person, who: Person, takingCalls: unknown) =>
  await by.call('PUT', `${path}/${who.id}`, { takingCalls });
const isTakingCalls = async (who: Person) => (await who.call('GET', '/v1/me')).body.takingCalls;
/** What the vendor is told when a student nobody owns calls. */
const rung = async () =>
  (await stage.vendor('getCounsellor', { applicant_no: '9000012345' })).body.data.map(
    ({ agent_number: number }: { agent_number: string }) => number,
  );

describe('the lead of a team', () => {
  test('sees its counsellors, and who takes calls', async () => {
    const [first, second] = [bilal, chitra].map(({ id, name }) => ({
      id,
      name,
      takingCalls: true,
      team: { id: team, name: 'North' },
    }));
    expect((await asha.call('GET', path)).body).toEqual({ items: [first, second], nextCursor: null });
    const page = (await asha.call('GET', `${path}?limit=1`)).body;
    expect((await asha.call('GET', `${path}?limit=1&cursor=${page.nextCursor}`)).body.items).toEqual([second]);
    for (const other of [bilal, admin]) expect((await other.call('GET', path)).body.items).toEqual([]);
    for (const [who, leadsTeam] of [
      [asha, true],
      [bilal, false],
    ] as const) {
      expect((await who.call('GET', '/v1/me')).body).toMatchObject({ leadsTeam });
    }
  });

  test('sets one of them away and back: no call is routed to them meanwhile, and it is audited', async () => {
    await stage.configure({ inbound: { stickyCounsellorIds: [bilal.id, chitra.id], routingFallback: 'random' } });
    expect((await rung())[0]).toBe('9899364545');
    expect(await set(asha, bilal, false)).toMatchObject({
      status: 200,
      body: { id: bilal.id, name: 'Bilal Khan', takingCalls: false },
    });
    expect(await isTakingCalls(bilal)).toBe(false);
    expect((await rung()).at(-1)).toBe('9899364545');
    const { items } = (await admin.call('GET', '/v1/audit?limit=1')).body;
    expect(items).toMatchObject([
      {
        action: 'counsellor.change',
        target: bilal.id,
        by: { id: asha.id },
        before: { takingCalls: true },
        after: { takingCalls: false },
      },
    ]);
    expect((await set(asha, bilal, false)).status).toBe(200);
    expect((await admin.call('GET', '/v1/audit?limit=1')).body.items).toEqual(items);
    expect((await set(asha, bilal, true)).status).toBe(200);
    expect(await isTakingCalls(bilal)).toBe(true);
  });

  test('is nobody else: not a colleague, nor of another team', async () => {
    expect(await set(chitra, bilal, false)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await set(asha, admin, false)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await set(admin, bilal, true)).status).toBe(200);
    expect(
      (await asha.call('PUT', `${path}/0199a000-0000-7000-8000-0000000000ff`, { takingCalls: false })).status,
    ).toBe(404);
    for (const body of [{}, { takingCalls: 'no' }, { takingCalls: false, active: false }]) {
      expect((await asha.call('PUT', `${path}/${bilal.id}`, body)).status).toBe(400);
    }
    expect(await isTakingCalls(bilal)).toBe(true);
  });

  test('sees the team’s calls with the scope "team", until they lead it no more', async () => {
    await admin.call('PUT', `/v1/settings/counsellors/${asha.id}/permissions`, { grants: { call_logs: 'team' } });
    await stage.vendor('ivrCallNotification', { applicant_no: '9812345671', agent_no: '9899364545', call_id: 'led-1' });
    await stage.vendor('ivrCallBackDetails', {
      applicant_no: '9812345671',
      agent_no: '9899364545',
      call_id: 'led-1',
      status: 'missed',
    });
    await stage.call('led-1');
    const found = async () => (await asha.call('GET', '/v1/calls?search=led-1')).body.items.length;
    expect(await found()).toBe(1);
    await admin.call('PUT', `/v1/settings/teams/${team}`, { leadIds: [] });
    expect(await found()).toBe(0);
    expect((await asha.call('GET', path)).body.items).toEqual([]);
    expect((await set(asha, bilal, false)).status).toBe(403);
  });
});
