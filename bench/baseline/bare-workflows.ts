import {
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import { MESSAGE, MESSAGES, QUESTION } from './bare-messages.ts';

export interface BareActivities {
  nothing(call: string, nth: number): Promise<void>;
}

const local = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '5 seconds' });
const regular = proxyActivities<BareActivities>({ startToCloseTimeout: '5 seconds' });
const message = defineSignal(MESSAGE);
const question = defineUpdate<readonly string[]>(QUESTION);

/** A call without a call: four messages, after each a local activity that does nothing. */
export async function bareCall(call: string): Promise<void> {
  await hear(call, local);
}

/** The same with regular activities: each is a task of its own that the server hands out. */
export async function bareCallRegular(call: string): Promise<void> {
  await hear(call, regular);
}

async function hear(call: string, activities: BareActivities): Promise<void> {
  let heard = 0;
  setHandler(message, () => {
    heard += 1;
  });
  setHandler(question, () => {
    heard += 1;
    return ['nobody'];
  });
  for (let done = 0; done < MESSAGES; done += 1) {
    await condition(() => heard > done);
    await activities.nothing(call, done + 1);
  }
}

/** The least that answers an update. */
export async function bareRoute(): Promise<void> {
  let answered = false;
  setHandler(question, () => {
    answered = true;
    return ['nobody'];
  });
  await condition(() => answered);
}
