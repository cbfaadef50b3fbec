import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { demo } from '../../dev/demo-data.ts';
import type { Child } from '../../dev/process/child.ts';
import { listen, type Listening } from '../../simulator/listen.ts';
import { ask, eventually } from '../spine/stage.ts';
import { letPass } from './clock.ts';
import { untilAllSettled } from './ledger.ts';
import { openPlant, type Plant } from './plant.ts';
import { script, sendUntilAnswered } from './vendor.ts';

const GOOD_END = { code: 0, signal: null };
const idRow = z.object({ id: z.string() });
const count = z.object({ count: z.number() });

let plant: Plant;
beforeAll(async () => {
  plant = await openPlant({ variables: { SHUTDOWN_GRACE_SECONDS: '10' } });
});
afterAll(async () => {
  await plant.close();
});

/** The text a process has logged since it was started holds a line with these words. */
const says = async (role: 'api' | 'worker', words: string): Promise<void> => {
  await eventually(async () => plant.written(role).includes(words) || null);
};

async function receive(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

describe('an API that is told to stop', () => {
  test('answers the request that is under way, delivers what it brought, takes no other, and ends well', async () => {
    const [worker, api] = await Promise.all([plant.start('worker'), plant.start('api')]);
    const body = JSON.stringify({
      secret_key: demo.secretKey,
      ...script('last', '9847000001', 'report_only').requests[0]?.fields,
    });
    const { hostname, port } = new URL(plant.apiUrl);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const head = [
      'POST /ivrCallBackDetails/100/tatatel HTTP/1.1',
      'Host: api',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      'Connection: close',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 20)}`);
    // The head has arrived once a request that came later on another connection is answered.
    await ask(`${plant.apiUrl}/healthz`, 'GET');

    api.process.kill('SIGTERM');
    await says('api', '"stopping"');
    await eventually(
      async () =>
        await ask(`${plant.apiUrl}/healthz`, 'GET').then(
          () => null,
          () => true,
        ),
    );
    socket.write(body.slice(20));
    expect(await receive(socket)).toMatch(/^HTTP\/1\.1 200 .*"call_id":"last"/s);
    expect(await api.exited).toEqual(GOOD_END);

    await untilAllSettled(plant.db, 1);
    expect(await worker.stop()).toEqual(GOOD_END);
  });
});

describe('a worker that is told to stop', () => {
  let vendor: Listening;
  /** Answers the request that the vendor has in hand. */
  const inHand: (() => void)[] = [];
  const answerNext = async (): Promise<void> => (await eventually(async () => inHand.shift() ?? null))();
  let worker: Child;
  beforeAll(async () => {
    // A vendor that answers when we let it.
    vendor = await listen(0, async (_request, response) => {
      await new Promise<void>((resolve) => void inHand.push(resolve));
      response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
    });
    [worker] = await Promise.all([plant.start('worker'), plant.start('api')]);
    const { headers } = await ask(`${plant.apiUrl}/v1/session`, 'POST', {
      email: demo.admin.email,
      password: demo.password,
    });
    const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const settings = {
      authenticationKey: 'portal-token',
      vendorSettings: { apiUrl: vendor.url },
      times: { callBackSeconds: 1 },
    };
    const { status } = await ask(`${plant.apiUrl}/v1/settings/telephony/${demo.vendor}`, 'PUT', settings, { cookie });
    expect(status).toBe(200);
  });
  afterAll(async () => {
    await vendor.stop();
  });

  test('applies what it has begun to apply, and finishes the question it has asked the vendor', async () => {
    const [, rings] = script('asked', '9847000002', 'missed_by_two').requests;
    if (rings) await sendUntilAnswered(plant.apiUrl, rings);
    await eventually(async () => inHand.length > 0 || null);
    // Somebody holds the call's row, so that the worker cannot apply the next fact at once.
    const id = await plant.db.oneFirst(sql.type(idRow)`select id from call where vendor_call_id = 'asked'`);
    await plant.db.transaction(async (tx) => {
      const [, , second] = script('asked', '9847000002', 'missed_by_two').requests;
      if (second) await sendUntilAnswered(plant.apiUrl, second);
      await tx.query(sql.type(idRow)`select id from call where id = ${id} for update`);
      worker.process.kill('SIGTERM');
      await says('worker', '"stopping"');
    });
    // The list of live calls, then the records.
    await answerNext();
    await answerNext();

    expect(await worker.exited).toEqual(GOOD_END);
    const pulled = await plant.db.oneFirst(
      sql.type(count)`select count(*) as count from fact where call_id = ${id} and kind = 'record_pulled'`,
    );
    expect(pulled).toBe(1);
    const unapplied = await plant.db.oneFirst(
      sql.type(count)`select count(*) as count from call where id = ${id} and applied_seq < 2`,
    );
    expect(unapplied).toBe(0);
  });
});

describe('a worker that starts while Temporal is away', () => {
  test('says so, does what can be done without, and ends well when told to', async () => {
    const alone = await openPlant({ variables: { TEMPORAL_ADDRESS: '127.0.0.1:9', SWEEP_OVERDUE_SECONDS: '1' } });
    await alone.start('api');
    const [asks] = script('alone', '9847000003', 'missed_by_two').requests;
    if (asks) await sendUntilAnswered(alone.apiUrl, asks);
    await letPass(alone.db, 3600);
    const worker = alone.launch('worker');
    await eventually(
      async () => (await alone.db.exists(sql.type(idRow)`select id from call where closed_at is not null`)) || null,
    );
    await eventually(async () => alone.written('worker').includes('waiting for Temporal') || null);
    expect(await worker.stop()).toEqual(GOOD_END);
    await alone.close();
  });
});
