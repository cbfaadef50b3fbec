import type { Context, Middleware } from 'koa';
import type { Logger } from '../../config/log.ts';
import { toProblem } from '../error-mapping.ts';
import type { Problem } from '../problem.ts';
import { requestIdOf } from './request-log.ts';

/** Puts a problem on the answer. */
export const answerProblem = (ctx: Context, problem: Problem): void => {
  ctx.status = problem.status;
  ctx.set(problem.headers);
  ctx.body = JSON.stringify(problem.toBody());
  ctx.type = 'application/problem+json';
};

/** Turns whatever is thrown further in into an answer; what nobody expected is logged, and told to nobody. */
export const problems = (log: Logger): Middleware => {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const problem = toProblem(error);
      // The client has left: there is nobody to answer, and nothing went wrong.
      if (problem === 'client-gone') return;
      if (problem.status >= 500) {
        const level = problem.status === 503 ? 'warn' : 'error';
        log[level]({ err: error, requestId: requestIdOf(ctx), code: problem.code }, 'request failed');
      }
      if (ctx.res.headersSent || !ctx.writable) {
        // An answer half sent can't be taken back, but it must not look complete either.
        ctx.res.destroy();
        return;
      }
      answerProblem(ctx, problem);
    }
  };
};
