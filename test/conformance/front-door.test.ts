import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { ask, openStage, type Answer, type Stage } from '../spine/stage.ts';
import { nativeLine } from '../vendors/native-line.ts';
import type { Conformance, Delivery } from './conformance.ts';
import { readCorpus } from './corpus.ts';
import { covered } from './vendors.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ worker: false });
});
afterAll(async () => {
  await stage.close();
});

const payloadOf = ({ corpus }: Conformance, { event, payload }: Delivery) =>
  payload ?? readCorpus(corpus).find((entry) => entry.event === event)?.payload ?? {};

const factCount = z.object({ facts: z.number() });
const facts = async (): Promise<number> =>
  await stage.db.oneFirst(
    sql.type(factCount)`select count(*)::integer as facts from fact where request_id is not null`,
  );

test.each(covered)(
  'every payload of %s is taken, kept and answered, and changes nothing when it is taken again',
  async (slug, adapter, conformance) => {
    const line = await nativeLine(stage, slug);
    const deliveries = conformance.deliveries.filter(({ to }) => adapter.endpoints.some(({ name }) => name === to));
    for (const delivery of deliveries) {
      const payload = payloadOf(conformance, delivery);
      const methods = adapter.endpoints.find(({ name }) => name === delivery.to)?.methods ?? [];
      const flat = Object.fromEntries(
        Object.entries(payload).map(([key, value]) => [
          key,
          typeof value === 'object' ? JSON.stringify(value) : String(value),
        ]),
      );
      const answer: Answer = methods.includes('POST')
        ? await line.post(delivery.to, payload)
        : await ask(`${line.url(delivery.to)}?${new URLSearchParams(flat).toString()}`, 'GET');
      expect([delivery.event, answer.status < 400]).toEqual([delivery.event, true]);
    }
    const admin = await stage.admin();
    const kept = (await admin.call('GET', '/v1/telephony-logs?limit=200')).body.items.filter(
      (item: { vendor: string }) => item.vendor === slug,
    );
    expect(kept).toHaveLength(deliveries.length);
    const before = await facts();
    expect(before).toBeGreaterThan(0);
    // What is of no call has nothing to take.
    for (const { id, outcome } of kept.filter((item: { outcome: string }) => !item.outcome.startsWith('ignored'))) {
      const { status, body } = await admin.call('POST', `/v1/telephony-logs/${id}/replay`);
      expect([status, body.taken, body.outcome]).toEqual([200, false, outcome]);
    }
    expect(await facts()).toBe(before);
  },
);
