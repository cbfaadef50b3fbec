import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { createTestTemporal, type TestTemporal } from '../environment/temporal-server.ts';
import { openStage, type Answer, type Stage } from '../spine/stage.ts';
import { findDiscrepancies, newLeads, NO_DISCREPANCIES, untilAllSettled } from './ledger.ts';
import {
  ASHA,
  atOnce,
  BILAL,
  script,
  send,
  sendUntilAnswered,
  SHAPES,
  type CallScript,
  type Request,
} from './vendor.ts';

const RIYA = { number: '9812345670', owner: ASHA };
const KABIR = { number: '9812345671', owner: BILAL };

/** Sends one request, whose answer must not wait for Temporal: the seconds are the test machine's. */
async function sendInTime(stage: Stage, request: Request): Promise<Answer> {
  const began = performance.now();
  const answer = await send(stage.url, request);
  expect(performance.now() - began).toBeLessThan(10_000);
  return answer;
}

const asks = (id: string, number: string): Request => ({
  name: 'getCounsellor',
  fields: { call_id: id, applicant_no: number },
});
const names = (agent: string) => ({ status: 200, body: { data: [{ agent_number: agent }], status: 1 } });

describe('Temporal stops in the middle of a burst', () => {
  // Every fourth call is of the same new student.
  const burst = Array.from({ length: 24 }, (_, n) =>
    script(
      `burst-${n}`,
      `98450000${String(n % 4 === 0 ? 0 : n).padStart(2, '0')}`,
      SHAPES[n % SHAPES.length] ?? 'abandoned',
    ),
  );
  // Each call is cut at another request: some is heard before, some without and some after.
  const before = ({ requests }: CallScript, n: number) => requests.slice(0, n % 4);
  const without = ({ requests }: CallScript, n: number) => requests.slice(n % 4, 2 + (n % 3));
  const after = ({ requests }: CallScript, n: number) => requests.slice(Math.max(n % 4, 2 + (n % 3)));

  let temporal: TestTemporal;
  let stage: Stage;
  let streams: readonly EventSourceClient[];
  const tell = async (part: (call: CallScript, n: number) => readonly Request[]): Promise<void> =>
    await atOnce(8, burst, async (call, n) => {
      for (const request of part(call, n)) await sendUntilAnswered(stage.url, request);
    });

  beforeAll(async () => {
    temporal = await createTestTemporal();
    stage = await openStage({ temporalAddress: temporal.address });
    const people = await Promise.all(['asha@demo.test', 'bilal@demo.test', 'chitra@demo.test'].map(stage.signIn));
    streams = people.map((person) => person.stream());
    await Promise.all(streams.map(async (stream) => await stream.count(1)));
    await tell(before);
    await temporal.kill();
  });
  afterAll(async () => {
    await stage.close();
    await temporal.remove();
  });

  test('questions are answered as ever, and within a second', async () => {
    for (let n = 0; n < 3; n += 1) {
      expect(await sendInTime(stage, asks(`away-riya-${n}`, RIYA.number))).toMatchObject(names(RIYA.owner));
      expect(await sendInTime(stage, asks(`away-kabir-${n}`, KABIR.number))).toMatchObject(names(KABIR.owner));
    }
  });

  test('cards come and go', async () => {
    await tell(without);
    const [ofAsha, ofBilal] = streams as [EventSourceClient, EventSourceClient];
    const [, rings, ringsNext, ends] = script('while-away', RIYA.number, 'missed_by_two').requests as [
      Request,
      Request,
      Request,
      Request,
    ];
    const card = async (stream: EventSourceClient, state: string) =>
      await stream.message(
        ({ event, data }) => event === 'popup' && data['number'] === `+91${RIYA.number}` && data['state'] === state,
      );
    await sendInTime(stage, rings);
    await card(ofAsha, 'open');
    await sendInTime(stage, ringsNext);
    await card(ofAsha, 'withdrawn');
    await card(ofBilal, 'open');
    await sendInTime(stage, ends);
    await card(ofBilal, 'withdrawn');
  });

  test('after its return nothing is lost or doubled', async () => {
    await temporal.start();
    await tell(after);
    await untilAllSettled(stage.db, burst.length + 1);

    expect(await findDiscrepancies(stage.db)).toEqual(NO_DISCREPANCIES);
    expect(await newLeads(stage.db)).toBe(new Set(burst.map(({ number }) => number)).size);
    for (const { id, outcome, talkSeconds, rung } of burst) {
      const settled = await stage.call(id);
      expect(settled).toMatchObject({ outcome, talkSeconds });
      expect(settled.offers).toHaveLength(rung);
    }
    for (const { ids } of streams) expect(ids).toEqual(ids.map((_, n) => (ids[0] ?? 0) + n));
  });
});

describe('an API that starts while Temporal hangs', () => {
  let hanging: Server;
  const taken: Socket[] = [];
  let stage: Stage;
  beforeAll(async () => {
    // It takes connections and never says a word.
    hanging = createServer((socket) => void taken.push(socket)).listen(0, '127.0.0.1');
    await once(hanging, 'listening');
    // A server that listens on a port has an address of this kind.
    const { port } = hanging.address() as AddressInfo;
    stage = await openStage({ worker: false, variables: { TEMPORAL_ADDRESS: `127.0.0.1:${port}` } });
  });
  afterAll(async () => {
    await stage.close();
    hanging.close();
    for (const socket of taken) socket.destroy();
  });

  test('answers questions within a second and shows cards', async () => {
    const asha = await stage.signIn('asha@demo.test');
    const stream = asha.stream();
    await stream.count(1);
    for (let n = 0; n < 3; n += 1)
      expect(await sendInTime(stage, asks(`hangs-${n}`, RIYA.number))).toMatchObject(names(RIYA.owner));
    await sendInTime(stage, {
      name: 'ivrCallNotification',
      fields: { call_id: 'hangs', applicant_no: RIYA.number, agent_no: ASHA },
    });
    await stream.message(({ event, data }) => event === 'popup' && data['state'] === 'open');
  });
});
