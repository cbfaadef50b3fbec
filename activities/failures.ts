import { ApplicationFailure, CancelledFailure, type Context, type Info } from '@temporalio/activity';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import type { Logger } from '../config/log.ts';
import { isDatabaseUnavailable } from '../db/unavailable.ts';

/** The texts that may stand in a history, by failure type. */
const TEXTS = {
  database_unavailable: 'The database could not be reached or was too slow',
  unexpected: 'The activity failed; the worker log has the details under the same activity id',
} as const;

/**
 * Turns whatever an activity throws into a failure with a stable type and a fixed text. A Postgres detail or a
 * vendor's words hold names and numbers, and histories must not (design 3); the worker's own log keeps the error.
 */
export class StableFailures implements ActivityInboundCallsInterceptor {
  private readonly info: Info;
  private readonly log: Logger;

  constructor({ info }: Context, log: Logger) {
    this.info = info;
    this.log = log;
  }

  async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>): Promise<unknown> {
    try {
      return await next(input);
    } catch (error) {
      if (error instanceof CancelledFailure) throw new CancelledFailure('The activity was cancelled');
      const { activityId, activityType, attempt, workflowExecution } = this.info;
      this.log.error(
        { err: error, activityId, activityType, attempt, workflowId: workflowExecution?.workflowId },
        'activity failed',
      );
      const type = isDatabaseUnavailable(error) ? 'database_unavailable' : 'unexpected';
      throw withoutTrace(ApplicationFailure.create({ type, message: TEXTS[type] }));
    }
  }
}

/** The trace is of this file, and would only lengthen the history. */
function withoutTrace(failure: ApplicationFailure): ApplicationFailure {
  failure.stack = `${failure.name}: ${failure.message}`;
  return failure;
}
