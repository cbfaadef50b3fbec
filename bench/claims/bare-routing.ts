import { WithStartWorkflowOperation } from '@temporalio/client';
import { CALLS_QUEUE } from '../../domain/call/messages.ts';
import { BARE_ROUTE, QUESTION } from '../baseline/bare-messages.ts';
import type { Ground } from '../ground.ts';
import { atPace, warmUp } from '../load/pace.ts';
import { startBare } from './bare.ts';

const WARM_UP = { callers: 6, count: 150 };
const COUNT = 170;

/** Times of an update-with-start of a workflow that only answers it, in ms. */
export async function bareRouting(ground: Ground, perSecond: number): Promise<readonly number[]> {
  const bare = await startBare(ground, 'routing');
  const times: number[] = [];
  const ask = async (id: string): Promise<number> => {
    const began = performance.now();
    const startWorkflowOperation = new WithStartWorkflowOperation(BARE_ROUTE, {
      workflowId: id,
      taskQueue: CALLS_QUEUE,
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [],
    });
    await bare.client.workflow.executeUpdateWithStart(QUESTION, { args: [], startWorkflowOperation });
    return performance.now() - began;
  };
  await warmUp(WARM_UP, async (n) => void (await ask(`warm-${n}`)));
  await atPace({ perSecond, count: COUNT }, async (n) => void times.push(await ask(`route-${n}`)));
  await bare.stop();
  return times;
}
