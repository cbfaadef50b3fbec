import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { CallActivities } from '../../activities/contract.ts';
import { CallWorkflows } from '../../calls/call-workflows.ts';
import { CALLS_QUEUE, type Advanced } from '../../domain/call/messages.ts';
import type { CallId } from '../../domain/ids.ts';
import { createTestNamespace } from '../environment/namespace.ts';
import { workflowBundle } from '../environment/workflow-bundle.ts';
import { quietTemporal } from '../spine/stage.ts';

/** What stands while the vendor is to be asked, of whom nobody here takes a question. */
const STANDING: Advanced = {
  appliedSeq: 1,
  wakeAt: 0,
  besideAt: null,
  ask: 'record',
  closed: false,
  state: 'ringing',
  outcome: null,
  direction: 'inbound',
  vendor: 'tatatel',
  flags: [],
  offers: 1,
};
/** More than a few workflow tasks take, less than any pause between two questions. */
const BESIDE_MS = 2000;

let connection: NativeConnection;
let client: Connection;
let worker: Worker;
let running: Promise<void>;
let workflows: CallWorkflows;
const advances: number[] = [];

beforeAll(async () => {
  quietTemporal();
  const access = await createTestNamespace();
  const { namespace } = access;
  connection = await NativeConnection.connect(access.connection);
  client = await Connection.connect(access.connection);
  workflows = new CallWorkflows(new Client({ connection: client, namespace }), 10_000);
  let besideAt = 0;
  const activities: CallActivities = {
    advance: async () => {
      advances.push(Date.now());
      // The first advance finds that the vendor must be asked, and that something else is due soon.
      if (advances.length === 1) besideAt = Date.now() + BESIDE_MS;
      const standing =
        Date.now() < besideAt
          ? { ...STANDING, wakeAt: Date.now() - 1000, besideAt }
          : { ...STANDING, ask: null, wakeAt: null, closed: true };
      return await Promise.resolve(standing);
    },
  };
  worker = await Worker.create({
    connection,
    namespace,
    taskQueue: CALLS_QUEUE,
    workflowBundle: workflowBundle(),
    activities,
  });
  running = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await client.close();
  await connection.close();
});

test('while the vendor does not answer, what else is waited for comes at its time', async () => {
  const call = { instituteId: 100, callId: randomUUID() as CallId, vendor: 'tatatel' };
  await workflows.wake(call);
  while (advances.length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  const [first = 0, second = 0] = advances;
  expect(second - first).toBeGreaterThanOrEqual(BESIDE_MS);
});
