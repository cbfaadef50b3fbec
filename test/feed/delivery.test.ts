import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { LISTENER_NAME } from '../../api/feed/listener.ts';
import { noRows } from '../../db/columns.ts';
import { publish } from '../../db/feed.ts';
import { buildCall } from '../build/call.ts';
import { buildLead } from '../build/lead.ts';
import { showPopup, tellMissed, withdrawPopup } from '../build/popup.ts';
import { FEED_POOL, openFloor, type ApiProcess, type Floor, type Person } from './floor.ts';

let floor: Floor;
let here: ApiProcess;
let there: ApiProcess;
beforeAll(async () => {
  floor = await openFloor();
  // No poll comes to the rescue: what arrives, arrives because of a notification.
  here = await floor.process({ pollMs: 60_000 });
  there = await floor.process({ pollMs: 60_000 });
});
afterAll(async () => await floor.close());

const consecutive = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Ends database connections of all API processes by what they are called, and says how many there were. */
const kill = async (name: string): Promise<number> => {
  const ended = await floor.db.anyFirst(sql.type(z.object({ ended: z.boolean() }))`
    select pg_terminate_backend(pid) as ended from pg_stat_activity
    where application_name = ${name} and datname = current_database()
  `);
  return ended.length;
};
const killListeners = async (): Promise<number> => await kill(LISTENER_NAME);

const ringing = async (who: Person): Promise<string> => await showPopup(floor.db, who, await buildCall(floor.db));

describe('a pop-up', () => {
  test('reaches every tab and browser of its counsellor, at every API process, and nobody else', async () => {
    const [asha, bilal] = [await floor.person('Asha Tabs'), await floor.person('Bilal Tabs')];
    const pages = [here, here, here, here, here, there, there, there, there, there].map((api) => asha.watch(api));
    const others = bilal.watch(there);
    await Promise.all([...pages, others].map(async (page) => await page.count(1)));

    const popup = await ringing(asha);
    for (const page of pages) {
      expect(await page.message(({ event }) => event === 'popup')).toMatchObject({
        id: 2,
        data: { id: popup, state: 'open' },
      });
    }
    await tellMissed(floor.db, [bilal]);
    await others.message(({ event }) => event === 'missed');
    expect(others.received.map(({ event }) => event)).toEqual(['snapshot', 'missed']);
  });

  test('dismissed in one tab goes in all, and a second dismissal changes nothing', async () => {
    const asha = await floor.person('Asha Dismisses');
    const pages = [here, here, there].map((api) => asha.watch(api));
    await Promise.all(pages.map(async (page) => await page.count(1)));
    const popup = await ringing(asha);

    const answer = await asha.call(there, 'POST', `/v1/popups/${popup}/dismiss`);
    expect(answer).toMatchObject({ status: 200, body: { id: popup, state: 'dismissed', version: 2 } });
    for (const page of pages) {
      await page.message(({ event, data }) => event === 'popup' && data.state === 'dismissed' && data.version === 2);
    }
    expect(await asha.call(here, 'POST', `/v1/popups/${popup}/dismiss`)).toEqual(answer);
    await tellMissed(floor.db, [asha]);
    for (const page of pages) expect((await page.message(({ event }) => event === 'missed')).id).toBe(4);
  });

  test('of another counsellor leaves not one byte in a stream, whatever becomes of it', async () => {
    const [asha, bilal] = [await floor.person('Asha Private'), await floor.person('Bilal Private')];
    const stream = bilal.tap(here);
    await stream.until((text) => text.includes('snapshot'));
    const lead = await buildLead(floor.db, 'Riya Sharma', { phones: [{ number: '+919800000001' }] });
    const call = await buildCall(floor.db, { number: '+919800000001', leadId: lead });
    const popup = await showPopup(floor.db, asha, call, { leadId: lead });
    await asha.call(here, 'POST', `/v1/popups/${popup}/open`);
    await withdrawPopup(floor.db, asha, popup);
    // Even a message that names it by mistake shows nothing of it.
    await floor.db.transaction(
      async (tx) =>
        await publish(tx, 1, [
          { counsellorId: bilal.id, type: 'popup', ref: popup },
          { counsellorId: bilal.id, type: 'call', ref: call },
        ]),
    );
    await stream.until((text) => text.includes('id: 3'));
    for (const secret of [popup, call, lead, asha.id, asha.name, 'Riya', '9800000001', '0001']) {
      expect(stream.text).not.toContain(secret);
    }
  });

  test('of another counsellor can be neither dismissed nor opened, nor one of another institute', async () => {
    const asha = await floor.person('Asha Owner');
    const strangers = [await floor.person('Bilal Stranger'), await floor.person('Asha Owner', { instituteId: 2 })];
    const popup = await ringing(asha);
    for (const stranger of strangers) {
      for (const act of ['dismiss', 'open']) {
        expect((await stranger.call(here, 'POST', `/v1/popups/${popup}/${act}`)).status).toBe(404);
      }
    }
    expect((await asha.call(here, 'POST', '/v1/popups/nonsense/open')).status).toBe(404);
    const page = asha.watch(here);
    expect(await page.message(({ event }) => event === 'snapshot')).toMatchObject({
      data: { popups: [{ id: popup, version: 1 }] },
    });
  });
});

describe('numbers', () => {
  test('have no gaps under fifty publishers at once, of which some roll back', async () => {
    const people = await Promise.all(
      ['Asha', 'Bilal', 'Chitra'].map(async (name) => await floor.person(`${name} Crowd`)),
    );
    const pages = people.flatMap((person) => [person.watch(here), person.watch(there)]);
    await Promise.all(pages.map(async (page) => await page.count(1)));

    const publisher = async (which: number): Promise<void> => {
      for (let round = 0; round < 4; round += 1) {
        // Each names them in an order of its own, as calls do.
        const order = people
          .map((_, index) => people[(index + which) % people.length])
          .filter((person) => person !== undefined);
        const entries = order.map(({ id }) => ({ counsellorId: id, type: 'missed' as const, ref: null }));
        const rollBack = (which + round) % 5 === 0;
        const done = floor.db.transaction(async (tx) => {
          await publish(tx, 1, entries);
          if (rollBack) throw new Error('rolled back');
        });
        await (rollBack ? expect(done).rejects.toThrow('rolled back') : done);
      }
    };
    await Promise.all(Array.from({ length: 50 }, async (_, which) => await publisher(which)));

    const committed = 50 * 4 - 40;
    for (const page of pages) {
      await page.count(1 + committed);
      expect(page.ids).toEqual(consecutive(1, 1 + committed));
    }
  });

  test('many for many in one transaction are told in one go, whatever a notification may hold', async () => {
    const many = await Promise.all(
      Array.from({ length: 450 }, async (_, index) => await floor.person(`Person ${index}`)),
    );
    const watched = [many[0], many[225], many[449]].filter((person) => person !== undefined);
    const pages = watched.map((person) => person.watch(here));
    await Promise.all(pages.map(async (page) => await page.count(1)));
    await tellMissed(floor.db, many, 2);
    for (const page of pages) {
      await page.count(3);
      expect(page.ids).toEqual([1, 2, 3]);
    }
  });
});

describe('when the listening connection is lost', () => {
  test('messages arrive as soon as it is back', async () => {
    const asha = await floor.person('Asha Listens');
    const pages = [asha.watch(here), asha.watch(there)];
    await Promise.all(pages.map(async (page) => await page.count(1)));
    expect(await killListeners()).toBe(2);
    await tellMissed(floor.db, [asha], 3);
    for (const page of pages) {
      await page.count(4);
      expect(page.ids).toEqual([1, 2, 3, 4]);
    }
    await tellMissed(floor.db, [asha]);
    for (const page of pages) await page.count(5);
  });

  test('the poll brings them even without it', async () => {
    const polling = await floor.process({ pollMs: 200 });
    const bilal = await floor.person('Bilal Polls');
    const page = bilal.watch(polling);
    await page.count(1);
    // As `publish`, without a word to anybody.
    await floor.db.query(sql.type(noRows)`
      with head as (insert into feed_head (institute_id, counsellor_id, head) values (1, ${bilal.id}, 2) returning head)
      insert into feed (institute_id, counsellor_id, seq, type) select 1, ${bilal.id}, head, 'missed' from head
    `);
    expect(await page.message(({ event }) => event === 'missed')).toMatchObject({ id: 2 });
  });
});

describe('when the feed cannot be read', () => {
  test('for a moment, because all its database connections are cut, it goes on afterwards', async () => {
    const asha = await floor.person('Asha Cut Off');
    const page = asha.watch(here);
    await page.count(1);
    expect(await kill(FEED_POOL)).toBeGreaterThan(0);
    await killListeners();
    await tellMissed(floor.db, [asha], 2);
    await page.count(3);
    expect(page.ids).toEqual([1, 2, 3]);
  });

  test('of one counsellor, it holds up nobody else', async () => {
    const [asha, bilal] = [await floor.person('Asha Broken'), await floor.person('Bilal Whole')];
    const [broken, whole] = [asha.watch(here), bilal.watch(here)];
    await Promise.all([broken.count(1), whole.count(1)]);
    const call = await buildCall(floor.db, { counsellorId: asha.id });
    await floor.db.query(sql.type(noRows)`update call set reason = '"no reason as we write it"' where id = ${call}`);
    // Both in one transaction, so that they are looked at together.
    await floor.db.transaction(
      async (tx) =>
        await publish(tx, 1, [
          { counsellorId: asha.id, type: 'call', ref: call },
          { counsellorId: bilal.id, type: 'missed', ref: null },
        ]),
    );
    await whole.message(({ id }) => id === 2);
    await floor.db.query(sql.type(noRows)`update call set reason = null where id = ${call}`);
    expect(await broken.message(({ id }) => id === 2)).toMatchObject({ event: 'call', data: { id: call } });
  });
});

describe('a phone page', () => {
  test('alone is told what to dial, without a number and never again', async () => {
    const chitra = await floor.person('Chitra Dials');
    const [phone, desk] = [chitra.tap(here, { device: 'phone' }), chitra.tap(here)];
    await Promise.all([phone, desk].map(async (stream) => await stream.until((text) => text.includes('snapshot'))));
    expect(
      here.hub.dial({ instituteId: 1, counsellorId: chitra.id }, { callId: 'the call', tel: '+919812345670' }),
    ).toBe(1);
    await phone.until((text) => text.includes('event: dial\ndata: {"callId":"the call","tel":"+919812345670"}\n'));
    await tellMissed(floor.db, [chitra]);
    await Promise.all(
      [phone, desk].map(async (stream) => await stream.until((text) => text.includes('event: missed'))),
    );
    expect(desk.text).not.toContain('dial');
    expect(phone.ids).toEqual([1, 2]);
    const later = chitra.tap(here, { device: 'phone', lastEventId: '1' });
    await later.until((text) => text.includes('event: missed'));
    expect(later.text).not.toContain('dial');
  });
});
