import { WithStartWorkflowOperation } from '@temporalio/client';
import { CALLS_QUEUE } from '../../domain/call/messages.ts';
import { BARE_ROUTE, QUESTION } from '../baseline/bare-messages.ts';
import type { Ground } from '../ground.ts';
import { atPace } from '../load/pace.ts';
import { startBare } from './bare.ts';

const WARM_UP = 20;
const COUNT = 200;

/** Times of an update-with-start of a workflow that only answers it, in ms. */
export async function bareRouting(ground: Ground, perSecond: number): Promise<readonly number[]> {
  const bare = await startBare(ground, 'routing');
  const times: number[] = [];
  await atPace({ perSecond, count: WARM_UP + COUNT }, async (n) => {
    const began = performance.now();
    const startWorkflowOperation = new WithStartWorkflowOperation(BARE_ROUTE, {
      workflowId: `route-${n}`,
      taskQueue: CALLS_QUEUE,
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [],
    });
    await bare.client.workflow.executeUpdateWithStart(QUESTION, { args: [], startWorkflowOperation });
    if (n >= WARM_UP) times.push(performance.now() - began);
  });
  await bare.stop();
  return times;
}
