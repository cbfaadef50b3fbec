import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import { forgetFeed } from '../../db/feed-read.ts';
import { buildCall } from '../build/call.ts';
import { buildLead } from '../build/lead.ts';
import { buildMissedEntry } from '../build/missed-entry.ts';
import { showPopup, tellMissed, withdrawPopup } from '../build/popup.ts';
import { openFloor, type ApiProcess, type Floor } from './floor.ts';

let floor: Floor;
let api: ApiProcess;
beforeAll(async () => {
  floor = await openFloor();
  api = await floor.process();
});
afterAll(async () => await floor.close());

const consecutive = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('opening a stream', () => {
  test('a counsellor who never had a message gets an empty snapshot at 1, and 2 is the first message', async () => {
    const asha = await floor.person('Asha New');
    const page = asha.watch(api);
    expect(await page.message(({ event }) => event === 'snapshot')).toEqual({
      id: 1,
      event: 'snapshot',
      data: { popups: [], missed: 0, pending: 0, calls: [] },
    });
    await tellMissed(floor.db, [asha]);
    expect(await page.message(({ event }) => event === 'missed')).toEqual({
      id: 2,
      event: 'missed',
      data: { count: 0 },
    });
  });

  test('the snapshot shows open and answered cards, both counts and live outbound calls, and uses no number', async () => {
    const bilal = await floor.person('Bilal Snapshot');
    const call = await buildCall(floor.db);
    const gone = await showPopup(floor.db, bilal, call);
    await withdrawPopup(floor.db, bilal, gone);
    const shown = await showPopup(floor.db, bilal, call, { factSeq: 2 });
    const missed = await buildCall(floor.db, { outcome: 'missed' });
    await buildMissedEntry(floor.db, missed, { counsellorId: bilal.id, student: `call:${missed}` });
    await buildCall(floor.db, { outcome: 'answered', counsellorId: bilal.id });
    await buildCall(floor.db, { outcome: 'answered', counsellorId: bilal.id, wrapUpDone: true });
    await buildCall(floor.db, { outcome: 'answered', counsellorId: bilal.id, settledAt: '2024-01-01T00:00:00Z' });
    const dialled = await buildCall(floor.db, { direction: 'outbound', state: 'dialling', counsellorId: bilal.id });
    await buildCall(floor.db, { direction: 'outbound', outcome: 'busy', counsellorId: bilal.id });

    const snapshots = [bilal.watch(api), bilal.watch(api)];
    for (const page of snapshots) {
      const { id, data } = await page.message(({ event }) => event === 'snapshot');
      expect(id).toBe(4);
      expect(data).toMatchObject({
        popups: [{ id: shown, state: 'open', callId: call }],
        missed: 1,
        pending: 1,
        calls: [{ id: dialled, state: 'dialling', counsellor: { name: 'Bilal Snapshot' } }],
      });
    }
  });

  test('the answer can be streamed through proxies, and says when to come back', async () => {
    const chitra = await floor.person('Chitra Headers');
    const stream = chitra.tap(api);
    const { statusCode, headers } = await stream.response();
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^text\/event-stream/),
      'cache-control': expect.stringMatching(/no-cache/),
      'x-accel-buffering': 'no',
    });
    expect(await stream.until((text) => text.includes('snapshot'))).toContain('retry: 2000\n');
  });

  test('nobody gets a stream without signing in', async () => {
    expect((await fetch(`${api.url}/v1/stream`)).status).toBe(401);
  });

  test('who only asks for the headers holds no stream open', async () => {
    const asha = await floor.person('Asha Head');
    const answer = await fetch(`${api.url}/v1/stream`, { method: 'HEAD', headers: { cookie: asha.cookie } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  });
});

test('a stream opened in the middle of a burst ends up with what stands, and no number is missing', async () => {
  const asha = await floor.person('Asha Burst');
  const pages: ReturnType<typeof asha.watch>[] = [];
  const stays: string[] = [];
  for (let round = 0; round < 30; round += 1) {
    const popup = await showPopup(floor.db, asha, await buildCall(floor.db));
    // Opened while the next card comes and goes.
    pages.push(asha.watch(api));
    if (round % 3 === 0) stays.push(popup);
    else await withdrawPopup(floor.db, asha, popup);
  }
  await Promise.all(pages.map(async (page) => await page.count(1)));
  await tellMissed(floor.db, [asha]);
  for (const page of pages) {
    await page.message(({ event }) => event === 'missed');
    expect(page.ids).toEqual(consecutive(page.ids[0] ?? 0, (page.ids[0] ?? 0) + page.ids.length - 1));
    const [snapshot, ...messages] = page.received;
    const shown = snapshot?.data.popups as { id: string; state: string }[];
    const cards = new Map(shown.map((card) => [card.id, card.state]));
    for (const { event, data } of messages) if (event === 'popup') cards.set(data.id as string, data.state as string);
    const open = [...cards].filter(([, state]) => state === 'open').map(([id]) => id);
    expect(open.toSorted()).toEqual(stays.toSorted());
  }
});

describe('coming back', () => {
  test('resumes from every position with every later message in order', async () => {
    const asha = await floor.person('Asha Resume');
    const call = await buildCall(floor.db);
    for (let factSeq = 1; factSeq <= 6; factSeq += 1) {
      const popup = await showPopup(floor.db, asha, call, { factSeq });
      await withdrawPopup(floor.db, asha, popup);
    }
    const head = 13;
    for (const position of consecutive(1, head)) {
      const page = asha.watch(api, { lastEventId: String(position) });
      await tellMissedAndAwait(page, head);
      const before = page.received.filter(({ id }) => id <= head);
      expect(before.map(({ id }) => id)).toEqual(position === head ? [] : consecutive(position + 1, head));
      expect(before.every(({ event }) => event === 'popup')).toBe(true);
      page.close();
    }

    /** What is at the head is known to be all once something later has come. */
    async function tellMissedAndAwait(page: ReturnType<typeof asha.watch>, after: number): Promise<void> {
      await tellMissed(floor.db, [asha]);
      await page.message(({ id, event }) => id > after && event === 'missed');
    }
  });

  test('makes good a long absence in order, without a number missing', async () => {
    const bilal = await floor.person('Bilal Away');
    await tellMissed(floor.db, [bilal], 950);
    const page = bilal.watch(api, { lastEventId: '1' });
    await page.count(950);
    expect(page.ids).toEqual(consecutive(2, 951));
  });

  test('an EventSource that lost its connection goes on where it was', async () => {
    const chitra = await floor.person('Chitra Lost');
    const first = await floor.process();
    const page = chitra.watch(first);
    await page.count(1);
    first.cutConnections();
    await page.lost();
    await tellMissed(floor.db, [chitra], 3);
    await page.message(({ id }) => id === 4);
    expect(page.received.map(({ event }) => event)).toEqual(['snapshot', 'missed', 'missed', 'missed']);
    expect(page.ids).toEqual([1, 2, 3, 4]);
  });

  test.each([
    ['ahead of the head', '999'],
    ['no number', 'yesterday'],
    ['negative', '-3'],
    ['a fraction', '2.5'],
    ['longer than any number given out', '9'.repeat(40)],
    ['zero', '0'],
  ])('with a position that is %s it begins with a snapshot at the head', async (_, lastEventId) => {
    const asha = await floor.person(`Asha ${lastEventId.slice(0, 9)}`);
    await tellMissed(floor.db, [asha], 4);
    const page = asha.watch(api, { lastEventId });
    const [first] = await page.count(1);
    expect(first).toMatchObject({ event: 'snapshot', id: 5 });
    await tellMissed(floor.db, [asha]);
    await page.count(2);
    expect(page.ids).toEqual([5, 6]);
  });

  test('when what was missed is forgotten it begins with a snapshot, and from what is kept it resumes', async () => {
    const bilal = await floor.person('Bilal Forgotten');
    await tellMissed(floor.db, [bilal], 5);
    await floor.db.query(sql.type(noRows)`
      update feed set at = now() - interval '30 days' where counsellor_id = ${bilal.id} and seq <= 4
    `);
    expect(
      await forgetFeed(floor.db, { instituteId: bilal.instituteId, before: Date.now() - 7 * 86_400_000, limit: 1000 }),
    ).toBe(3);

    const tooOld = bilal.watch(api, { lastEventId: '3' });
    expect(await tooOld.message(({ event }) => event === 'snapshot')).toMatchObject({ id: 6 });
    const kept = bilal.watch(api, { lastEventId: '4' });
    await kept.count(2);
    expect(kept.received.map(({ id, event }) => [id, event])).toEqual([
      [5, 'missed'],
      [6, 'missed'],
    ]);
  });

  test('a message shows its pop-up as it stands when it is sent', async () => {
    const asha = await floor.person('Asha Late');
    const call = await buildCall(floor.db);
    const popup = await showPopup(floor.db, asha, call);
    await withdrawPopup(floor.db, asha, popup);
    const page = asha.watch(api, { lastEventId: '1' });
    await page.count(2);
    expect(page.received.map(({ data }) => [data.id, data.version, data.state, data.reason])).toEqual([
      [popup, 2, 'withdrawn', 'next_agent'],
      [popup, 2, 'withdrawn', 'next_agent'],
    ]);
  });

  test('a pop-up that is not there any more skips no number', async () => {
    const bilal = await floor.person('Bilal Vanished');
    const lead = await buildLead(floor.db, 'Riya Sharma');
    const call = await buildCall(floor.db, { leadId: lead });
    const popup = await showPopup(floor.db, bilal, call);
    await tellMissed(floor.db, [bilal]);
    await floor.db.query(sql.type(noRows)`delete from popup where id = ${popup}`);
    const page = bilal.watch(api, { lastEventId: '1' });
    await page.count(2);
    expect(page.received).toEqual([
      { id: 2, event: 'missed', data: { count: 0 } },
      { id: 3, event: 'missed', data: { count: 0 } },
    ]);
  });
});
