import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { sql } from 'slonik';
import { v7 } from 'uuid';
import { z } from 'zod';
import type { Happening } from '../../calls/event-facts.ts';
import { takeIn, type CallEvent } from '../../calls/take-in.ts';
import { demo } from '../../dev/demo-data.ts';
import type { RequestId } from '../../domain/ids.ts';
import { readTelephonySettings } from '../../domain/settings/telephony.ts';
import { eventually, openStage, type Person, type Stage } from '../spine/stage.ts';
import { findDiscrepancies } from './ledger.ts';
import { ASHA, BILAL, CHITRA, script, sendUntilAnswered, type Request } from './vendor.ts';

const SETTINGS = readTelephonySettings(demo.settings);
const rung = (agent: string): Happening => ({
  kind: 'offered',
  agentKey: `+91${agent}`,
  stale: false,
  reportsAnswer: false,
});

let stage: Stage;
let bilal: Person;
beforeAll(async () => {
  stage = await openStage({ variables: { RELAY_AFTER_SECONDS: '2' } });
  bilal = await stage.signIn('bilal@demo.test');
});
afterAll(async () => {
  await stage.close();
});

/** Takes in an event with any number of the vendor's ids, which classic requests cannot carry. */
async function hear(ids: readonly string[], number: string, happening: Happening): Promise<void> {
  const event: CallEvent = {
    instituteId: demo.institute.id,
    vendor: demo.vendor,
    receivedAt: Date.now(),
    refs: ids.map((ref) => ({ kind: 'vendor_call', ref })),
    numberKey: `+91${number}`,
    didKey: null,
    direction: null,
    requestId: v7() as RequestId, // a UUIDv7, of which this is the kind
    happenings: [happening],
    flags: [],
  };
  await stage.db.transaction(async (tx) => await takeIn(tx, event, SETTINGS));
}

const callRow = z.object({
  id: z.string(),
  mergedInto: z.string().nullable(),
  facts: z.number(),
  seqs: z.array(z.number()),
  kinds: z.array(z.string()),
});

async function callsOf(number: string) {
  return await stage.db.any(sql.type(callRow)`
    select c.id, c.merged_into as "mergedInto", (select count(*) from fact f where f.call_id = c.id) as facts,
      array(select f.seq from fact f where f.call_id = c.id order by f.seq) as seqs,
      array(select f.kind from fact f where f.call_id = c.id order by f.seq) as kinds
    from call c
    where c.number_key = ${`+91${number}`}
    order by c.first_heard_at, c.id
  `);
}

describe('two calls found to be one, from both sides at once', () => {
  const number = '9845000010';
  const call = { applicant_no: number };
  const tell = async (name: Request['name'], fields: Request['fields']) =>
    await sendUntilAnswered(stage.url, { name, fields: { ...call, ...fields } });

  test('become the older one: facts of both, no card and no count of the other', async () => {
    const ofBilal = bilal.stream();
    await tell('ivrCallNotification', { call_id: 'one', agent_no: ASHA });
    await tell('ivrCallNotification', { call_id: 'other', agent_no: BILAL });
    const card = await ofBilal.message(({ data }) => data['number'] === `+91${number}` && data['state'] === 'open');
    await tell('ivrCallBackDetails', { call_id: 'other', agent_no: BILAL, status: '1', call_duration: '40' });
    await ofBilal.message(({ data }) => data['id'] === card.data['id'] && data['state'] === 'answered');
    const other = await stage.call('other');
    expect(other).toMatchObject({ outcome: 'answered', talkSeconds: 40 });

    // Events that carry both ids, as a transfer's would.
    const events = Array.from({ length: 6 }, (_, n) =>
      hear(n % 2 === 0 ? ['one', 'other'] : ['other', 'one'], number, rung(CHITRA)),
    );
    await Promise.all(events);

    const [survivor, merged, ...more] = await callsOf(number);
    expect(more).toEqual([]);
    expect(survivor).toMatchObject({ mergedInto: null });
    expect(merged).toMatchObject({ id: other.id, mergedInto: survivor?.id, facts: 0 });
    expect(survivor?.seqs).toEqual(survivor?.seqs.map((_, n) => n + 1));
    const heard = survivor?.kinds.filter((kind) => ['offered', 'ended', 'merged'].includes(kind)).toSorted();
    expect(heard).toEqual(['ended', 'merged', ...Array.from({ length: 2 + events.length }, () => 'offered')]);

    await ofBilal.message(({ data }) => data['id'] === card.data['id'] && data['state'] === 'closed');
    const counted = await stage.db.oneFirst(
      sql.type(z.object({ n: z.number() }))`select count(*) as n from contribution where call_id = ${other.id}`,
    );
    expect(counted).toBe(0);
  });

  test('live on under either id', async () => {
    const [survivor, merged] = await callsOf(number);
    await tell('ivrCallBackDetails', { call_id: 'other', agent_no: BILAL, status: '1', call_duration: '45' });
    const settled = await stage.call('one', ({ talkSeconds }) => talkSeconds === 45);
    expect(settled).toMatchObject({ id: survivor?.id, outcome: 'answered', counsellor: { name: 'Bilal Khan' } });
    const admin = await stage.admin();
    expect((await admin.call('GET', `/v1/calls/${merged?.id ?? ''}`)).body).toMatchObject({ id: survivor?.id });
    expect((await admin.call('GET', `/v1/calls?search=${number}`)).body.items).toHaveLength(1);
  });

  test("leave the other's run no work: it ends", async () => {
    const [, merged] = await callsOf(number);
    const connection = await Connection.connect({ address: stage.temporalAddress });
    const { workflow } = new Client({ connection, namespace: stage.namespace });
    expect(await workflow.getHandle(`call-${merged?.id ?? ''}`).result()).toBeNull();
    await connection.close();
    await eventually(async () => ((await findDiscrepancies(stage.db)).undelivered.length === 0 ? true : null));
    expect(await findDiscrepancies(stage.db)).toMatchObject({
      deadCards: [],
      timeline: [],
      feedGaps: [],
      totals: [],
      contributions: [],
    });
  });
});

test('twenty events of one call at the same moment make one call', async () => {
  const { requests } = script('at-once', '9845000020', 'missed_by_two');
  const events = Array.from({ length: 5 }, () => requests).flat();
  const answers = await Promise.all(events.map(async (request) => await sendUntilAnswered(stage.url, request)));
  expect(answers.map(({ status }) => status)).toEqual(events.map(() => 200));
  const [call, ...more] = await callsOf('9845000020');
  expect(more).toEqual([]);
  expect(call?.seqs).toEqual(call?.seqs.map((_, n) => n + 1));
});

test.each(
  [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 0, 3, 1],
    [1, 3, 0, 2],
  ].map((order) => [order]),
)('events of one call in the order %j make one call with the same end', async (order) => {
  const id = `order-${order.join('')}`;
  const number = `98450003${order[0]}${order[1]}`;
  const { requests } = script(id, number, 'answered_by_second');
  for (const n of order) await sendUntilAnswered(stage.url, requests[n] as Request);
  expect(await stage.call(id, ({ state, talkSeconds }) => state === 'ended' && talkSeconds === 63)).toMatchObject({
    outcome: 'answered',
    counsellor: { name: 'Chitra Iyer' },
  });
  expect(await callsOf(number)).toHaveLength(1);
});

describe('an id that appears late', () => {
  const numbers = Array.from({ length: 12 }, (_, n) => `98450004${String(n).padStart(2, '0')}`);

  test('and at the same moment as an event without one, joins the call that is there', async () => {
    await Promise.all(
      numbers.map(async (number, n) => {
        await hear([], number, rung(ASHA));
        const [withId, without] = [hear([`late-${n}`], number, rung(BILAL)), hear([], number, rung(CHITRA))];
        await Promise.all(n % 2 === 0 ? [withId, without] : [without, withId]);
      }),
    );
    for (const number of numbers) expect(await callsOf(number)).toHaveLength(1);
  });

  test('with the very first events, makes one call', async () => {
    const fresh = numbers.map((number) => number.replace('98450004', '98450005'));
    await Promise.all(
      fresh.map(async (number, n) => {
        const both = [hear([`first-${n}`], number, rung(ASHA)), hear([], number, rung(ASHA))];
        await Promise.all(n % 2 === 0 ? both : both.toReversed());
      }),
    );
    for (const number of fresh) expect(await callsOf(number)).toHaveLength(1);
  });
});
