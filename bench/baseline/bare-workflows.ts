import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import {
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { SEARCH_ATTRIBUTES } from '../../domain/call/messages.ts';
import { MESSAGE, MESSAGES, QUESTION } from './bare-messages.ts';

export interface BareActivities {
  nothing(call: string, nth: number): Promise<void>;
}

const local = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '5 seconds' });
const regular = proxyActivities<BareActivities>({ startToCloseTimeout: '5 seconds' });
const OUTCOME = defineSearchAttributeKey(SEARCH_ATTRIBUTES.outcome, SearchAttributeType.KEYWORD);
const message = defineSignal(MESSAGE);
const question = defineUpdate<readonly string[]>(QUESTION);

/** A call without a call: four messages, after each a local activity that does nothing, and the events of a call of ours. */
export async function bareCall(call: string): Promise<void> {
  // Ours waits for the next event, and is not waited for either.
  void sleep('1 hour').catch(() => undefined);
  await hear(call, local);
  upsertSearchAttributes([{ key: OUTCOME, value: 'answered' }]);
}

/** The messages with regular activities, each a task of its own that the server hands out, and nothing else. */
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
