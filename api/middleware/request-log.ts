import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { Logger } from '../../config/log.ts';
import type { Metrics } from '../metrics.ts';

/** What may be said of a request in the log: patterns, ids and words of ours, never a path, a query, a number or a name. */
export interface RequestFields {
  /** The route's pattern: "/v1/leads/{id}". A path itself may hold a token. */
  route?: string;
  institute?: number;
  counsellor?: string;
  vendor?: string;
  call?: string;
  outcome?: string;
}

const described = new WeakMap<Context, RequestFields>();

/** Adds to the request's one log line. */
export const describeRequest = (ctx: Context, fields: RequestFields): void => {
  described.set(ctx, { ...described.get(ctx), ...fields });
};

/** The request's id, as its answer's `X-Request-Id` gives it. */
export const requestIdOf = (ctx: Context): string => ctx.response.get('X-Request-Id');

/** nginx's word for a client that hung up before its answer was complete. */
const CLIENT_GONE = 499;

/** Asked every few seconds by machines: nobody wants to read that. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/** Gives each request an id, and when it is over one log line and one observation. */
export const requestLog = (log: Logger, metrics: Metrics): Middleware => {
  return async (ctx, next) => {
    const begun = performance.now();
    const requestId = randomUUID();
    ctx.set('X-Request-Id', requestId);
    // 'close' comes for answers that ended and for clients that left, and once.
    ctx.res.once('close', () => {
      const { route = 'unmatched', ...fields } = described.get(ctx) ?? {};
      const status = ctx.res.writableFinished ? ctx.res.statusCode : CLIENT_GONE;
      const ms = performance.now() - begun;
      metrics.observeRequest({ method: ctx.method, route, status }, ms / 1000);
      log[PROBES.has(route) ? 'debug' : 'info'](
        { requestId, method: ctx.method, route, status, ms: Math.round(ms * 10) / 10, ...fields },
        'request',
      );
    });
    await next();
  };
};
