import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { demo } from '../../dev/demo-data.ts';
import type { Child } from '../../dev/process/child.ts';
import { EventSourceClient } from '../feed/event-source-client.ts';
import { ask } from '../spine/stage.ts';
import { findDiscrepancies, newLeads, NO_DISCREPANCIES, untilAllSettled } from './ledger.ts';
import { crash, openPlant, type Plant, type Role } from './plant.ts';
import { seededRandom } from './random.ts';
import { atOnce, script, sendUntilAnswered, SHAPES } from './vendor.ts';

const SEED = 20_251_124;
const callRow = z.object({ vendorCallId: z.string(), outcome: z.string(), talkSeconds: z.number(), rung: z.number() });

describe('API and worker are killed again and again through a burst of calls', () => {
  const random = seededRandom(SEED);
  const burst = Array.from({ length: 40 }, (_, n) =>
    script(
      `crash-${n}`,
      `98460000${String(n % 5 === 0 ? 0 : n).padStart(2, '0')}`,
      SHAPES[Math.floor(random() * SHAPES.length)] ?? 'abandoned',
    ),
  );
  const requests = burst.reduce((sum, call) => sum + call.requests.length, 0);
  /** After how many answers who dies. A worker is longer in coming back: it dies less often. */
  const kills = (['api', 'worker', 'api', 'api', 'worker', 'api'] satisfies Role[]).map((role, n) => ({
    role,
    at: 1 + Math.floor(((n + random()) * requests) / 6.5),
  }));

  let plant: Plant;
  let stream: EventSourceClient;
  const running = new Map<Role, Promise<Child>>();
  beforeAll(async () => {
    plant = await openPlant();
    running.set('worker', plant.start('worker')).set('api', plant.start('api'));
    await Promise.all(running.values());
    const { headers } = await ask(`${plant.apiUrl}/v1/session`, 'POST', {
      email: 'asha@demo.test',
      password: demo.password,
    });
    stream = new EventSourceClient(`${plant.apiUrl}/v1/stream`, headers.getSetCookie()[0]?.split(';')[0] ?? '');
    await stream.count(1);
  });
  afterAll(async () => {
    stream.close();
    await plant.close();
  });

  /** Kills what runs now, or is just starting, and starts it again. */
  const restart = async (role: Role): Promise<Child> => {
    const child = await running.get(role);
    if (child) await crash(child);
    return await plant.start(role);
  };

  test('every call settles once, no card is left open, and every total is the sum of what the calls say', async () => {
    let answered = 0;
    await atOnce(6, burst, async (call) => {
      for (const request of call.requests) {
        const { status } = await sendUntilAnswered(plant.apiUrl, request);
        expect(status).toBe(200);
        answered += 1;
        for (const { role } of kills.filter(({ at }) => at === answered)) running.set(role, restart(role));
      }
    });
    await Promise.all(running.values());
    await untilAllSettled(plant.db, burst.length);

    expect(await findDiscrepancies(plant.db)).toEqual(NO_DISCREPANCIES);
    const calls = await plant.db.any(sql.type(callRow)`
      select vendor_call_id as "vendorCallId", outcome, talk_seconds as "talkSeconds",
        (select count(*) from offer o where o.call_id = c.id) as rung
      from call c
    `);
    const expected = burst.map(({ id, outcome, talkSeconds, rung }) => ({
      vendorCallId: id,
      outcome,
      talkSeconds,
      rung,
    }));
    expect(new Set(calls)).toEqual(new Set(expected));
    expect(await newLeads(plant.db)).toBe(new Set(burst.map(({ number }) => number)).size);
  });

  test('a stream that was open through all of it has every message once', async () => {
    const head = await plant.db.oneFirst(sql.type(z.object({ head: z.number() }))`
      select head from feed_head join counsellor on counsellor.id = counsellor_id where email = 'asha@demo.test'
    `);
    await stream.until(() => stream.ids.at(-1) === head);
    expect(stream.ids).toEqual(stream.ids.map((_, n) => (stream.ids[0] ?? 0) + n));
  });
});
