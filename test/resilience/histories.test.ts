import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { workflowBundle } from '../environment/workflow-bundle.ts';
import { openStage, quietTemporal, type Stage } from '../spine/stage.ts';
import { untilDelivered } from './ledger.ts';
import { readable } from './readable.ts';
import { script, sendUntilAnswered } from './vendor.ts';

const folder = fileURLToPath(new URL('../histories/', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

interface History {
  readonly events: Record<string, unknown>[];
}

/** Replays a history and says what went wrong; null when it is what today's code would have written. */
async function replay(name: string, change: (history: History) => void = () => undefined): Promise<Error | null> {
  // Written by historyToJSON; historyFromJSON checks it.
  const json = JSON.parse(readFileSync(join(folder, name), 'utf8')) as History;
  change(json);
  const workflowId = `replay-${name}`;
  const replayed = Worker.runReplayHistories({ workflowBundle: workflowBundle() }, [
    { workflowId, history: historyFromJSON(json) },
  ]);
  for await (const { error } of replayed) return error ?? null;
  return new Error('Nothing was replayed');
}

describe('histories of calls that happened', () => {
  beforeAll(quietTemporal);

  test.each(names)("%s is what today's code would write", async (name) => {
    expect(await replay(name)).toBeNull();
  });

  test.each(names)('%s holds no number and no name', (name) => {
    // Written by historyToJSON; historyFromJSON checks it.
    const text = readable(historyFromJSON(JSON.parse(readFileSync(join(folder, name), 'utf8')) as object));
    expect(text).toContain('{"institute":100,');
    expect(text).not.toMatch(/98490000\d\d|981234567|999094741|Riya|Asha|Bilal|Chitra|prospectus|demo-secret-key/);
  });

  test('another history would be noticed', async () => {
    // As code would write that began with an activity where today's waits.
    const otherwise = ({ events }: History): void => {
      const timer = events.find((event) => 'timerStartedEventAttributes' in event);
      delete timer?.['timerStartedEventAttributes'];
      Object.assign(timer ?? {}, {
        eventType: 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED',
        activityTaskScheduledEventAttributes: {
          activityId: '1',
          activityType: { name: 'advance' },
          taskQueue: { name: 'calls' },
        },
      });
    };
    expect(await replay('routed-two-offers-missed.json', otherwise)).toMatchObject({
      name: 'DeterminismViolationError',
    });
  });
});

describe('the bundle of the workflows', () => {
  const code = readFileSync(workflowBundle().codePath, 'utf8');
  const modules = [...code.matchAll(/^\/\*\*\*\/ "(\.[^"]+)"/gm)].map(([, path]) => path ?? '');

  test('holds of ours only workflows, and the rules of calls and routing', () => {
    const ours = modules.filter((path) => !path.startsWith('./node_modules/') && !path.includes('/node_modules/'));
    expect(ours).toContain('./workflows/call.ts');
    expect(ours.filter((path) => !/^\.\/(workflows|domain\/call|domain\/routing)\//.test(path))).toEqual([]);
  });

  test('holds no library but what the SDK brings, and stays small', () => {
    const libraries = modules.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
    expect([...new Set(libraries)].toSorted()).toEqual([
      '@temporalio/common',
      '@temporalio/workflow',
      'long',
      'ms',
      'nexus-rpc',
    ]);
    expect(code.length).toBeLessThan(2_000_000);
  });
});

describe('a routed call with two offers, in the Temporal UI', () => {
  let stage: Stage;
  let connection: Connection;
  let handle: WorkflowHandle;
  beforeAll(async () => {
    stage = await openStage();
    await stage.configure({ times: { ringSeconds: 5 } });
    for (const request of script('seen', '9849100001', 'missed_by_two').requests) {
      await sendUntilAnswered(stage.url, request);
      await untilDelivered(stage.db);
    }
    connection = await Connection.connect({ address: stage.temporalAddress });
    const call = await stage.call('seen');
    handle = new Client({ connection, namespace: stage.namespace }).workflow.getHandle(`call-${call.id}`);
  });
  afterAll(async () => {
    await connection.close();
    await stage.close();
  });

  test('shows how it stands', async () => {
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toContain('| Call | inbound, tatatel |');
    expect(currentDetails).toContain('| State | ended: missed |');
    expect(currentDetails).toContain('| Rung | 2 times |');
  });

  test('is found by its attributes', async () => {
    const { searchAttributes } = await handle.describe();
    expect(searchAttributes).toMatchObject({
      Institute: [100],
      Vendor: ['tatatel'],
      Direction: ['inbound'],
      Outcome: ['missed'],
    });
  });

  test('has at most forty events, each activity and timer with words for people', async () => {
    expect(await handle.result()).toEqual({ state: 'ended', outcome: 'missed' });
    const { events } = await handle.fetchHistory();
    expect(events?.length).toBeLessThanOrEqual(40);
    const steps = events?.filter(
      (event) =>
        event.timerStartedEventAttributes ??
        event.markerRecordedEventAttributes ??
        event.activityTaskScheduledEventAttributes,
    );
    for (const { userMetadata } of steps ?? []) expect(String(userMetadata?.summary?.data)).toMatch(/^"[A-Z][a-z ]+"$/);
  });
});
