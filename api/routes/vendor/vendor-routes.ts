import type { Middleware } from 'koa';
import type { RequestId } from '../../../domain/ids.ts';
import { describeRequest } from '../../middleware/request-log.ts';
import type { Fields } from '../../../vendors/classic/fields.ts';
import { within } from '../../within.ts';
import type { VendorAnswer } from './answers.ts';
import { classicTarget } from './classic-target.ts';
import { Door, type DoorDeps, type Sender } from './door.ts';
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
    const answerBy = performance.now() + deps.answerWithinMs;
    const read: { sent: { readonly fields: Fields; readonly id: RequestId } | null } = { sent: null };
    const onRead: Sender['onRead'] = (fields, id) => {
      read.sent = { fields, id };
    };
    const work = async (): Promise<VendorAnswer | null> => {
      try {
        return await door.handle(ctx, target, { answerBy, onRead });
      } catch (error) {
        log.error({ err: error, route: target.pattern }, 'a vendor request could not be taken in');
        return null;
      }
    };
    const working = work();
    const taken = await within(deps.answerWithinMs, async () => await working, null);
    const { sent } = read;
    const answer = taken ?? target.without('unavailable', sent?.fields ?? null);
    if (taken === null && sent !== null)
      void working.then(async (late) => (late === null ? undefined : await door.correct(sent.id, answer)));
    describeRequest(ctx, { route: target.pattern, outcome: answer.outcome });
    ctx.status = answer.httpStatus;
    ctx.set(answer.headers ?? {});
    ctx.body = answer.body;
  };
}
