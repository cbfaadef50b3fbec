import { condition, defineSignal, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import { MESSAGE, MESSAGES, QUESTION } from './bare-messages.ts';

export interface BareActivities {
  nothing(call: string, nth: number): Promise<void>;
}

const { nothing } = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '5 seconds' });
const message = defineSignal(MESSAGE);
const question = defineUpdate<readonly string[]>(QUESTION);

/** A call without a call: four messages, after each a local activity that does nothing. */
export async function bareCall(call: string): Promise<void> {
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
    await nothing(call, done + 1);
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
