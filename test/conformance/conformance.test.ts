import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { VendorAdapter } from '../../vendors/adapter.ts';
import { isAbsent } from '../../vendors/classic/fields.ts';
import type { NativeHeard, NativeRequest } from '../../vendors/native.ts';
import { allAdapters } from '../../vendors/registry.ts';
import { createVendorTools } from '../../vendors/tools.ts';
import { CONTEXT, type Conformance, type Delivery } from './conformance.ts';
import { readCorpus } from './corpus.ts';
import { decoded, encodingsOf } from './encodings.ts';
import { mutilated } from './mutilated.ts';
import { covered } from './vendors.ts';

/** Of a corpus, what is not a request of the vendor's: what we send, what we are answered, what we answer. */
const notRequests = /^(?:API|routing: .* response|routing: .*, nobody|voice bot)/;

const payloadOf = ({ corpus }: Conformance, { event, payload }: Delivery): NativeRequest['fields'] => {
  const found = payload ?? readCorpus(corpus).find((entry) => entry.event === event)?.payload;
  if (found === undefined) throw new Error(`The corpus has no "${event}"`);
  return found;
};

const readerOf = (adapter: VendorAdapter, { readers }: Conformance, to: string) => {
  const endpoint = adapter.endpoints.find(({ name }) => name === to);
  const read = endpoint?.read ?? readers?.[to];
  if (read === undefined) throw new Error(`${adapter.slug} has no "${to}"`);
  return { read: (request: NativeRequest) => read(request, CONTEXT), methods: endpoint?.methods ?? ['POST'] };
};

/** What holds for whatever was read: nothing negative, nothing backwards, nothing that only looks like a value. */
function expectSound(heard: NativeHeard): void {
  if (heard.kind === 'ignored') return expect(heard.reason).toMatch(/^[a-z_]+$/);
  const { callId, reference, vendorRef, number } = heard.said;
  for (const id of [callId, reference, vendorRef])
    if (id !== null) expect([id.length <= 200, isAbsent(id)]).toEqual([true, false]);
  if (number !== null) expect(number).toMatch(/^\+[1-9]\d{5,16}$/);
  if (heard.kind === 'routing_question') return undefined;
  expect(heard.happenings.length).toBeGreaterThan(0);
  for (const happening of heard.happenings) {
    if ('agent' in happening && happening.agent !== null) expect(happening.agent.key).not.toBe('');
    if (happening.kind === 'recording') expect(happening.url).toMatch(/^https?:\/\//);
    if (happening.kind !== 'ended') continue;
    const { talkSeconds, startedAt, endedAt, recordingUrl, status } = happening;
    if (talkSeconds !== null)
      expect([status.result, Number.isInteger(talkSeconds), talkSeconds >= 0 && talkSeconds <= 86_400]).toEqual([
        'success',
        true,
        true,
      ]);
    if (startedAt !== null && endedAt !== null) expect(endedAt).toBeGreaterThanOrEqual(startedAt);
    if (recordingUrl !== null) expect(recordingUrl).toMatch(/^https?:\/\//);
  }
  return undefined;
}

describe.each(allAdapters.map((adapter) => [adapter.slug, adapter] as const))('%s', (_slug, adapter) => {
  test('has endpoints of different names, which answer by themselves', () => {
    const names = adapter.endpoints.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, methods, answerEvent, answerRouting } of adapter.endpoints) {
      expect(name).toMatch(/^[a-z0-9-]+$/);
      expect(methods.length).toBeGreaterThan(0);
      expect(answerEvent().httpStatus).toBe(200);
      const routing = { ring: 'sequential', ringSeconds: 45, talkSeconds: 7200, vendorSettings: {} } as const;
      const nobody = answerRouting?.({ numbers: [], ...routing });
      if (nobody) expect(answerRouting?.({ numbers: ['9990947416'], ...routing })).not.toEqual(nobody);
    }
  });

  test('says nothing it can not do', () => {
    const tools = createVendorTools([]);
    const vendorSettings = adapter.settingsSchema.parse({});
    const bare = { instituteId: 1, country: 'IN', authenticationKey: null, vendorSettings };
    // Nothing is set: nobody can be asked, and nothing pretends otherwise.
    expect(adapter.canPull([])).toBe(false);
    expect(adapter.canDial?.([]) ?? false).toBe(false);
    expect(adapter.client(bare, tools)?.dial).toBeUndefined();
    tools.http.close();
  });
});

describe.each(covered)('the own requests of %s', (_slug, adapter, conformance) => {
  const deliveries = conformance.deliveries.map((delivery) => [delivery.event, delivery] as const);

  test('are all of its corpus', () => {
    const requests = readCorpus(conformance.corpus)
      .map(({ event }) => event)
      .filter((event) => !notRequests.test(event));
    const delivered = conformance.deliveries.map(({ event }) => event);
    expect(requests.filter((event) => !delivered.includes(event))).toEqual([]);
    const used = new Set(conformance.deliveries.map(({ to }) => to));
    expect(adapter.endpoints.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
  });

  test.each(deliveries)('are read in whatever encoding: %s', async (_event, delivery) => {
    const { read, methods } = readerOf(adapter, conformance, delivery.to);
    const payload = payloadOf(conformance, delivery);
    const requests =
      Object.keys(payload).length === 0
        ? [{ method: 'POST' as const, fields: {} }]
        : await Promise.all((await encodingsOf(payload, methods)).map(decoded));
    for (const request of requests) {
      const heard = read(request);
      expectSound(heard);
      if (delivery.comesTo === 'ignored') expect(heard.kind).toBe('ignored');
      else if (delivery.comesTo === 'question')
        expect(heard).toMatchObject({ kind: 'routing_question', said: delivery.says });
      else expect(heard).toMatchObject({ kind: 'event', said: delivery.says, happenings: delivery.comesTo });
    }
  });

  test.each(deliveries)('are never refused, however spoilt: %s', (_event, delivery) => {
    const { read } = readerOf(adapter, conformance, delivery.to);
    fc.assert(
      fc.property(
        mutilated(payloadOf(conformance, delivery)),
        fc.constantFrom('GET' as const, 'POST' as const),
        (fields, method) => {
          expectSound(read({ method, fields }));
        },
      ),
      { numRuns: 150, seed: 20_261_124 },
    );
  });
});
