import type { Middleware } from 'koa';
import { describeRequest } from '../../middleware/request-log.ts';
import { within } from '../../within.ts';
import type { VendorAnswer } from './answers.ts';
import { classicTarget } from './classic-target.ts';
import { Door, type DoorDeps } from './door.ts';
import { nativeTarget } from './native-target.ts';

export interface VendorRouteDeps extends DoorDeps {
  /** A vendor waits a second; whatever hangs by then, it is told to send again. In ms. */
  readonly answerWithinMs: number;
}

/** Everything that vendors call: the classic and new-style endpoints (contract 1) and each vendor's own (contract 2). */
export function vendorRoutes(deps: VendorRouteDeps): Middleware {
  const { log } = deps;
  const door = new Door(deps);
  return async (ctx, next) => {
    const target = classicTarget(ctx.path) ?? nativeTarget(ctx.path);
    if (!target) {
      await next();
      return;
    }
    const otherwise = target.without('unavailable');
    const answerBy = performance.now() + deps.answerWithinMs;
    const work = async (): Promise<VendorAnswer> => {
      try {
        return await door.handle(ctx, target, answerBy);
      } catch (error) {
        log.error({ err: error, route: target.pattern }, 'a vendor request could not be taken in');
        return otherwise;
      }
    };
    const answer = await within(deps.answerWithinMs, work, otherwise);
    describeRequest(ctx, { route: target.pattern, outcome: answer.outcome });
    ctx.status = answer.httpStatus;
    ctx.set(answer.headers ?? {});
    ctx.body = answer.body;
  };
}
