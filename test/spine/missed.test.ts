import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { eventually, openStage, type Answer, type Person, type Stage } from './stage.ts';
import { ASHA, aVendorCall, BILAL, type VendorCall } from './vendor-call.ts';

let stage: Stage;
let asha: Person;
let bilal: Person;
let chitra: Person;
let feeds: ReadonlyMap<Person, EventSourceClient>;
beforeAll(async () => {
  stage = await openStage();
  [asha, bilal, chitra] = (await Promise.all(
    ['asha', 'bilal', 'chitra'].map(async (name) => await stage.signIn(`${name}@demo.test`)),
  )) as [Person, Person, Person];
  feeds = new Map([asha, bilal, chitra].map((person) => [person, person.stream()]));
  await Promise.all([...feeds.values()].map(async (feed) => await feed.count(1)));
});
afterAll(async () => {
  await stage.close();
});

const rowsOf = async (person: Person, scope = 'mine'): Promise<readonly Answer['body'][]> =>
  (await person.call('GET', `/v1/missed-calls?limit=200&scope=${scope}`)).body.items;
/** Whether a student stands in somebody's list; by number, so that all the student's calls count. */
const rowOf = async (person: Person, { number }: VendorCall) =>
  (await rowsOf(person)).find((row) => row.number === `+91${number}`) ?? null;
const listedFor = async (call: VendorCall): Promise<readonly string[]> => {
  const people = [asha, bilal, chitra];
  const rows = await Promise.all(people.map(async (person) => await rowOf(person, call)));
  return people.filter((_, index) => rows[index] !== null).map(({ name }) => name.split(' ')[0] ?? '');
};
const becomes = async (call: VendorCall, names: readonly string[]) =>
  await eventually(async () => (String(await listedFor(call)) === String(names) ? true : null));
/** The live count agrees with the list, as soon as the feed has caught up. */
const countsAgree = async () => {
  for (const [person, feed] of feeds) {
    const many = (await rowsOf(person)).length;
    await feed.until((received) => {
      const last = received.findLast(({ event }) => event === 'missed' || event === 'snapshot');
      return (last?.data['count'] ?? last?.data['missed']) === many;
    });
  }
};
const missedBy = async (call: VendorCall, ...agents: readonly string[]) => {
  for (const agent of agents) await call.rings(agent);
  await call.ends({ agent_no: agents.at(-1) ?? '' });
  return await call.shown();
};
const minutesAgo = (minutes: number) => String(Date.now() - minutes * 60_000);

describe('a missed call', () => {
  test('is work for each who was rung and for the lead’s owner, once a student, with its count and its last time', async () => {
    const { body: lead } = await asha.call('POST', '/v1/leads', {
      name: 'Often',
      phones: [{ number: '9750000001' }],
      owners: [chitra.id],
    });
    await missedBy(aVendorCall(stage, '9750000001'), ASHA, BILAL);
    const again = aVendorCall(stage, '9750000001');
    const { id, startedAt } = await missedBy(again, ASHA);
    expect(await listedFor(again)).toEqual(['Asha', 'Bilal', 'Chitra']);
    const row = { lead: { id: lead.id, name: 'Often' }, missedBy: [{ name: 'Asha Rao' }, { name: 'Bilal Khan' }] };
    expect(await rowOf(asha, again)).toMatchObject({ ...row, count: 2, callId: id, at: startedAt });
    expect(await rowOf(bilal, again)).toMatchObject({ ...row, count: 1 });
    expect(await rowOf(chitra, again)).toMatchObject({ ...row, count: 2, callId: id });
    await countsAgree();
  });

  test('is work for who is only named by its call back', async () => {
    const call = aVendorCall(stage);
    await call.ends({ agent_no: BILAL });
    await call.shown();
    await becomes(call, ['Bilal']);
  });

  test('that rang nobody is everybody’s, and so is one of a withheld number', async () => {
    const nobody = aVendorCall(stage);
    await nobody.ends();
    expect(await nobody.shown()).toMatchObject({ outcome: 'abandoned' });
    await becomes(nobody, ['Asha', 'Bilal', 'Chitra']);
    expect(await rowOf(asha, nobody)).toMatchObject({ missedBy: [] });
    const withheld = aVendorCall(stage, 'anonymous');
    const { id } = await missedBy(withheld, ASHA);
    expect(await rowsOf(asha)).toContainEqual(expect.objectContaining({ callId: id, number: null, lead: null }));
    await countsAgree();
  });

  test('of a campaign is work, of an outbound call or an unknown outcome is none', async () => {
    const campaign = aVendorCall(stage, undefined, { call_type: 'campaign' });
    await campaign.ends({ agent_no: BILAL, status: 'busy' });
    await becomes(campaign, ['Bilal']);
    const outbound = aVendorCall(stage, undefined, { call_type: 'outbound' });
    await outbound.ends({ agent_no: BILAL, status: 'busy' });
    const unknown = aVendorCall(stage);
    await unknown.rings(BILAL);
    await unknown.ends({ agent_no: BILAL, status: 'perhaps' });
    for (const call of [outbound, unknown]) {
      await call.shown();
      expect(await listedFor(call)).toEqual([]);
    }
  });

  test('that a colleague answered is nobody’s work', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.rings(BILAL);
    await call.answeredBy(BILAL);
    await call.shown();
    expect(await listedFor(call)).toEqual([]);
  });
});

describe('the work is done for all', () => {
  test('when one opens the lead from the queue, once or twice', async () => {
    const call = aVendorCall(stage);
    const { lead } = await missedBy(call, ASHA, BILAL);
    const row = await rowOf(asha, call);
    for (const times of [1, 2])
      expect([times, await asha.call('POST', `/v1/missed-calls/${row.id}/open`)]).toMatchObject([
        times,
        { status: 200, body: { leadId: lead.id } },
      ]);
    expect(await listedFor(call)).toEqual([]);
    await countsAgree();
    const stranger = await bilal.call('POST', '/v1/missed-calls/0198c0de-0000-7000-8000-000000000001/open');
    expect(stranger.status).toBe(404);
  });

  test.each(['inbound', 'outbound', 'campaign'])(
    'when an %s call connects that began later, whichever is heard first',
    async (call_type) => {
      const inOrder = aVendorCall(stage);
      await inOrder.rings(ASHA);
      await inOrder.ends({ agent_no: ASHA, start_time: minutesAgo(10) });
      await inOrder.shown();
      await becomes(inOrder, ['Asha']);
      await aVendorCall(stage, inOrder.number, { call_type }).answeredBy(BILAL, { start_time: minutesAgo(5) });
      await becomes(inOrder, []);

      const connected = aVendorCall(stage, undefined, { call_type });
      await connected.answeredBy(BILAL, { start_time: minutesAgo(5) });
      await connected.shown();
      const heardLate = aVendorCall(stage, connected.number);
      await heardLate.ends({ agent_no: ASHA, start_time: minutesAgo(10) });
      await heardLate.shown();
      expect(await listedFor(heardLate)).toEqual([]);
      await countsAgree();
    },
  );

  test('not when it connected before the missed call began, however late we hear of it', async () => {
    const call = aVendorCall(stage);
    await call.ends({ agent_no: ASHA, start_time: minutesAgo(5) });
    await call.shown();
    const earlier = aVendorCall(stage, call.number);
    await earlier.answeredBy(BILAL, { start_time: minutesAgo(10) });
    await earlier.shown();
    expect(await listedFor(call)).toEqual(['Asha']);
  });

  test('not by a later call that nobody took', async () => {
    const call = aVendorCall(stage);
    await missedBy(call, ASHA);
    const later = aVendorCall(stage, call.number, { call_type: 'outbound' });
    await later.ends({ agent_no: BILAL });
    await later.shown();
    expect(await listedFor(call)).toEqual(['Asha']);
  });
});

describe('a correction', () => {
  test('to answered removes the work, and back brings it', async () => {
    const call = aVendorCall(stage);
    await missedBy(call, ASHA);
    await becomes(call, ['Asha']);
    await call.answeredBy(ASHA);
    await becomes(call, []);
    await countsAgree();
    await call.ends({ agent_no: ASHA, status: 'busy' });
    await becomes(call, ['Asha']);
    await countsAgree();
  });

  test('that undoes the call back to the student brings the missed call back', async () => {
    const call = aVendorCall(stage);
    await missedBy(call, ASHA);
    const later = aVendorCall(stage, call.number, { call_type: 'outbound' });
    await later.answeredBy(BILAL);
    await becomes(call, []);
    await later.ends({ agent_no: BILAL, status: 'no answer' });
    await becomes(call, ['Asha']);
    await countsAgree();
  });
});

test('everybody’s work is for those who manage missed calls', async () => {
  const call = aVendorCall(stage);
  await missedBy(call, ASHA);
  expect(await rowOf(bilal, call)).toBeNull();
  const all = await rowsOf(bilal, 'all');
  expect(all.filter(({ number }) => number === `+91${call.number}`)).toHaveLength(1);
});

test('the live count comes once with a snapshot, too', async () => {
  const [snapshot] = await asha.stream().count(1);
  expect(snapshot?.data['missed']).toBe((await rowsOf(asha)).length);
});
